import { expect, test } from "vitest";
import { newOpenStreams, type OpenStream, type OpenStreams } from "./openStreams.ts";

/** Opens a stream as `events.ts` does; ends itself out of the count. */
function open(streams: OpenStreams, grant: string, address: string): OpenStream {
  streams.makeRoom(grant, address);
  const stream = { address, end: () => streams.remove(grant, stream) };
  streams.add(grant, stream);
  return stream;
}

test("one address has room for 64, whatever others have", () => {
  const streams = newOpenStreams();
  const own = Array.from({ length: 64 }, (_, at) => open(streams, `own-${at}`, "192.0.2.1"));
  expect(() => open(streams, "one more", "192.0.2.1")).toThrow("too busy");
  open(streams, "neighbour", "192.0.2.2");
  open(streams, "own-7", "192.0.2.1");
  expect(streams.size()).toBe(65);
  own[0]?.end();
  own[0]?.end();
  open(streams, "one more", "192.0.2.1");
  expect(() => open(streams, "and another", "192.0.2.1")).toThrow("too busy");
});

test("one process has room for 5,000, and for more when some ended", () => {
  const streams = newOpenStreams();
  const all = Array.from({ length: 5_000 }, (_, at) => open(streams, `${at}`, `${at % 100}`));
  expect(() => open(streams, "one more", "somebody")).toThrow("too busy");
  open(streams, "0", "somebody");
  all[1]?.end();
  open(streams, "one more", "somebody");
  expect(streams.size()).toBe(5_000);
});

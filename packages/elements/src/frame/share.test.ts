import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { newSession } from "./frame.testing.ts";
import { stubChannels } from "./rungC.testing.ts";
import { openShare } from "./share.ts";

beforeEach(stubChannels);
afterEach(() => vi.unstubAllGlobals());

async function open(merchant: string) {
  return openShare(await newSession(), merchant, () => undefined);
}

test("rule 5: one frame of a merchant holds a status stream; the others are told to ask, until it ends", async () => {
  const [first, second] = [await open("mer_a"), await open("mer_a")];
  let end: (last: string) => void = () => undefined;
  const streaming = first.stream(() => new Promise<string>((resolve) => (end = resolve)));
  await new Promise((resolve) => setTimeout(resolve, 100));
  expect(await second.stream(async () => "a second stream")).toBeNull();
  expect(await (await open("mer_b")).stream(async () => "another merchant's")).toBe(
    "another merchant's",
  );
  end("over");
  expect(await streaming).toBe("over");
  expect(await second.stream(async () => "its turn")).toBe("its turn");
});

test("a stream that breaks makes room", async () => {
  const [first, second] = [await open("mer_c"), await open("mer_c")];
  await expect(first.stream(() => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
  expect(await second.stream(async () => "its turn")).toBe("its turn");
});

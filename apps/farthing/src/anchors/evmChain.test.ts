import { once } from "node:events";
import { createServer } from "node:http";
import { AnchorUnreached } from "@farthing/log";
import { expect, test } from "vitest";
import { readEvm } from "./readEvm.ts";

const contract = `0x${"11".repeat(20)}` as const;

test("an answer without an end is let go of, and said to be too long", async () => {
  let sent = 0;
  const endless = createServer((_, response) => {
    response.writeHead(200, { "content-type": "application/json" });
    const part = "0".repeat(100_000);
    const more = (): void => {
      while (!response.destroyed && response.write(part)) sent += part.length;
    };
    response.on("drain", more);
    more();
  }).listen(0, "127.0.0.1");
  await once(endless, "listening");
  const address = endless.address();
  if (typeof address !== "object" || address === null) throw new Error("a port");
  try {
    const reading = readEvm({ rpc: `http://127.0.0.1:${address.port}`, contract });
    await expect(reading).rejects.toThrow(AnchorUnreached);
    await expect(reading).rejects.toThrow("more than 4000000 bytes");
    // Two calls at once, and what lies in between in buffers.
    expect(sent).toBeLessThan(50_000_000);
  } finally {
    endless.closeAllConnections();
    endless.close();
  }
});

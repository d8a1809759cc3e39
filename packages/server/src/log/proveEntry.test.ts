import { second } from "@farthing/core";
import { isPolicy, parseTrustPolicy, verifierKey } from "@farthing/log";
import { afterAll, beforeAll, expect, test } from "vitest";
import { signingKey } from "../keys.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { sha256 } from "../sha256.ts";
import { checkpointWith } from "./proveEntry.ts";

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
  const time = server.deps.clock.now();
  const id = (BigInt(time) << 80n) + 64n;
  await server.deps.ledger.submitEntry({ id, time, commitment: new Uint8Array(32) });
});
afterAll(() => server.close());

const key = signingKey(new Uint8Array(32).fill(1));
const line = `witness w ${verifierKey(sha256, { name: "w.example", type: "ed25519-cosignature", ...key })} http://127.0.0.1:1`;

/** How long a proof of the first leaf waits for its head, in milliseconds, where no witness signs. */
async function waitUnder(text: string, checkpointEveryMs: number): Promise<number> {
  const policy = parseTrustPolicy(sha256, text);
  if (!isPolicy(policy)) throw new Error(policy.fault);
  const config = { ...server.deps.config, checkpointEveryMs, witnesses: { policy, text } };
  await checkpointWith(server.deps, 0);
  const from = performance.now();
  expect(await checkpointWith({ ...server.deps, config }, 0)).toMatchObject({ size: 1 });
  return performance.now() - from;
}

test("where the policy asks for no quorum, no proof waits for witnesses that are down", async () => {
  expect(await waitUnder(`${line}\nquorum none\n`, second)).toBeLessThan(second);
});

test.each([
  [1, 2.5],
  [2, 3.5],
  [60, 5],
])(
  "where it asks for one, with a head each %d s, a proof waits %d s and comes without it",
  async (every, waits) => {
    const waited = await waitUnder(`${line}\nquorum w\n`, every * second);
    expect(waited).toBeGreaterThan(waits * second - 50);
  },
);

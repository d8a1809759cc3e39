import { runBank } from "@farthing/lab";
import { expect, test } from "vitest";

const payers = 24;
const kills = 3;

// Another seed each time; a fault is told with it. Longer: `npm run soak -- bank --seconds 600 --seed N`.
const seed = crypto.getRandomValues(new Uint16Array(1))[0] ?? 0;

test(`a bank of ${payers} payers, killed ${kills} times behind cut connections, is strictly serializable (seed ${seed})`, async () => {
  process.stdout.write(`bank: seed ${seed}\n`);
  const run = await runBank({ seed, payers, kills, seconds: 20 });
  expect(run.faults, `seed ${seed}`).toEqual([]);
  // What the faults would be about did happen.
  expect(run.heard["click captured"]).toBeGreaterThan(payers);
  expect(run.heard["undo reversed"]).toBeGreaterThan(0);
  expect(run.heard["refund refunded"]).toBeGreaterThan(0);
  expect(run.heard["top-up topped-up"]).toBeGreaterThan(0);
  expect(run.heard["approve captured"]).toBeGreaterThan(payers);
  expect(run.heard["click declined:device-revoked"]).toBeGreaterThan(0);
  expect(run.reads).toBeGreaterThan(payers);
  expect(run.kills).toBe(kills);
  for (const fate of ["cut-request", "cut-sent", "cut-answer"] as const) {
    expect(run.fates[fate]).toBeGreaterThan(0);
  }
  expect(run.resolvedLater).toBeGreaterThan(0);
}, 600_000);

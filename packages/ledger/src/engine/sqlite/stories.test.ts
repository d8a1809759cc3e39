import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLedger } from "../../client/openLedger.ts";
import { LedgerStage, TurnedClock } from "../../contract/ledgerStage.ts";
import { stories } from "../../contract/stories/stories.ts";
import { runStory } from "../../contract/story.ts";
import { noFault } from "../../contract/withFolder.ts";
import type { Ledger } from "../../ledger.ts";
import { verifyLedger } from "../../verify/verifyLedger.ts";

const folder = mkdtempSync(join(tmpdir(), "farthing-stories-"));
const clock = new TurnedClock();
let ledger: Ledger;
let stage: LedgerStage;

beforeAll(async () => {
  ledger = await openLedger({ folder, clock, onFault: noFault });
  stage = new LedgerStage(ledger, clock);
});

afterAll(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true });
});

test.each(Object.entries(stories))("%s", async (name, story) => {
  const { told, ran } = await runStory(stage, name, story);
  expect(ran).toBe(told);
});

test("the journal of all these stories replays to what is stored", async () => {
  const { seq, root } = ledger.head();
  expect(await verifyLedger({ folder })).toEqual({ ok: true, entries: seq, faults: [], root });
  expect(ledger.stats().expiryBatches).toBeGreaterThanOrEqual(2);
});

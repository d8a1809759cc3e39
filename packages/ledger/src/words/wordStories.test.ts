import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLedger } from "../client/openLedger.ts";
import { LedgerStage, TurnedClock } from "../contract/ledgerStage.ts";
import { RulesStage } from "../contract/rulesStage.ts";
import { noFault } from "../contract/withFolder.ts";
import { wordStories } from "../contract/wordStories.ts";
import { runWordStory, type WordStage } from "../contract/wordStory.ts";
import type { AccountBalance, Ledger } from "../ledger.ts";
import { verifyLedger } from "../verify/verifyLedger.ts";

class WordRules extends RulesStage implements WordStage {
  account(id: bigint): AccountBalance | null {
    return this.state.accounts.get(id) ?? null;
  }
}

class WordLedger extends LedgerStage implements WordStage {
  readonly #opened: Ledger;

  constructor(opened: Ledger, at: TurnedClock) {
    super(opened, at);
    this.#opened = opened;
  }

  account(id: bigint): AccountBalance | null {
    return this.#opened.lookupAccounts([id])[0] ?? null;
  }
}

const folder = mkdtempSync(join(tmpdir(), "farthing-words-"));
const clock = new TurnedClock();
let ledger: Ledger;
let stage: WordLedger;

beforeAll(async () => {
  ledger = await openLedger({ folder, clock, onFault: noFault });
  stage = new WordLedger(ledger, clock);
});

afterAll(async () => {
  await ledger.close();
  rmSync(folder, { recursive: true });
});

test.each(Object.entries(wordStories))("by the rules: %s", async (name, story) => {
  const { told, ran } = await runWordStory(new WordRules(), name, story);
  expect(ran).toBe(told);
});

test.each(Object.entries(wordStories))("in a ledger: %s", async (name, story) => {
  const { told, ran } = await runWordStory(stage, name, story);
  expect(ran).toBe(told);
});

test("the journal of all these words replays to what is stored", async () => {
  const { seq, root } = ledger.head();
  expect(await verifyLedger({ folder })).toEqual({ ok: true, entries: seq, faults: [], root });
});

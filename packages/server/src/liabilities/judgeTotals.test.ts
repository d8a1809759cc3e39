import { day, later } from "@farthing/core";
import {
  auditExports,
  type AuditRange,
  exportJournal,
  type ExportOptions,
  glanceAtExport,
} from "@farthing/ledger";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newTurnedClock } from "../grants/grantStage.testing.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import type { LiabilitiesMemo } from "../payments/memo.ts";
import { newOffer, newPerson, payOnPage } from "../payments/person.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { sha256 } from "../sha256.ts";
import { newTotalsJudge, totalMark } from "./judgeTotals.ts";
import { dayName, dayStart, liabilitiesId, sealedTotal } from "./liabilitiesKey.ts";
import { sealLiabilities } from "./sealLiabilities.ts";

const clock = newTurnedClock();
const firstDay = dayStart(clock.now());
let stage: TestServer;

/** Two days with a payment each, a sealed total behind each, and a payment behind the last. */
beforeAll(async () => {
  stage = await openTestServer({ clock, config: { liabilitiesHour: 0 } });
  for (let days = 0; days < 2; days += 1) {
    await payOnPage(stage, newPerson(), { offer: await newOffer(stage, { path: `/${days}` }) });
    await sealLiabilities(stage.deps);
    await payOnPage(stage, newPerson(), { offer: await newOffer(stage, { path: `/b${days}` }) });
    clock.turned += day;
  }
});
afterAll(() => stage.close());

async function* handOut(all: readonly string[]): AsyncGenerator<string> {
  yield* all;
}

/** Of an export of `written`, and of `range` in it. */
async function audited(written: Pick<ExportOptions, "from" | "to"> = {}, range: AuditRange = {}) {
  const lines: string[] = [];
  await exportJournal({
    folder: stage.folder,
    log: null,
    checkpoints: [],
    ...written,
    write: (line) => Promise.resolve(void lines.push(line.trimEnd())),
  });
  const totals = newTotalsJudge();
  const entries = { text: totalMark, on: ({ memo }: { memo: Uint8Array }) => totals.expect(memo) };
  const { leaves } = await glanceAtExport(handOut(lines), { entries, range });
  const found = await auditExports([{ name: "export", lines: handOut(lines) }], {
    range,
    judgeCreated: totals.judge,
    atCommit: totals.atCommit,
  });
  if (found.ok) expect(leaves).toBe(found.leaves);
  return { faults: found.faults, ...totals.counts(found.from) };
}

/** The first day's total, as it is sealed. */
function honest(): LiabilitiesMemo {
  const sealed = sealedTotal(stage.deps, firstDay);
  if (sealed === null) throw new Error("the first day's total is sealed");
  return sealed.memo;
}

/** Seals a day's total as a server would that lies about it, and answers with its entry's number. */
async function sealLie(lie: { sum?: string; at?: string }): Promise<bigint> {
  const start = dayStart(clock.now());
  const facts = await entryFacts(stage.deps, liabilitiesId(stage.deps, start), {
    ...honest(),
    day: dayName(start),
    ...lie,
  });
  const entry = { ...facts, time: start, facts: sha256(new Uint8Array()) };
  expect(await stage.deps.ledger.submitEntry(entry)).toMatchObject({ status: "created" });
  clock.turned += day;
  return stage.deps.ledger.head().seq;
}

test("sealed totals are what the replayed balances come to, also where money moved since", async () => {
  expect(await audited()).toEqual({ faults: [], recomputed: 2, before: 0 });
  const second = sealedTotal(stage.deps, later(firstDay, day));
  const at = BigInt(second?.memo.at ?? "0");
  // From the entry after the balances on, they are the opening ones; up to there, the second total is not in it.
  const found = { faults: [], recomputed: 1, before: 0 };
  expect(await audited({ from: { seq: at + 1n } })).toEqual(found);
  expect(await audited({ to: { seq: at } })).toEqual(found);
  // Of a range the totals that are sealed in it are counted, and those of before it are recomputed all the same.
  expect(await audited({}, { from: { seq: at + 1n } })).toEqual(found);
  expect(await audited({}, { to: { seq: at } })).toEqual(found);
});

test("a total that is less than what is owed, or of a moment that never was, is the first wrong entry", async () => {
  const { seq } = stage.deps.ledger.head();
  const less = await sealLie({ sum: "1" });
  const { faults } = await audited();
  expect(faults).toEqual([
    expect.stringMatching(
      new RegExp(
        `Entry ${less} seals for \\d{4}-\\d\\d-\\d\\d that 1 of PLAY/6 are owed and 0 are to come, and the balances after entry \\d+ come to \\d+ and 0\\.$`,
      ),
    ),
  ]);
  const behind = { from: { seq: less + 1n } };
  const ahead = await sealLie({ at: "999999" });
  expect((await audited(behind)).faults[0]).toContain(
    `Entry ${ahead} seals a total of entry 999999, and there is none such before it.`,
  );
  await sealLie({ at: seq.toString() });
  expect(await audited({ from: { seq: ahead + 1n } })).toEqual({
    faults: [],
    recomputed: 0,
    before: 1,
  });
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { instant, toHex } from "@farthing/core";
import { leafData, leafHash } from "@farthing/log";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openLedger } from "../client/openLedger.ts";
import { TurnedClock } from "../contract/ledgerStage.ts";
import { named, openShop } from "../contract/shop.ts";
import { noFault } from "../contract/withFolder.ts";
import { sha256 } from "../hash.ts";
import { encodeBody, readBody } from "../journal/batchBody.ts";
import { decodeEntry } from "../journal/decodeEntry.ts";
import { encodeEntry } from "../journal/encodeEntry.ts";
import type { FullEntry } from "../fullEntry.ts";
import { verifyLedger } from "../verify/verifyLedger.ts";
import { batchLine, type ExportedBatch, readBatchLine } from "./exportLines.ts";
import { RangeEmpty } from "./exportJournal.ts";
import { audited, linesOf, resealed } from "./exports.testing.ts";
import { NotAnExport } from "./fields.ts";
import { hashLines } from "./stateLines.ts";
import { origin, type TwelveEntries, twelveEntries } from "./twelveEntries.testing.ts";

let twelve: TwelveEntries;
let exported: TwelveEntries["exported"];

beforeAll(async () => {
  twelve = await twelveEntries();
  ({ exported } = twelve);
});
afterAll(() => twelve.remove());

test("an export is replayed to the ledger that wrote it, without that ledger", async () => {
  const audit = await audited([await exported()]);
  expect(audit).toMatchObject({
    ok: true,
    faults: [],
    log: origin,
    from: 1n,
    to: 12n,
    entries: 12n,
    created: 10n,
    refused: 2n,
    opened: 0n,
    closed: 0n,
    sealed: 10n,
    checkpoints: 10,
  });
  const { root } = await verifyLedger({ folder: twelve.folder });
  expect(toHex(audit.root)).toBe(toHex(root));
  const [sums] = audit.sums;
  expect(sums).toMatchObject({ asset: "PLAY/6", accounts: 4, debitsPosted: 1_000_077n });
});

test("ranges follow each other to the same end, and a range stands alone", async () => {
  const whole = await audited([await exported()]);
  const first = await exported({ to: { seq: 5n } });
  const middle = await exported({ from: { seq: 6n }, to: { seq: 10n } });
  const last = await exported({ from: { seq: 11n } });
  const chained = await audited([first, middle, last]);
  expect(chained).toMatchObject({ ok: true, faults: [], from: 1n, to: 12n, entries: 12n });
  expect(toHex(chained.state)).toBe(toHex(whole.state));
  // Entry 11 names a transfer of entry 2 as a hold: what the rules need of that one comes along.
  const alone = await audited([last]);
  expect(alone).toMatchObject({ ok: true, faults: [], from: 11n, refused: 1n });
  expect(toHex(alone.state)).toBe(toHex(whole.state));
});

test("a range by time holds what happened from one moment until before another", async () => {
  const at = (minutes: number) => ({
    time: BigInt(instant(1_800_000_000_000 + minutes * 60_000)) * 1_000_000n,
  });
  const { from, to } = await audited([await exported({ from: at(3), to: at(5) })]);
  expect([from, to]).toEqual([4n, 5n]);
  await expect(exported({ from: at(60) })).rejects.toThrow(RangeEmpty);
  await expect(exported({ from: { seq: 13n } })).rejects.toThrow("entries 1 to 12");
  await expect(exported({ from: { seq: 5n }, to: { seq: 4n } })).rejects.toThrow(RangeEmpty);
});

const otherCommitment = new Uint8Array(32).fill(9);

type Doctor = (lines: string[]) => string[];

/** The line of the batch that begins with that entry. */
function placeOf(lines: readonly string[], seq: number): number {
  return lines.findIndex((line) => line.startsWith(`{"batch":{"first":"${seq}"`));
}

const changeBatch =
  (seq: number, change: (batch: ExportedBatch) => ExportedBatch): Doctor =>
  (lines) => {
    const place = placeOf(lines, seq);
    const { batch } = JSON.parse(lines[place] ?? "") as { batch: unknown };
    return lines.with(place, batchLine(change(readBatchLine(batch))));
  };

const changeEntry = (seq: number, change: (entry: FullEntry) => Partial<FullEntry>): Doctor =>
  changeBatch(seq, (batch) => {
    const records = readBody(batch.body).map((record) => {
      const entry = decodeEntry(record.bytes);
      return { ...record, bytes: encodeEntry({ ...entry, ...change(entry) }) };
    });
    return { ...batch, body: encodeBody(records) };
  });

const swap = (a: number, b: number): Doctor => {
  return (lines) => {
    const [one, other] = [placeOf(lines, a), placeOf(lines, b)];
    return lines.with(one, lines[other] ?? "").with(other, lines[one] ?? "");
  };
};

const words =
  (from: string | RegExp, to: string): Doctor =>
  (lines) =>
    lines.map((line) => line.replace(from, to));

/** What somebody with the file in hand could do who makes its sum fit again, and what the audit says to it. */
const doctored: [string, Doctor, string][] = [
  ["cut off", (lines) => lines.slice(0, -3), "behind entry 11: it was cut off"],
  [
    "a batch taken out",
    (lines) => lines.toSpliced(placeOf(lines, 6), 1),
    "A signed head over 6 leaves stands behind leaf 5",
  ],
  [
    "a refused entry taken out",
    (lines) => lines.toSpliced(placeOf(lines, 10), 1),
    "Entry 11 follows entry 9: what was between is missing, or the order was changed.",
  ],
  ["two batches swapped", swap(4, 5), "Entry 5 follows entry 3"],
  [
    "a batch twice",
    (lines) => lines.toSpliced(placeOf(lines, 4), 0, lines[placeOf(lines, 4)] ?? ""),
    "Entry 4 follows entry 4",
  ],
  [
    "an amount that is not there",
    changeEntry(4, ({ transfers: [first, second] }) => ({
      transfers: first && second ? [{ ...first, amount: 5_000_000n }, second] : [],
    })),
    "Entry 4 was answered created, and the rules say exceeds_credits.",
  ],
  [
    "an amount that is there",
    changeEntry(4, ({ transfers: [first, second] }) => ({
      transfers: first && second ? [{ ...first, amount: 11n }, second] : [],
    })),
    "The last line says the sums",
  ],
  [
    "another payer",
    changeEntry(4, ({ transfers: [first, second] }) => ({
      transfers: first && second ? [{ ...first, credit: named("fees") }, second] : [],
    })),
    "The balances and limits that the last line stands for",
  ],
  [
    "a limit that was not used",
    changeEntry(4, () => ({ uses: [] })),
    "The balances and limits that the last line stands for",
  ],
  [
    "a limit that was overstepped",
    changeEntry(4, ({ uses }) => ({ uses: uses.map((use) => ({ ...use, amount: 11n })) })),
    "Entry 4 was answered created, and the rules say limit_exceeded.",
  ],
  [
    "an entry under an earlier one's id",
    (lines) => {
      const batch = JSON.parse(lines[placeOf(lines, 3)] ?? "") as { batch: unknown };
      const [before] = readBody(readBatchLine(batch.batch).body);
      return changeEntry(4, () => ({ id: before ? decodeEntry(before.bytes).id : 0n }))(lines);
    },
    "Entry 4 has the id of an entry before it.",
  ],
  [
    "another commitment",
    changeEntry(4, () => ({ commitment: otherCommitment })),
    "Entry 4 has a leaf that is not made of its time and commitment.",
  ],
  [
    "another commitment and its leaf",
    (lines) =>
      changeBatch(4, (batch) => {
        const data = leafData(sha256, { timestamp: batch.time + 1n, commitment: otherCommitment });
        return { ...batch, leaves: leafHash(sha256, data) };
      })(changeEntry(4, () => ({ commitment: otherCommitment }))(lines)),
    "The log signed another root over 4 leaves than the entries up to 4 give",
  ],
  [
    "another time",
    changeBatch(4, (batch) => ({ ...batch, time: batch.time + 1n })),
    "Entry 4 has a leaf",
  ],
  [
    "a time that stands still",
    changeBatch(4, (batch) => ({ ...batch, time: 1n })),
    "Entry 4 is not later",
  ],
  [
    "rules of tomorrow",
    changeBatch(4, (batch) => ({ ...batch, rules: 9n })),
    "version 9 of the rules",
  ],
  [
    "a refusal made a payment",
    changeBatch(10, (batch) => ({
      ...batch,
      body: encodeBody(
        readBody(batch.body).map((record) => ({
          ...record,
          verdict: { ...record.verdict, status: "created", at: null },
        })),
      ),
    })),
    "Entry 10 was answered created, and the rules say limit_exceeded.",
  ],
  [
    "a payment made a refusal",
    changeBatch(4, (batch) => ({
      ...batch,
      body: encodeBody(
        readBody(batch.body).map((record) => ({
          ...record,
          verdict: { ...record.verdict, status: "exceeds_credits" },
        })),
      ),
    })),
    "Entry 4 was answered exceeds_credits, and the rules say created.",
  ],
  [
    "a leaf more",
    changeBatch(4, (batch) => ({ ...batch, leaves: new Uint8Array(64) })),
    "have other leaves than they say",
  ],
  [
    "another log",
    words(/"log":"[^"]*"/, '"log":"evil.example/log"'),
    "A signed head is of the log pay.example/log",
  ],
  [
    "a signed head left out",
    (lines) =>
      lines.toSpliced(
        lines.findIndex((line) => line.startsWith('{"checkpoint"')),
        1,
      ),
    "says 10 signed heads, and it holds 9",
  ],
  [
    "a signed head out of its place",
    (lines) => {
      const place = lines.findIndex((line) => line.startsWith('{"checkpoint"'));
      return lines.with(place, JSON.stringify({ checkpoint: twelve.signed[3]?.note }));
    },
    "A signed head over 4 leaves stands behind leaf 1",
  ],
  [
    "another end",
    words(/"seq":"12"/, '"seq":"13"'),
    "it goes to entry 13, and it holds entries up to 12",
  ],
  ["another last state", words(/("batches".*"state":")../, "$1zz"), "`state` is no hash"],
  [
    "something behind the end",
    (lines) => [...lines, lines[1] ?? ""],
    "Something follows the last line.",
  ],
  [
    "a line of nonsense",
    (lines) => lines.with(3, "nonsense"),
    "This is not a line of an export: it is no JSON.",
  ],
  [
    "a line of another kind",
    (lines) => lines.toSpliced(3, 0, '{"payment":{}}'),
    "a line `payment` does not belong here",
  ],
];

test.each(doctored)("an audit finds %s", async (_name, doctor, sentence) => {
  const { ok, faults } = await audited([resealed(doctor(await exported()))]);
  expect(ok).toBe(false);
  expect(faults.join("\n")).toContain(sentence);
  expect(faults[0]).toMatch(/^file 1, line \d+: [A-Z].*\.$/);
});

test("whoever changes leaves, roots and all is caught by what others hold", async () => {
  // The whole ledger anew, with one commitment changed: nothing inside the export is wrong.
  const other = mkdtempSync(join(tmpdir(), "farthing-export-"));
  try {
    const ledger = await openLedger({ folder: other, clock: new TurnedClock(), onFault: noFault });
    const shop = openShop("ann", instant(1_800_000_000_000));
    await ledger.submitEntry({ ...shop, commitment: new Uint8Array(32) });
    await ledger.close();
    const lines = await linesOf({ folder: other, log: origin, checkpoints: [] });
    expect((await audited([lines])).ok).toBe(true);
    const published = [{ size: 1, root: twelve.rootOf(0), from: "a witness" }];
    const { faults } = await audited([lines], { published });
    expect(faults).toEqual([
      "Checkpoint over 1 leaves (a witness): the journal gives another root.",
    ]);
  } finally {
    rmSync(other, { recursive: true });
  }
});

test("heads from elsewhere: those in the range are compared, one beyond it means that entries are gone", async () => {
  const published = [
    { size: 2, root: twelve.rootOf(1), from: "early" },
    { size: 8, root: twelve.rootOf(7), from: "here" },
    { size: 99, root: twelve.rootOf(7), from: "late" },
  ];
  const audit = await audited([await exported({ from: { seq: 6n } })], { published });
  expect(audit).toMatchObject({ published: 2, before: 1 });
  expect(audit.faults).toEqual(["Checkpoint over 99 leaves (late): the journal has only 10."]);
});

test("a gap, a file twice and a file of another ledger are told apart", async () => {
  const first = await exported({ to: { seq: 3n } });
  const middle = await exported({ from: { seq: 4n }, to: { seq: 8n } });
  const last = await exported({ from: { seq: 9n } });
  const say = async (...files: string[][]) => (await audited(files)).faults.join("\n");
  expect(await say(first, last)).toContain("the entries between are missing");
  expect(await say(first, middle, middle)).toContain("none twice");
  const richer = middle.map((line) =>
    line.replace(/"creditsPosted":"1000000"/, '"creditsPosted":"2000000"'),
  );
  expect(await say(first, resealed(richer))).toContain("not those that its header names");
  expect(await say(resealed(richer))).toContain("not those that its header names");
  const other = middle.map((line) => line.replaceAll(origin, "other.example/log"));
  expect(await say(first, resealed(other))).toContain("It is of the log other.example/log");
});

test("damage on the way is told from a wrong entry; what is no export is refused", async () => {
  const lines = await exported();
  const damaged = lines.with(1, lines[1]?.replace('"checkpoint"', '"checkpoint" ') ?? "");
  const spaced = lines.map((line) => line.replace('{"batch":{', '{"batch": {'));
  expect((await audited([spaced])).faults.join()).toContain("damaged or changed on the way");
  expect(damaged).toHaveLength(lines.length);
  await expect(audited([["hello"]])).rejects.toThrow(NotAnExport);
  await expect(audited([["{}"]])).rejects.toThrow(NotAnExport);
  await expect(audited([[lines[1] ?? ""]])).rejects.toThrow("no header");
  await expect(audited([[words('"version":1', '"version":2')(lines)[0] ?? ""]])).rejects.toThrow(
    "version 2 of the format is not known here",
  );
  expect((await audited([[lines[0] ?? ""]])).faults.join()).toContain("it was cut off");
});

test("what each entry says is held against its leaf, by whoever can open it; the others are counted", async () => {
  const saltsOf = ({ memo }: { memo: Uint8Array }) =>
    memo.length === 0 ? null : new Uint8Array(96).fill(7);
  const lines = await exported({ saltsOf });
  const asked: bigint[] = [];
  const judgeEntry = ({ seq }: { seq: bigint }) => {
    asked.push(seq);
    return seq === 4n ? "closed" : "opened";
  };
  const fine = await audited([lines], { judgeEntry });
  expect(fine).toMatchObject({ ok: true, opened: 9n, closed: 1n, sealed: 0n });
  // Also the one whose salts are zeros: what may have none, the judge says.
  expect(asked).toEqual([1n, 2n, 3n, 4n, 5n, 6n, 7n, 8n, 9n, 12n]);
  const wrong = "says another amount than its leaf.";
  const { faults } = await audited([lines], {
    judgeEntry: ({ seq }) => (seq === 5n ? { wrong } : "opened"),
  });
  expect(faults).toEqual([expect.stringContaining("Entry 5 says another amount than its leaf.")]);
  const left = await audited([lines], {
    judgeEntry,
    judgeEnd: () => [{ seq: 4n, why: "Entry 4 stays closed." }],
  });
  expect(left).toMatchObject({ ok: false, faults: ["Entry 4 stays closed."] });
});

test("a batch without its salts, or with salts where the others have none, is named", async () => {
  const salted = await exported({ saltsOf: () => new Uint8Array(96).fill(7) });
  const without = changeBatch(5, (batch) => ({ ...batch, salts: null }))(salted);
  expect((await audited([resealed(without)])).faults.join()).toContain(
    "The entries from 5 on have no salts, and those before do.",
  );
  const withSome = changeBatch(5, (batch) => ({ ...batch, salts: new Uint8Array(96) }));
  expect((await audited([resealed(withSome(await exported()))])).faults.join()).toContain(
    "The entries from 5 on have salts, and those before do not.",
  );
});

/** An opening of one account with money, and of another that owes it, in front of entry 1. */
function withOpening(lines: readonly string[]): string[] {
  const account = (id: bigint, debitsPosted: string, creditsPosted: string) =>
    JSON.stringify({
      account: {
        id: id.toString(),
        asset: "PLAY/6",
        code: 1,
        userData128: "0",
        userData64: "0",
        userData32: 0,
        timestamp: "0",
        flags: 0,
        debitsPending: "0",
        creditsPending: "0",
        debitsPosted,
        creditsPosted,
      },
    });
  const opening = [account(7n, "0", "5000000"), account(8n, "5000000", "0")];
  const state = toHex(hashLines(opening));
  const header = lines[0]?.replace(/"state":"[0-9a-f]{64}"/, `"state":"${state}"`) ?? "";
  return [header, ...opening, ...lines.slice(1)];
}

test("before entry 1 there is nothing: no account with money, no earlier entry, no other root", async () => {
  const lines = await exported();
  const say = async (changed: readonly string[]) => {
    const { ok, faults } = await audited([resealed(changed)]);
    return [ok, faults.join("\n")];
  };
  const before = "It begins with entry 1, and its header says that there was something before.";
  const opened = withOpening(lines);
  expect(await say(opened)).toEqual([false, expect.stringContaining(before)]);
  // The lines alone, under a header that says that there are none.
  const [header = ""] = lines;
  expect(await say([header, ...opened.slice(1)])).toEqual([
    false,
    expect.stringContaining("It begins with entry 1, and has opening balances."),
  ]);
  expect(await say(words(/"time":"0"/, '"time":"5"')(lines))).toEqual([
    false,
    expect.stringContaining(before),
  ]);
  // A root that no range gives is a difference, too, and no file that is empty.
  expect(await say(words(/"root":"[0-9a-f]{2}/, '"root":"ff')(lines.slice(0, 1)))).toEqual([
    false,
    expect.stringContaining("Its header's root is not that of the header's range."),
  ]);
  const earlier = changeBatch(5, (batch) => ({ ...batch, earlier: batch.body }))(lines);
  expect(await say(earlier)).toEqual([
    false,
    expect.stringContaining("It begins with entry 1, and has entries before it."),
  ]);
});

test("an opening that says one thing twice is named", async () => {
  const lines = await exported({ from: { seq: 6n } });
  for (const kind of ["account", "limit", "claim", "counter"]) {
    const at = lines.findIndex((line) => line.startsWith(`{"${kind}"`));
    const twice = lines.toSpliced(at, 0, lines[at] ?? "");
    expect((await audited([resealed(twice)])).faults).toEqual([
      `file 1, line ${at + 2}: This is not a line of an export: what it says was said before.`,
    ]);
  }
});

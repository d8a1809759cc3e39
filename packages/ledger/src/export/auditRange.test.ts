import { afterAll, beforeAll, expect, test } from "vitest";
import { auditExports } from "./auditExports.ts";
import type { AuditRange } from "./auditRange.ts";
import type { ExportAudit } from "./exportAudit.ts";
import { audited, resealed } from "./exports.testing.ts";
import { glanceAtExport } from "./glanceAtExport.ts";
import { type TwelveEntries, twelveEntries } from "./twelveEntries.testing.ts";

let twelve: TwelveEntries;
let lines: string[];

beforeAll(async () => {
  twelve = await twelveEntries();
  lines = await twelve.exported({ saltsOf: () => new Uint8Array(96) });
});
afterAll(() => twelve.remove());

/** The moment so many minutes behind the first entry: entry 1 is of minute 0. */
const minute = (minutes: number) => ({
  time: BigInt(1_800_000_000_000 + minutes * 60_000) * 1_000_000n,
});

/** What is the same, whether a range was exported or taken out of more. */
function figuresOf({ from, to, entries, created, refused, sealed, leaves, ...rest }: ExportAudit) {
  const { root, state, sums, published, before } = rest;
  return {
    from,
    to,
    entries,
    created,
    refused,
    sealed,
    leaves,
    root,
    state,
    sums,
    published,
    before,
  };
}

const ranges: [string, AuditRange, [bigint, bigint]][] = [
  ["from an entry to an entry", { from: { seq: 6n }, to: { seq: 10n } }, [6n, 10n]],
  ["from an entry on", { from: { seq: 11n } }, [11n, 12n]],
  ["up to an entry", { to: { seq: 3n } }, [1n, 3n]],
  ["of one entry", { from: { seq: 9n }, to: { seq: 9n } }, [9n, 9n]],
  ["from a moment until before another", { from: minute(3), to: minute(5) }, [4n, 5n]],
  ["from an entry until before a moment", { from: { seq: 2n }, to: minute(5) }, [2n, 5n]],
  ["of all", { from: { seq: 1n }, to: { seq: 12n } }, [1n, 12n]],
];

test.each(ranges)(
  "an audit %s reports what the audit of an export of it does, and takes nothing at its word",
  async (_name, range, [from, to]) => {
    const published = [2, 5, 6, 8, 10].map((size) => ({
      size,
      root: twelve.rootOf(size - 1),
      from: "kept",
    }));
    const alone = await audited([await twelve.exported(range)], {
      published: published.filter(({ size }) => size <= leavesUpTo(to)),
    });
    const within = await audited([lines], { range, published });
    expect(within).toMatchObject({ ok: true, faults: [], unseen: [], replayedFrom: 1n, from, to });
    expect(alone.ok).toBe(true);
    expect(figuresOf(within)).toEqual(figuresOf(alone));
    expect(within.stopped).toBe(to < 12n);
    expect(within.beyond).toBe(published.filter(({ size }) => size > within.leaves).length);
  },
);

/** Entries 10 and 11 were refused. */
const leavesUpTo = (seq: bigint) => Number(seq) - (seq >= 10n ? 1 : 0) - (seq >= 11n ? 1 : 0);

test("a range goes over files, and what is behind it is not read", async () => {
  const first = await twelve.exported({ to: { seq: 5n } });
  const second = await twelve.exported({ from: { seq: 6n }, to: { seq: 10n } });
  const range = { from: { seq: 4n }, to: { seq: 7n } };
  let handedOut = 0;
  const nonsense = { name: "third", lines: counted(["nonsense"], () => (handedOut += 1)) };
  const handed = [first, second].map((file, at) => ({ name: `${at}`, lines: counted(file) }));
  const audit = await auditExports([...handed, nonsense], { range });
  expect(audit).toMatchObject({ ok: true, from: 4n, to: 7n, created: 4n, stopped: true });
  expect(handedOut).toBe(0);
  // Where the range ends with a file, that file is held against its last line.
  const { stopped, faults } = await audited(
    [first.with(-1, (first.at(-1) ?? "").replace(/"sha256":"../, '"sha256":"zz'))],
    {
      range: { to: { seq: 5n } },
    },
  );
  expect([stopped, faults]).toEqual([false, [expect.stringContaining("`sha256` is no hash")]]);
});

async function* counted(
  all: readonly string[],
  count: () => void = () => undefined,
): AsyncGenerator<string> {
  for (const line of all) {
    count();
    yield line;
  }
}

/** The line of the batch that is entry `seq`, with other words in it. */
function changed(seq: number, from: string, to: string): string[] {
  const place = lines.findIndex((line) => line.startsWith(`{"batch":{"first":"${seq}"`));
  return resealed(lines.with(place, (lines[place] ?? "").replace(from, to)));
}

test("a wrong entry counts before the range and in it; behind it nobody looked", async () => {
  const range = { from: { seq: 5n }, to: { seq: 8n } };
  const say = async (seq: number) => {
    const { ok, from, entries, faults } = await audited(
      [changed(seq, '"entries":1', '"entries":2')],
      {
        range,
      },
    );
    return { ok, from, entries, faults: faults.join() };
  };
  const wrong = (seq: number) => expect.stringContaining(`The batch from entry ${seq} on says 2`);
  // The range was not reached: it has no entry.
  expect(await say(3)).toEqual({ ok: false, from: 3n, entries: 0n, faults: wrong(3) });
  expect(await say(7)).toEqual({ ok: false, from: 5n, entries: 2n, faults: wrong(7) });
  expect(await say(10)).toEqual({ ok: true, from: 5n, entries: 4n, faults: "" });
});

test("an entry in the range is not hidden by another number or an older time", async () => {
  const say = async (file: string[], range: AuditRange) =>
    (await audited([file], { range })).faults.join();
  expect(await say(changed(6, '"first":"6"', '"first":"99"'), { to: { seq: 8n } })).toContain(
    "Entry 99 follows entry 5: what was between is missing",
  );
  const time = /"time":"(\d+)"/.exec(lines.find((line) => line.includes('"first":"5"')) ?? "")?.[1];
  const sixth = /"time":"(\d+)"/.exec(
    lines.find((line) => line.includes('"first":"6"')) ?? "",
  )?.[1];
  expect(
    await say(changed(6, `"time":"${sixth}"`, `"time":"${time}"`), {
      to: { time: BigInt(time ?? 0) + 1n },
    }),
  ).toContain("Entry 6 is not later than the entry before it.");
});

test("a head that is not met is a difference before the range and in it; beyond it was not looked at", async () => {
  const root = twelve.rootOf(0);
  const published = [2, 7, 10, 99].map((size) => ({ size, root, from: "somebody" }));
  const range = { from: { seq: 5n }, to: { seq: 8n } };
  const audit = await audited([lines], { range, published });
  expect(audit).toMatchObject({ published: 1, before: 1, beyond: 2, stopped: true });
  expect(audit.faults).toEqual([
    "Checkpoint over 2 leaves (somebody): the journal gives another root.",
    "Checkpoint over 7 leaves (somebody): the journal gives another root.",
  ]);
  // To the end there is no beyond: what is over more than the files have is missing.
  const { beyond, faults } = await audited([lines], { range: { from: { seq: 5n } }, published });
  expect([beyond, faults.at(-1)]).toEqual([
    0,
    "Checkpoint over 99 leaves (somebody): the journal has only 10.",
  ]);
});

test("signed heads are counted in the range, and leaves that none of them is over", async () => {
  const some = await twelve.exported({
    checkpoints: twelve.signed.filter(({ size }) => size <= 6),
  });
  const count = async (range: AuditRange) => {
    const { checkpoints, unsigned } = await audited([some], { range });
    return { checkpoints, unsigned };
  };
  expect(await count({})).toEqual({ checkpoints: 6, unsigned: 4 });
  expect(await count({ from: { seq: 5n }, to: { seq: 6n } })).toEqual({
    checkpoints: 2,
    unsigned: 0,
  });
  expect(await count({ from: { seq: 5n }, to: { seq: 8n } })).toEqual({
    checkpoints: 2,
    unsigned: 2,
  });
  expect(await count({ from: { seq: 8n } })).toEqual({ checkpoints: 0, unsigned: 3 });
});

test("what of the range the files do not hold is told, and what they leave open inside it", async () => {
  const middle = await twelve.exported({ from: { seq: 4n }, to: { seq: 9n } });
  const unseen = async (range: AuditRange) => (await audited([middle], { range })).unseen;
  expect(await unseen({})).toEqual([]);
  expect(await unseen({ from: { seq: 4n }, to: { seq: 9n } })).toEqual([]);
  expect(await unseen({ from: minute(3), to: minute(60) })).toEqual([]);
  const early = "The range begins before the files: entry 3 is in it, and they begin behind it.";
  expect(await unseen({ from: { seq: 3n } })).toEqual([expect.stringContaining(early)]);
  expect(await unseen({ from: minute(1) })).toEqual([expect.stringContaining(early)]);
  expect(await unseen({ to: { seq: 10n } })).toEqual([
    "The range goes to entry 10, and the files end with entry 9: ask for an export of what follows, and audit it with these.",
  ]);
  const judgeEnd = () => [3n, 6n].map((seq) => ({ seq, why: `Entry ${seq} stays closed.` }));
  const left = async (range: AuditRange) => {
    const { faults, unseen: open } = await audited([lines], { range, judgeEnd });
    return { faults, open };
  };
  const [third, sixth] = ["Entry 3 stays closed.", "Entry 6 stays closed."];
  expect(await left({ from: { seq: 5n }, to: { seq: 8n } })).toEqual({ faults: [], open: [sixth] });
  expect(await left({ from: { seq: 5n } })).toEqual({ faults: [third, sixth], open: [] });
});

test("a glance stops behind the range, and says whether there is anything in it", async () => {
  const glance = (range: AuditRange) => glanceAtExport(counted(lines), { range });
  expect(await glance({})).toEqual({ leaves: 10, stopped: false, hasSome: true, last: 0n });
  const some = { stopped: true, hasSome: true };
  expect(await glance({ from: { seq: 5n }, to: { seq: 8n } })).toEqual({
    ...some,
    leaves: 8,
    last: 4n,
  });
  expect(await glance({ to: minute(3) })).toEqual({ ...some, leaves: 3, last: 0n });
  const none = { hasSome: false, last: 12n };
  expect(await glance({ from: { seq: 13n } })).toEqual({ ...none, leaves: 10, stopped: false });
  const between = { time: minute(3).time + 60_000_000n };
  expect(await glance({ from: between, to: minute(4) })).toEqual({
    leaves: 4,
    stopped: true,
    hasSome: false,
    last: 4n,
  });
});

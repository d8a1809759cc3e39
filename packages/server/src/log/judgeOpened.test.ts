import { uintBytes } from "@farthing/core";
import { auditExports, type Judged, type OpenedEntry } from "@farthing/ledger";
import { afterAll, beforeAll, expect, test } from "vitest";
import { finishErasure } from "../erasures/finishErasure.ts";
import { idOfPayer } from "../erasures/leavers.testing.ts";
import { markErased } from "../erasures/markErased.ts";
import { accountId } from "../payments/keys.ts";
import {
  clickBody,
  newOffer,
  newPerson,
  payOnPage,
  type Person,
  send,
  sendUndo,
} from "../payments/person.testing.ts";
import { sendRefund } from "../refunds/refundStage.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { auditedLines, exportedLines, handOut, resealed } from "./exports.testing.ts";
import { judgeOpened } from "./judgeOpened.ts";

let stage: TestServer;
let lines: string[];
let person: Person;

/** A wallet with its welcome money, a payment by passkey, one by click, one that was undone, one that was refunded. */
beforeAll(async () => {
  stage = await openTestServer();
  person = newPerson();
  await payOnPage(stage, person, { offer: await newOffer(stage) });
  await click("/b");
  await sendUndo(stage, person, await click("/c"));
  await sendRefund(stage, { payment: await click("/d"), apiKey: stage.merchant.apiKey });
  lines = await exported();
});
afterAll(() => stage.close());

async function click(path: string): Promise<string> {
  const body = clickBody(stage, person, { offer: await newOffer(stage, { path }) });
  const { body: outcome } = await send(stage, body);
  if (outcome.kind !== "captured") throw new Error("a click is captured");
  return outcome.payment;
}

const exported = () => exportedLines(stage.folder, stage.deps.keys.fieldKey);

/** With the salts of each batch changed, and the sum that fits. */
function withSalts(all: readonly string[], change: (salts: Buffer) => void): string[] {
  return resealed(
    all.map((line) =>
      line.replace(/"salts":"([^"]*)"/, (_, text: string) => {
        const salts = Buffer.from(text, "base64");
        change(salts);
        return `"salts":"${salts.toString("base64")}"`;
      }),
    ),
  );
}

test("every entry of a server opens, and says what its leaf was made of", async () => {
  const { leaves } = stage.deps.ledger.head();
  const audit = await auditedLines(lines);
  expect(audit).toMatchObject({ ok: true, faults: [], sealed: 0n, closed: 0n });
  expect(audit.opened).toBe(BigInt(leaves));
  expect(leaves).toBeGreaterThan(6);
});

test("an entry whose salts were zeroed is no erased payer's: it is a difference", async () => {
  const { ok, faults } = await auditedLines(withSalts(lines, (salts) => salts.fill(0)));
  expect(ok).toBe(false);
  expect(faults.join()).toMatch(/Entry \d+ says something else than what its leaf in the log/);
});

/** What the judge is handed of each entry. */
async function entriesIn(all: readonly string[]): Promise<OpenedEntry[]> {
  const found: OpenedEntry[] = [];
  const judgeEntry = (entry: OpenedEntry): Judged => (found.push(entry), "opened");
  await auditExports([{ name: "export", lines: handOut(all) }], { judgeEntry });
  return found;
}

const judged = (entry: OpenedEntry) => judgeOpened(entry, () => null);

async function entryOf(text: string): Promise<OpenedEntry> {
  const entries = await entriesIn(lines);
  const found = entries.find(({ memo }) => Buffer.from(memo).includes(text));
  if (found === undefined) throw new Error(`there is ${text}`);
  return found;
}

test("another amount, another side or another fact is told from what the leaf was made of", async () => {
  const payment = await entryOf('"gesture":"click"');
  const said = (text: string, instead: string) =>
    Buffer.from(Buffer.from(payment.memo).toString().replace(text, instead));
  const other = { wrong: "says something else than what its leaf in the log was made of." };
  expect(judged(payment)).toBe("opened");
  const cheaper = said('"amount":"50000"', '"amount":"40000"');
  expect(judged({ ...payment, memo: cheaper })).toEqual(other);
  expect(judged({ ...payment, memo: said("mer_", "mer_x") })).toEqual(other);
  expect(judged({ ...payment, salts: new Uint8Array(96) })).toEqual(other);
  expect(judged({ ...payment, memo: new Uint8Array(3) })).toEqual({
    wrong: "says nothing that can be read.",
  });
  expect(judged({ ...payment, memo: new Uint8Array(0), salts: new Uint8Array(96) })).toEqual({
    wrong: "says nothing, and its leaf in the log was made of something.",
  });
});

test.each(['"gesture":"click"', '"kind":"top-up"', '"kind":"undo"', '"kind":"refund"'])(
  "an entry with %s moves what it says, all of it, and nothing else",
  async (text) => {
    const entry = await entryOf(text);
    const kind = /"kind":"([^"]+)"/.exec(Buffer.from(entry.memo).toString())?.[1];
    const wrong = { wrong: `is a ${kind}, and does not move the money that it says.` };
    expect(judged(entry)).toBe("opened");
    const at = entry.transfers.findIndex(({ amount }) => amount >= 50_000n);
    const main = entry.transfers[at];
    if (main === undefined) throw new Error("it moves money");
    const changes = [{ amount: 40_000n }, { debit: 7n }, { credit: 7n }, { asset: "PLAY/2" }];
    for (const change of [...changes, { flags: 2 }]) {
      const transfers = entry.transfers.with(at, { ...main, ...change });
      expect(judged({ ...entry, transfers })).toEqual(wrong);
    }
    const payer = accountId("payer", await idOfPayer(stage, person));
    const credit = accountId("operator:fees", "");
    for (const more of [{ debit: payer, credit, amount: 1n }, { amount: 1n }, {}]) {
      const transfers = [...entry.transfers, { ...main, ...more }];
      expect(judged({ ...entry, transfers })).toEqual(wrong);
    }
    expect(judged({ ...entry, transfers: [] })).toEqual(wrong);
  },
);

test("of an erased payer everything is compared but the payer's own part, and the erasure must be there", async () => {
  const payer = await idOfPayer(stage, person);
  const { leaves: before } = stage.deps.ledger.head();
  await markErased(stage.deps, payer, { givesUp: true });
  await finishErasure(stage.deps, payer);
  const after = await exported();
  const audit = await auditedLines(after);
  expect(audit).toMatchObject({ ok: true, faults: [], sealed: 0n });
  expect(audit.closed).toBe(BigInt(before + 1));
  const entries = await entriesIn(after);
  const payment = entries.find(({ memo }) => Buffer.from(memo).includes('"gesture":"click"'));
  if (payment === undefined) throw new Error("there is a click");
  expect(judged(payment)).toBe("closed");
  const dearer = Buffer.from(payment.memo)
    .toString()
    .replace('"amount":"50000"', '"amount":"5000000"');
  expect(judged({ ...payment, memo: Buffer.from(dearer) })).toMatchObject({
    wrong: expect.stringMatching(/^says something else/),
  });
  // As a version that kept the commitments of payments and top-ups alone left it.
  const undo = entries.find(({ memo }) => Buffer.from(memo).includes('"kind":"undo"'));
  const without = async (id: bigint) => {
    const entry = uintBytes(id, 16);
    await stage.deps.store.deleteFrom("closed_groups").where("entry", "=", entry).execute();
    return auditedLines(await exported());
  };
  const former = await without(undo?.id ?? 0n);
  expect(former).toMatchObject({ ok: true, closed: audit.closed - 1n, sealed: 1n });
  expect((await without(payment.id)).ok).toBe(false);
  const row = {
    entry: uintBytes(payment.id, 16),
    payer_group: Buffer.from(payment.salts.subarray(32, 64)),
  };
  await stage.deps.store.insertInto("closed_groups").values(row).execute();
  // Its salts left out altogether open nothing, for an erased payer neither.
  const zeroed = await auditedLines(withSalts(after, (salts) => salts.fill(0)));
  expect(zeroed.ok).toBe(false);
});

test("an erasure empties the account and closes it, both, and moves nothing else", async () => {
  const entries = await entriesIn(await exported());
  const mark = entries.find(({ memo }) => Buffer.from(memo).includes('"kind":"erase"'));
  const [rest, closing] = mark?.transfers ?? [];
  if (mark === undefined || rest === undefined || closing === undefined) {
    throw new Error("there is an erasure");
  }
  const wrong = { wrong: "is a erase, and does not move the money that it says." };
  expect(judged(mark)).toBe("closed");
  const fees = accountId("operator:fees", "");
  for (const transfers of [
    [],
    [rest],
    [closing],
    [closing, rest],
    [rest, closing, rest],
    [{ ...rest, credit: fees }, closing],
    [{ ...rest, debit: fees }, closing],
    [{ ...rest, amount: 1n }, closing],
    [{ ...rest, flags: 0 }, closing],
    [rest, { ...closing, credit: fees }],
    [rest, { ...closing, debit: fees }],
    [rest, { ...closing, flags: 2 }],
  ]) {
    expect(judged({ ...mark, transfers })).toEqual(wrong);
  }
});

test("a payer's part that is closed without an erasure is named at the end of the range", async () => {
  const after = await exported();
  const entries = await entriesIn(after);
  const mark = entries.find(({ memo }) => Buffer.from(memo).includes('"kind":"erase"'));
  if (mark === undefined) throw new Error("there is an erasure");
  const short = await exportedLines(stage.folder, stage.deps.keys.fieldKey, mark.seq - 1n);
  const audit = await auditedLines(short);
  expect(audit.ok).toBe(false);
  expect(audit.faults).toEqual([
    expect.stringMatching(
      /^Entry \d+ keeps its payer's part closed, and no entry that was replayed/,
    ),
  ]);
});

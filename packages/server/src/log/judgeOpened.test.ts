import { join } from "node:path";
import { auditExports, exportJournal } from "@farthing/ledger";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  clickBody,
  newOffer,
  newPerson,
  payOnPage,
  send,
  sendUndo,
} from "../payments/person.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { openDatabase } from "../store/openDatabase.ts";
import { entrySalts } from "./entrySalts.ts";
import { judgeOpened } from "./judgeOpened.ts";

let stage: TestServer;
let lines: string[];

/** A wallet with its welcome money, a payment by passkey, one by click, and one that was undone. */
beforeAll(async () => {
  stage = await openTestServer();
  const person = newPerson();
  await payOnPage(stage, person, { offer: await newOffer(stage) });
  await send(stage, clickBody(stage, person, { offer: await newOffer(stage, { path: "/b" }) }));
  const third = await send(
    stage,
    clickBody(stage, person, { offer: await newOffer(stage, { path: "/c" }) }),
  );
  if (third.body.kind !== "captured") throw new Error("the third is captured");
  await sendUndo(stage, person, third.body.payment);
  lines = await exported();
});
afterAll(() => stage.close());

async function exported(): Promise<string[]> {
  const db = openDatabase(join(stage.folder, "store.db"), "normal");
  const driver = { prepare: <Row>(sql: string) => db.prepare<unknown[], Row>(sql) };
  const found: string[] = [];
  await exportJournal({
    folder: stage.folder,
    log: "localhost:4020/log",
    checkpoints: [],
    saltsOf: entrySalts(driver, stage.deps.keys.fieldKey),
    write: (line) => Promise.resolve(void found.push(line.trimEnd())),
  });
  db.close();
  return found;
}

async function* handOut(all: readonly string[]): AsyncGenerator<string> {
  yield* all;
}

const audited = (all: readonly string[]) =>
  auditExports([{ name: "export", lines: handOut(all) }], { judgeEntry: judgeOpened });

test("every entry of a server opens, and says what its leaf was made of", async () => {
  const { leaves } = stage.deps.ledger.head();
  const audit = await audited(lines);
  expect(audit).toMatchObject({ ok: true, faults: [], sealed: 0n, opened: BigInt(leaves) });
  expect(leaves).toBeGreaterThan(4);
});

test("when a payer's key is destroyed, the payer's entries are sealed, and the audit goes on by their leaves", async () => {
  const { store } = stage.deps;
  await store
    .updateTable("payers")
    .set({ group_key_sealed: new Uint8Array(0) })
    .execute();
  const audit = await audited(await exported());
  expect(audit).toMatchObject({ ok: true, opened: 0n });
  expect(audit.sealed).toBeGreaterThan(4n);
});

/** What judgeOpened is handed of the first payment by click. */
async function aPayment(): Promise<Parameters<typeof judgeOpened>[0]> {
  const found: Parameters<typeof judgeOpened>[0][] = [];
  const judgeEntry = (entry: Parameters<typeof judgeOpened>[0]) => (found.push(entry), null);
  await auditExports([{ name: "export", lines: handOut(lines) }], { judgeEntry });
  const payment = found.find(({ memo }) => Buffer.from(memo).includes('"gesture":"click"'));
  if (payment === undefined) throw new Error("there is a click");
  return payment;
}

test("another amount, another side or another fact is told from what the leaf was made of", async () => {
  const payment = await aPayment();
  const said = (text: string, instead: string) =>
    Buffer.from(Buffer.from(payment.memo).toString().replace(text, instead));
  expect(judgeOpened(payment)).toBe(null);
  expect(judgeOpened({ ...payment, memo: said('"amount":"50000"', '"amount":"40000"') })).toMatch(
    /^says something else than what its leaf/,
  );
  expect(judgeOpened({ ...payment, memo: said("mer_", "mer_x") })).toMatch(/^says something else/);
  expect(judgeOpened({ ...payment, memo: new Uint8Array(3) })).toBe(
    "says nothing that can be read.",
  );
  expect(judgeOpened({ ...payment, salts: new Uint8Array(96) })).toMatch(/^says something else/);
  const moved = (change: object) =>
    judgeOpened({
      ...payment,
      transfers: payment.transfers.map((transfer) => ({ ...transfer, ...change })),
    });
  for (const change of [{ amount: 40_000n }, { debit: 7n }, { credit: 7n }, { asset: "PLAY/2" }]) {
    expect(moved(change)).toBe("is a payment, and does not move the money that it says.");
  }
});

import { cpSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fromBase64url, idToBytes, toHex } from "@farthing/core";
import { verifyLedger } from "@farthing/ledger";
import {
  checkReceiptFile,
  disclosedFields,
  type Disclosure,
  groupCommitment,
  groupSalt,
  isPolicy,
  parseDisclosure,
  parseProofFile,
  parseTrustPolicy,
} from "@farthing/log";
import type { Me, PaymentRequest } from "@farthing/protocol";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { newTurnedClock } from "../grants/grantStage.testing.ts";
import { auditedLines, exportedLines } from "../log/exports.testing.ts";
import { verifiers } from "../log/verifiers.ts";
import { confirmAddress } from "../mail/mail.testing.ts";
import { sumOfBalances } from "../payments/books.testing.ts";
import { groupKeys } from "../payments/groupKeys.ts";
import {
  clickBody,
  cookie,
  get,
  newFrameKey,
  newOffer,
  newPerson,
  payOnPage,
  type Person,
  sayHello,
  send,
  sendUndo,
} from "../payments/person.testing.ts";
import { rebuildViews } from "../projections/rebuildViews.ts";
import { sendRefund } from "../refunds/refundStage.testing.ts";
import { openTestServer, randomSeeds, type TestServer } from "../server.testing.ts";
import { sha256 } from "../sha256.ts";
import { balanceOf } from "../wallets/balance.ts";
import { finishErasure } from "./finishErasure.ts";
import { idOfPayer, newLeavers } from "./leavers.testing.ts";
import { markErased } from "./markErased.ts";
import { workErasures } from "./workErasures.ts";

const clock = newTurnedClock();
const folder = mkdtempSync(join(tmpdir(), "farthing-erase-"));
const seeds = randomSeeds();
let stage: TestServer;
const leavers = newLeavers(() => stage);

const open = async () => {
  stage = await openTestServer({ clock, folder, seeds, config: { demo: true } });
};
const reopen = async () => {
  await stage.close();
  await open();
};
beforeAll(async () => {
  await open();
  ({ apiKey } = stage.merchant);
});
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true });
});

/** Every byte of the folder's databases, their logs included. */
const bytesOf = (name: "store" | "ledger") =>
  ["", "-wal"]
    .map((end) => readFileSync(join(folder, `${name}.db${end}`)).toString("latin1"))
    .join("");

/** Who sold to everybody here: each start registers one more. */
let apiKey: string;
const asMerchant = () => ({ authorization: `Bearer ${apiKey}` });

async function fileOf(path: string, headers: Record<string, string>): Promise<string> {
  const response = await stage.fetch(path, { headers });
  expect(response.status).toBe(200);
  return response.text();
}

/** What a press with the key of `person` comes to. */
async function told(person: Person): Promise<unknown> {
  return (await send(stage, clickBody(stage, person, { offer: await leavers.fresh() }))).body;
}

const ownFile = (person: Person, payment: string) =>
  fileOf(`/v1/wallet/payments/${payment}/receipt-file`, {
    "sec-fetch-site": "same-origin",
    ...cookie(person.session),
  });

async function factsIn(file: string): Promise<Record<string, string>> {
  const policy = parseTrustPolicy(sha256, await (await stage.fetch("/log/policy")).text());
  if (!isPolicy(policy)) throw new Error(policy.fault);
  const checked = await checkReceiptFile(sha256, file, policy, verifiers);
  if (typeof checked === "string") throw new Error(checked);
  return Object.fromEntries(disclosedFields(checked.disclosure));
}

function groupsIn(file: string): Disclosure["groups"] {
  const extra = parseProofFile(file)?.extra ?? expect.fail("a proof file");
  return (parseDisclosure(extra) ?? expect.fail("a disclosure")).groups;
}

describe("an erased payer", () => {
  let anna: Person & { payment: string };
  let payer: string;
  let kept: string;
  /** The last click that was paid, as it was sent. */
  let paid: PaymentRequest;
  /** What the store knew of the person, as it lay in the file. */
  let known: string[];

  beforeAll(async () => {
    anna = await leavers.reader();
    payer = await idOfPayer(stage, anna);
    await confirmAddress(stage, anna, "anna@example.org");
    await leavers.desk.makeCodes(anna);
    await leavers.desk.setPassword(anna, "correct horse battery staple nine");
    paid = clickBody(stage, anna, { offer: await leavers.fresh() });
    expect((await send(stage, paid)).body.kind).toBe("captured");
    kept = await ownFile(anna, anna.payment);
    const { store } = stage.deps;
    const row = await store
      .selectFrom("payers")
      .selectAll()
      .where("id", "=", payer)
      .executeTakeFirstOrThrow();
    const passkey = await store
      .selectFrom("passkeys")
      .selectAll()
      .where("payer_id", "=", payer)
      .executeTakeFirstOrThrow();
    const latin1 = (bytes: Uint8Array) => Buffer.from(bytes).toString("latin1");
    known = [
      row.name,
      passkey.credential_id,
      latin1(passkey.public_key).slice(8, 40),
      latin1(row.group_key_sealed),
      latin1(fromBase64url(anna.key.device.key) ?? new Uint8Array()),
    ];
    const file = bytesOf("store");
    for (const text of known) expect(file).toContain(text);
    await leavers.ask(anna);
    await leavers.due(clock);
  });

  test("is signed out, has no way in, and no key pays", async () => {
    expect((await get<Me>(stage, "/v1/wallet/me", cookie(anna.session))).code).toBe("signed-out");
    expect(await told(anna)).toEqual({ kind: "declined", reason: "wallet-erased" });
    expect((await sendUndo(stage, anna, anna.payment)).code).toBe("undo-too-late");
  });

  test("its browser hears that the wallet was erased, and a stranger's hears nothing of it", async () => {
    const offer = await newOffer(stage);
    const hello = await sayHello(stage, { key: anna.key, offer });
    expect(hello.body).toMatchObject({
      state: "needs-wallet",
      why: "wallet-erased",
      allowance: null,
      mayEnrol: false,
    });
    const stranger = { ...newPerson(), allowance: anna.allowance };
    expect(await leavers.click(stranger)).toBe("device-unknown");
    const forger = { ...stranger, key: { ...newFrameKey(), device: anna.key.device } };
    expect(await leavers.click(forger)).toBe("signature-invalid");
  });

  test("bytes that were paid before hear their receipt still: nothing was charged would be untrue", async () => {
    const { body } = await send(stage, paid);
    expect(body).toMatchObject({ kind: "captured", allowance: null });
  });

  test("leaves nothing of the person in the store, its log, or the ledger", () => {
    const [store, ledger] = [bytesOf("store"), bytesOf("ledger")];
    for (const text of known) {
      expect(store).not.toContain(text);
      expect(ledger).not.toContain(text);
    }
  });

  test("is named by no table but those that show the journal", async () => {
    const { store } = stage.deps;
    const tables = await store.introspection.getTables();
    const naming: string[] = [];
    for (const { name, columns } of tables) {
      const rows = await store
        .selectFrom(name as "payers")
        .selectAll()
        .execute();
      const cells = rows.flatMap((row) => Object.values(row));
      if (columns.length > 0 && cells.includes(payer)) naming.push(name);
    }
    expect(naming.sort()).toEqual(["erased_payers", "payments"]);
  });

  test("the money that was left is back where it came from, and the books add up", async () => {
    expect(balanceOf(stage.deps, payer).amount).toBe("0");
    expect(await sumOfBalances(stage)).toBe(0n);
  });

  test("the payer's own file stays true, and so does every sale: the merchant proves it anew", async () => {
    expect(await factsIn(kept)).toMatchObject({ payment: anna.payment, payer });
    const sold = await fileOf(`/v1/payments/${anna.payment}/receipt-file`, asMerchant());
    const facts = await factsIn(sold);
    expect(facts).toMatchObject({ payment: anna.payment, merchant: stage.merchant.id });
    expect(facts["payer"]).toBeUndefined();
    // The same commitment of the payer's group as before: the tree was not touched.
    const group = await stage.deps.store.selectFrom("closed_groups").selectAll().execute();
    expect(group).toHaveLength(4);
  });

  test("whoever guesses the payer's own part right has nothing by which to see that", async () => {
    const own = groupsIn(kept).payer;
    const sold = await fileOf(`/v1/payments/${anna.payment}/receipt-file`, asMerchant());
    const left = groupsIn(sold).payer;
    if (!("salt" in own && "commitment" in left)) throw new Error("the payer's own part is closed");
    const right = own.fields;
    const wrong = right.map(([name, value]) => [name, name === "gesture" ? "N" : value] as const);
    const made = (fields: typeof right, salt: Uint8Array) =>
      toHex(groupCommitment(sha256, { group: "payer", salt, fields }));
    const commitment = toHex(left.commitment);
    // Who kept the salt tells them apart; and the salt is in no database, and comes of no key that is left.
    expect([made(right, own.salt), made(wrong, own.salt) === commitment]).toEqual([
      commitment,
      false,
    ]);
    for (const name of ["store", "ledger"] as const) {
      expect(bytesOf(name)).not.toContain(Buffer.from(own.salt).toString("latin1"));
    }
    const { fieldKey } = stage.deps.keys;
    const payment = idToBytes("payment", anna.payment) ?? expect.fail("an id");
    const seller = await groupKeys(stage.deps, { payer: null, merchant: stage.merchant.id });
    for (const key of [fieldKey, seller.shared, seller.merchant, seller.payer]) {
      const salt = groupSalt(sha256, { group: "payer", key, payment });
      expect([right, wrong].map((fields) => made(fields, salt) === commitment)).toEqual([
        false,
        false,
      ]);
    }
  });

  test("a refund finds nobody to give it to, and says so", async () => {
    expect((await sendRefund(stage, { payment: anna.payment, apiKey })).code).toBe("payer-erased");
  });

  test("lists are built anew from the journal, with the sale and without the person", async () => {
    const { ledger, projection, store } = stage.deps;
    await projection.stop();
    rebuildViews(join(folder, "store.db"), ledger);
    const rows = await store
      .selectFrom("payments")
      .select(["title", "status"])
      .where("payer_id", "=", payer)
      .where("kind", "=", "payment")
      .execute();
    expect(rows).toHaveLength(2);
    await reopen();
    await workErasures(stage.deps);
    await stage.deps.projection.reached(stage.deps.ledger.head().seq, 5_000);
    expect((await sendRefund(stage, { payment: anna.payment, apiKey })).code).toBe("payer-erased");
    const sold = await fileOf(`/v1/payments/${anna.payment}/receipt-file`, asMerchant());
    expect(await factsIn(sold)).toMatchObject({ payment: anna.payment });
  });
});

describe("cut off", () => {
  test("between the mark and the rest, and in each step of the rest, it is finished", async () => {
    const ben = await leavers.reader();
    const payer = await idOfPayer(stage, ben);
    await markErased(stage.deps, payer, { givesUp: true });
    await markErased(stage.deps, payer, { givesUp: true });
    expect(await told(ben)).toMatchObject({ kind: "declined", reason: "wallet-erased" });
    const hello = await sayHello(stage, { key: ben.key, offer: await newOffer(stage) });
    expect(hello.body).toMatchObject({ state: "needs-wallet", why: "wallet-erased" });
    const { store } = stage.deps;
    const writing = vi.spyOn(store, "transaction").mockImplementation(() => {
      throw new Error("cut off");
    });
    await expect(finishErasure(stage.deps, payer)).rejects.toThrow("cut off");
    writing.mockRestore();
    expect((await leavers.look(ben)).status).toBe(200);
    await reopen();
    await stage.deps.projection.reached(stage.deps.ledger.head().seq, 5_000);
    await workErasures(stage.deps);
    expect((await leavers.look(ben)).status).toBe(401);
    await workErasures(stage.deps);
    expect((await stage.deps.store.selectFrom("erased_payers").selectAll().execute()).length).toBe(
      2,
    );
  });

  test("two at once are one", async () => {
    const both = await leavers.reader();
    const payer = await idOfPayer(stage, both);
    await leavers.ask(both);
    clock.turned += stage.deps.config.eraseWaitMs + 1_000;
    await Promise.all([workErasures(stage.deps), workErasures(stage.deps)]);
    const marks = stage.deps.ledger
      .entriesAfter(0n, 10_000)
      .filter(({ memo }) => Buffer.from(memo).includes(`"kind":"erase","payer":"${payer}"`));
    expect(marks.filter(({ status }) => status === "created")).toHaveLength(1);
    expect((await leavers.look(both)).status).toBe(401);
  });
});

test("a key that opened a second wallet keeps that from nothing: it is erased too, and its browser told", async () => {
  const dora = await leavers.reader();
  await leavers.ask(dora);
  await leavers.due(clock);
  const again = { ...newPerson(), key: dora.key };
  await payOnPage(stage, again, { offer: await leavers.fresh() });
  expect(await leavers.click(again)).toBe("captured");
  await leavers.ask(again);
  await leavers.due(clock);
  expect((await leavers.look(again)).status).toBe(401);
  expect(await told(again)).toEqual({ kind: "declined", reason: "wallet-erased" });
});

describe("a restore", () => {
  test("from before the mark brings nobody back: the list beside the checkpoint erases again before the first answer", async () => {
    const carl = await leavers.reader();
    const payer = await idOfPayer(stage, carl);
    await stage.close();
    const backup = mkdtempSync(join(tmpdir(), "farthing-erase-backup-"));
    const names = ["ledger.db", "store.db"];
    for (const name of names) cpSync(join(folder, name), join(backup, name));
    await open();
    await leavers.ask(carl);
    await leavers.due(clock);
    expect((await leavers.look(carl)).status).toBe(401);
    await stage.close();
    for (const name of names) {
      for (const end of ["-wal", "-shm"]) rmSync(join(folder, `${name}${end}`), { force: true });
      cpSync(join(backup, name), join(folder, name));
    }
    // As whoever restores something older does on purpose.
    rmSync(join(folder, "checkpoint"));
    await open();
    expect((await leavers.look(carl)).status).toBe(401);
    const row = stage.deps.store.selectFrom("payers").select("id").where("id", "=", payer);
    expect(await row.executeTakeFirst()).toBeUndefined();
    rmSync(backup, { recursive: true });
  });

  test("the journal is whole after all this", async () => {
    await stage.close();
    expect(await verifyLedger({ folder })).toMatchObject({ ok: true, faults: [] });
    const audit = await auditedLines(await exportedLines(folder, stage.deps.keys.fieldKey));
    expect(audit).toMatchObject({ ok: true, faults: [], sealed: 0n });
    expect(audit.closed).toBeGreaterThan(10n);
    await open();
  });
});

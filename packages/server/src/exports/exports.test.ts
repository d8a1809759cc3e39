import { randomBytes } from "node:crypto";
import { setTimeout as sleep } from "node:timers/promises";
import { checkReceiptFile, isPolicy, parseTrustPolicy } from "@farthing/log";
import { strFromU8, unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { verifiers } from "../log/verifiers.ts";
import { confirmAddress } from "../mail/mail.testing.ts";
import { memoBytes } from "../payments/memo.ts";
import {
  clickBody,
  cookie,
  newOffer,
  newPerson,
  ownHeaders,
  payOnPage,
  type Person,
  send,
} from "../payments/person.testing.ts";
import { newRecoveryDesk } from "../recoveries/recoveryDesk.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { sha256 } from "../sha256.ts";

let stage: TestServer;
let anna: Person;
let ben: Person;
const desk = newRecoveryDesk(() => stage);

beforeAll(async () => {
  stage = await openTestServer({ config: { demo: true } });
  anna = await reader("anna");
  ben = await reader("ben");
});
afterAll(() => stage.close());

async function reader(name: string): Promise<Person> {
  const person = newPerson();
  await payOnPage(stage, person, { offer: await newOffer(stage, { path: `/${name}` }) });
  await send(
    stage,
    clickBody(stage, person, { offer: await newOffer(stage, { path: `/${name}/2` }) }),
  );
  return person;
}

async function ask(person: Person, credential: unknown): Promise<Response> {
  return stage.fetch("/v1/wallet/export", {
    method: "POST",
    headers: { ...ownHeaders, ...cookie(person.session) },
    body: JSON.stringify({ credential }),
  });
}

async function exported(person: Person): Promise<Record<string, string>> {
  const response = await ask(person, await desk.answer(person, "export-wallet"));
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "application/zip"]);
  const files = unzipSync(new Uint8Array(await response.arrayBuffer()));
  return Object.fromEntries(Object.entries(files).map(([name, bytes]) => [name, strFromU8(bytes)]));
}

const payerOf = async (person: Person) => {
  const files = await exported(person);
  return (JSON.parse(files["wallet.json"] ?? "") as { payer: string }).payer;
};

test("everything is in it, and nothing of anybody else", async () => {
  await confirmAddress(stage, anna, "anna@example.org");
  const files = await exported(anna);
  const wallet = JSON.parse(files["wallet.json"] ?? "");
  expect(wallet).toMatchObject({
    mailAddress: { address: "anna@example.org" },
    allowances: [{ merchant: "The Newsstand", total: { amount: "2000000", asset: "PLAY/6" } }],
    devices: [{ publicKey: anna.key.device.key }],
    passkeys: [{ synced: false }],
    mails: [{ kind: "confirm" }],
    sessions: [{ level: 2 }],
  });
  const lines = (files["payments.ndjson"] ?? "").trim().split("\n");
  const payments = lines.map((line) => JSON.parse(line));
  expect(payments.map(({ kind, title }) => `${kind} ${title}`)).toEqual([
    "payment About /anna/2",
    "payment About /anna",
    "top-up ",
  ]);
  expect(payments[0].receipt).toMatch(/^ey/);
  expect(files["statement.csv"]?.split("\r\n")).toHaveLength(7);
  expect(JSON.parse(files["export.json"] ?? "")).toMatchObject({
    kind: "farthing-export",
    payments: 3,
    receiptFiles: 3,
    withoutReceiptFile: [],
  });
  const all = Object.values(files).join("\n");
  expect(all).not.toContain("/ben");
  expect(all).not.toContain(await payerOf(ben));
  // What opens something is not handed out: neither a session's secret nor a hash of one.
  expect(all).not.toContain(anna.session.split("=")[1]);
});

test("each receipt in it is true by the policy in it, which is the log's own", async () => {
  const files = await exported(anna);
  const text = files["log.policy"] ?? "";
  expect(text).toBe(await (await stage.fetch("/log/policy")).text());
  const policy = parseTrustPolicy(sha256, text);
  if (!isPolicy(policy)) throw new Error(policy.fault);
  const receipts = Object.entries(files).filter(([name]) => name.startsWith("receipts/"));
  expect(receipts).toHaveLength(3);
  for (const [, text] of receipts) {
    expect(await checkReceiptFile(sha256, text, policy, verifiers)).toBeTypeOf("object");
  }
});

test("what its README says to do names files that are in it", async () => {
  const files = await exported(anna);
  const command = /^ {2}farthing verify (\S+) --policy (\S+)$/m.exec(files["README.txt"] ?? "");
  const [, receipt = "", policy = ""] = command ?? [];
  const pattern = new RegExp(`^${receipt.replace("…", ".+")}$`);
  expect(Object.keys(files).filter((name) => pattern.test(name))).toHaveLength(3);
  expect(files[policy]).toContain("log ");
});

test("it takes the wallet's own passkey, for this and once", async () => {
  const refused = async (credential: unknown) => {
    const { code } = (await (await ask(anna, credential)).json()) as { code?: string };
    return code;
  };
  expect(await refused(await desk.answer(anna, "make-codes"))).toBe("passkey-failed");
  expect(await refused(await desk.answer(anna, "export-wallet", ben))).toBe("passkey-failed");
  const once = await desk.answer(anna, "export-wallet");
  expect((await ask(anna, once)).status).toBe(200);
  expect(await refused(once)).toBe("passkey-failed");
  const nobody = { ...anna, session: "" };
  expect((await ask(nobody, {})).status).toBe(401);
});

test("thousands of payments are sent as they are read: what waits in memory does not grow with them", async () => {
  const payer = await payerOf(ben);
  await manyPayments(payer, 2_000);
  const { deps } = stage;
  await deps.projection.reached(deps.ledger.head().seq, 60_000);
  // All of them under a signed head, so that each has a receipt file.
  const size = deps.ledger.head().leaves;
  const signed = () =>
    deps.store
      .selectFrom("checkpoints")
      .select("size")
      .where("size", ">=", size)
      .executeTakeFirst();
  await expect.poll(signed, { timeout: 10_000 }).toBeDefined();
  const response = await ask(ben, await desk.answer(ben, "export-wallet"));
  // Nothing is made before it is taken, however long the reader takes.
  let made = 0;
  const reader = response.body?.getReader();
  await reader?.read();
  const proofs = vi.spyOn(deps.ledger, "leafProof");
  await sleep(200);
  expect(proofs.mock.calls.length).toBeLessThan(3);
  for (;;) {
    const { done, value } = (await reader?.read()) ?? { done: true };
    if (done) break;
    made += value?.length ?? 0;
  }
  expect(proofs.mock.calls.length).toBe(2_003);
  expect(made).toBeGreaterThan(5_000_000);
}, 120_000);

async function manyPayments(payer: string, count: number): Promise<void> {
  const { ledger, clock } = stage.deps;
  const submit = (at: number) => {
    const time = clock.now();
    return ledger.submitEntry({
      id: (BigInt(time) << 80n) + 64n * BigInt(at + 1),
      time,
      commitment: randomBytes(32),
      memo: memoBytes({
        v: 1,
        kind: "payment",
        payer,
        merchant: stage.merchant.id,
        offer: "o".repeat(43),
        resource: `${stage.merchant.origin}/many/${at}`,
        title: `Number ${at}`,
        access: "own",
        amount: "1",
        fee: "0",
        asset: "PLAY/6",
        gesture: "click",
        time,
      }),
    });
  };
  for (let at = 0; at < count; at += 500) {
    await Promise.all(Array.from({ length: 500 }, (_, each) => submit(at + each)));
  }
}

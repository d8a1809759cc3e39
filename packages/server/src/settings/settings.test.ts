import { idToUint, second } from "@farthing/core";
import type { Me, MerchantPayment, ReceiptClaims, WalletSettings } from "@farthing/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import { readPaymentMemo } from "../payments/memo.ts";
import {
  type Answer,
  clickBody,
  cookie,
  get,
  newFrameKey,
  newPerson,
  ownHeaders,
  payOnPage,
  type Person,
  send,
  sendUndo,
} from "../payments/person.testing.ts";
import type { TestServer } from "../server.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
const clock = newTurnedClock();
beforeAll(async () => {
  audited = await openAudited({ clock });
  stage = audited.stage;
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);

async function enrolled(): Promise<Person> {
  const person = newPerson();
  await payOnPage(stage, person, { offer: await fresh() });
  return person;
}

async function change(
  session: string,
  body: unknown,
  headers: Record<string, string> = {},
): Promise<Answer<WalletSettings>> {
  const response = await stage.fetch("/v1/wallet/settings", {
    method: "PATCH",
    headers: { ...ownHeaders, ...cookie(session), ...headers },
    body: JSON.stringify(body),
  });
  const answer = (await response.json()) as WalletSettings & { code?: string };
  return { status: response.status, body: answer, code: answer.code ?? null, cookies: [] };
}

async function set(session: string, body: Partial<WalletSettings>): Promise<void> {
  expect((await change(session, body)).status).toBe(200);
}

const shown = async (person: Person) =>
  (await get<Me>(stage, "/v1/wallet/me", cookie(person.session))).body.settings;

async function pay(person: Person) {
  const { body } = await send(stage, clickBody(stage, person, { offer: await fresh() }));
  if (body.kind !== "captured") throw new Error(`not paid: ${body.kind}`);
  return body;
}

function claimsOf(receipt: string): ReceiptClaims {
  const part = receipt.split(".")[1] ?? "";
  return JSON.parse(Buffer.from(part, "base64url").toString()) as ReceiptClaims;
}

test("any part is changed, the rest stays, and all of it is answered", async () => {
  const person = await enrolled();
  const table: [object, WalletSettings][] = [
    [{}, { undoMs: 10_000, hold: "offer", timeZone: "UTC", digest: "weekly" }],
    [{ undoMs: 120_000 }, { undoMs: 120_000, hold: "offer", timeZone: "UTC", digest: "weekly" }],
    [{ hold: "never" }, { undoMs: 120_000, hold: "never", timeZone: "UTC", digest: "weekly" }],
    [
      { undoMs: 60_000, hold: "offer", timeZone: "Europe/Berlin" },
      { undoMs: 60_000, hold: "offer", timeZone: "Europe/Berlin", digest: "weekly" },
    ],
    [
      { digest: "never" },
      { undoMs: 60_000, hold: "offer", timeZone: "Europe/Berlin", digest: "never" },
    ],
  ];
  for (const [asked, settings] of table) {
    expect((await change(person.session, asked)).body).toEqual(settings);
    expect(await shown(person)).toEqual(settings);
  }
});

test("what is no setting changes nothing", async () => {
  const person = await enrolled();
  const bodies: unknown[] = [
    { undoMs: 10_001 },
    { undoMs: "60000" },
    { undoMs: 600_000 },
    { undoMs: null },
    { hold: "always" },
    { timeZone: "Europe/Atlantis" },
    { timeZone: "+01:00" },
    { timeZone: "" },
    { timeZone: null },
    { digest: "daily" },
    { hold: "never", name: "x" },
    { undo_ms: 60_000 },
    [],
    null,
    7,
  ];
  for (const body of bodies) {
    expect([body, (await change(person.session, body)).code]).toEqual([body, "invalid-request"]);
  }
  expect((await change("", { hold: "never", timeZone: "UTC" })).code).toBe("signed-out");
  const elsewhere = [
    { "sec-fetch-site": "cross-site" },
    { origin: "null" },
    { origin: "https://news.example" },
  ];
  for (const headers of elsewhere) {
    const answer = await change(person.session, { hold: "never", timeZone: "UTC" }, headers);
    expect(answer.code).toBe("cross-site-request");
  }
  expect(await shown(person)).toEqual({
    undoMs: 10_000,
    hold: "offer",
    timeZone: "UTC",
    digest: "weekly",
  });
});

test.each([10, 60, 120])(
  "rule 18: undo for %i s: screen, receipt, merchant and undo itself agree",
  async (seconds) => {
    const undoMs = (seconds * second) as WalletSettings["undoMs"];
    const person = await enrolled();
    await set(person.session, { undoMs });
    for (const [late, word] of [
      [-1, "reversed"],
      [1, "undo-too-late"],
    ] as const) {
      const { payment, receipt, undoUntil } = await pay(person);
      const entry = stage.deps.ledger.lookupEntry(idToUint("payment", payment));
      const at = Number((entry?.timestamp ?? 0n) / 1_000_000n);
      expect(undoUntil).toBe(at + undoMs);
      expect(claimsOf(receipt).undoUntil).toBe(Math.ceil((at + undoMs + 5_000) / 1_000));
      const headers = { authorization: `Bearer ${stage.merchant.apiKey}` };
      const sold = await get<MerchantPayment>(stage, `/v1/payments/${payment}`, headers);
      expect(sold.body.undoUntil).toBe(at + undoMs + 5_000);
      clock.turned += undoMs + late * second;
      const { body, code } = await sendUndo(stage, person, payment);
      expect(code ?? body.kind).toBe(word);
    }
  },
);

test("a payment keeps the undo time that it was paid with; also one approved on the wallet's page", async () => {
  const person = await enrolled();
  await set(person.session, { undoMs: 60_000 });
  const long = await pay(person);
  const onPage: Person = { ...person, key: newFrameKey() };
  const asked = { offer: await fresh(), choice: "once", way: "get" } as const;
  const { outcome } = await payOnPage(stage, onPage, asked);
  if (outcome.kind !== "captured") throw new Error(`not paid: ${outcome.kind}`);
  // The approval opened a new session in the same browser (rule 11).
  await set(onPage.session, { undoMs: 10_000 });
  const short = await pay(person);
  clock.turned += 30 * second;
  const words = [
    await sendUndo(stage, person, long.payment),
    await sendUndo(stage, onPage, outcome.payment),
    await sendUndo(stage, person, short.payment),
  ].map(({ body, code }) => code ?? body.kind);
  expect(words).toEqual(["reversed", "reversed", "undo-too-late"]);
});

test("only what differs from the server's own time is written down", async () => {
  const person = await enrolled();
  const written = async () => {
    const { payment } = await pay(person);
    const entry = stage.deps.ledger.lookupEntry(idToUint("payment", payment));
    return entry === null ? null : readPaymentMemo(entry.memo).undoMs;
  };
  expect(await written()).toBeUndefined();
  await set(person.session, { undoMs: 120_000 });
  expect(await written()).toBe(120_000);
  await set(person.session, { undoMs: 10_000 });
  expect(await written()).toBeUndefined();
});

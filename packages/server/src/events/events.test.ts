import { newId } from "@farthing/core";
import type { EventPage } from "@farthing/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newApiKey, registerMerchant } from "../merchants/registerMerchant.ts";
import {
  clickBody,
  get,
  newOffer,
  newPerson,
  payOnPage,
  type Person,
  send,
  sendUndo,
} from "../payments/person.testing.ts";
import { asMerchant, sendRefund } from "../refunds/refundStage.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { newWaitingRoom } from "./waitingRoom.ts";

let stage: TestServer;
let anna: Person;

beforeAll(async () => {
  stage = await openTestServer();
  anna = newPerson();
  await payOnPage(stage, anna, { offer: await newOffer(stage, { path: "/first" }) });
});
afterAll(() => stage.close());

async function click(path: string): Promise<string> {
  const offer = await newOffer(stage, { path });
  const { body } = await send(stage, clickBody(stage, anna, { offer }));
  if (body.kind !== "captured") throw new Error(`not paid: ${body.kind}`);
  return body.payment;
}

const ask = (query = "", apiKey = stage.merchant.apiKey) =>
  get<EventPage>(stage, `/v1/events${query}`, asMerchant(stage, apiKey));

const told = ({ events }: EventPage) =>
  events.map(({ number, type, payment }) =>
    [number, type, new URL(payment.resource).pathname, payment.status].join(" "),
  );

test("a merchant hears of captures, undos and refunds once, in order, without gaps", async () => {
  const undone = await click("/second");
  await sendUndo(stage, anna, undone);
  const third = await click("/third");
  await sendRefund(stage, { payment: third });
  // The same refund again is no second event.
  await sendRefund(stage, { payment: third });
  const { body } = await ask();
  expect(told(body)).toEqual([
    "1 payment.captured /first captured",
    "2 payment.captured /second reversed",
    "3 payment.reversed /second reversed",
    "4 payment.captured /third refunded",
    "5 payment.refunded /third refunded",
  ]);
  expect(body.next).toBe(5);
  expect(body.events[0]?.payment).toMatchObject({
    price: { amount: "50000", asset: "PLAY/6" },
    fee: { amount: "2500", asset: "PLAY/6" },
  });
  expect(JSON.stringify(body)).not.toContain("pyr_");
});

test("a reader resumes where it stood, in pages of any size", async () => {
  const seen: number[] = [];
  for (let after = 0, pages = 0; pages < 10; pages += 1) {
    const { body } = await ask(`?after=${after}&limit=2`);
    if (body.events.length === 0) break;
    seen.push(...body.events.map(({ number }) => number));
    after = body.next;
  }
  expect(seen).toEqual([1, 2, 3, 4, 5]);
  expect((await ask("?after=5")).body).toEqual({ events: [], next: 5 });
});

test("each merchant counts its own", async () => {
  const apiKey = newApiKey();
  const id = newId("merchant", stage.deps.clock.now());
  await registerMerchant(stage.deps, { id, apiKey, name: "Other", origins: [] });
  expect((await ask("", apiKey)).body).toEqual({ events: [], next: 0 });
  expect((await ask("?after=1", apiKey)).code).toBe("cursor-unknown");
});

test("an empty page is waited with until something happens", async () => {
  const waiting = ask("?after=5&wait=20");
  await click("/fourth");
  expect(told((await waiting).body)).toEqual(["6 payment.captured /fourth captured"]);
  expect((await ask("?after=6&wait=1")).body).toEqual({ events: [], next: 6 });
});

test("who hangs up waits no longer, and there is room for eight of one merchant", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const headers = asMerchant(stage);
  const waiting = stage.fetch("/v1/events?after=6&wait=20", { headers, signal });
  controller.abort();
  const page = await waiting.then((response) => response.json()).catch(() => null);
  expect(page === null || (page as EventPage).events.length === 0).toBe(true);
  const room = newWaitingRoom();
  const leave = Array.from({ length: 8 }, () => room.enter("mer_a"));
  expect(leave.every((one) => one !== null)).toBe(true);
  expect(room.enter("mer_a")).toBe(null);
  expect(room.enter("mer_b")).not.toBe(null);
  leave[0]?.();
  expect(room.enter("mer_a")).not.toBe(null);
});

test.each([
  ["?after=7", 400, "cursor-unknown"],
  ["?after=999999999999999", 400, "cursor-unknown"],
  ["?after=-1", 400, "invalid-request"],
  ["?after=x", 400, "invalid-request"],
  ["?after=1.5", 400, "invalid-request"],
  ["?limit=0", 400, "invalid-request"],
  ["?limit=501", 400, "invalid-request"],
  ["?limit=1000000000", 400, "invalid-request"],
  ["?wait=21", 400, "invalid-request"],
  ["?merchant=mer_x", 400, "invalid-request"],
])("%s is answered %d %s", async (query, status, code) => {
  const answer = await ask(query);
  expect([answer.status, answer.code]).toEqual([status, code]);
});

test("without a key nobody hears anything", async () => {
  expect((await get(stage, "/v1/events")).code).toBe("api-key-invalid");
  expect((await ask("", newApiKey())).code).toBe("api-key-invalid");
});

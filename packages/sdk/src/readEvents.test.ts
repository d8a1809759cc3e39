import { instant, newId } from "@farthing/core";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { createFarthing } from "./createFarthing.ts";
import { type Answer, openStand, problemAnswer } from "./walletStand.testing.ts";

const merchant = newId("merchant", instant(0));
const payment = newId("payment", instant(0));

let stand: Awaited<ReturnType<typeof openStand>>;
let answers: Answer[];
beforeAll(async () => {
  stand = await openStand(() => answers.shift() ?? problemAnswer("internal"));
});
afterAll(() => stand.close());
beforeEach(() => {
  stand.requests.length = 0;
});

const open = () => createFarthing({ wallet: stand.origin, merchant, apiKey: "secret" });

const event = (number: number) => ({
  number,
  type: "payment.captured",
  at: 1,
  payment: {
    id: payment,
    price: { amount: "50000", asset: "PLAY/6" },
    fee: { amount: "2500", asset: "PLAY/6" },
    givenBack: { amount: "0", asset: "PLAY/6" },
    resource: "https://news.example/a",
    status: "captured",
  },
});

const page = (...numbers: number[]): Answer => ({
  status: 200,
  body: { events: numbers.map(event), next: numbers.at(-1) ?? 0 },
});

/** The first `count` events that are heard. */
async function hear(count: number, after?: number): Promise<number[]> {
  const heard: number[] = [];
  for await (const { number } of open().readEvents({ after })) {
    heard.push(number);
    if (heard.length === count) break;
  }
  return heard;
}

const paths = () => stand.requests.map(({ path }) => path);

test("readEvents(): goes on where the last page ended, through empty ones", async () => {
  answers = [page(1, 2), page(), page(3)];
  expect(await hear(3)).toEqual([1, 2, 3]);
  expect(paths()).toEqual([
    "/v1/events?after=0&wait=8",
    "/v1/events?after=2&wait=8",
    "/v1/events?after=2&wait=8",
  ]);
});

test("readEvents(): resumes behind the number that was kept, and outlives a wallet that is busy", async () => {
  answers = [problemAnswer("unavailable"), page(8)];
  expect(await hear(1, 7)).toEqual([8]);
  expect(paths()).toEqual(["/v1/events?after=7&wait=8", "/v1/events?after=7&wait=8"]);
});

test("readEvents(): what asking again does not mend is thrown", async () => {
  answers = [problemAnswer("cursor-unknown")];
  await expect(hear(1, 99)).rejects.toMatchObject({ code: "cursor-unknown", retry: "never" });
  answers = [problemAnswer("api-key-invalid")];
  await expect(hear(1)).rejects.toMatchObject({ code: "api-key-invalid" });
});

test("readEvents(): a signal ends it, also while it waits", async () => {
  const controller = new AbortController();
  answers = [page(1, 2)];
  const heard: number[] = [];
  for await (const { number } of open().readEvents({ signal: controller.signal })) {
    heard.push(number);
    controller.abort();
  }
  expect(heard).toEqual([1]);
  const waiting = new AbortController();
  answers = [problemAnswer("unavailable")];
  const rest = open().readEvents({ signal: waiting.signal }).next();
  setTimeout(() => waiting.abort(), 50);
  expect(await rest).toEqual({ done: true, value: undefined });
});

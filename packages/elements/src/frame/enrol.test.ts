import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { offerMerchant } from "../offerClaims.ts";
import { newSession, runFrame } from "./frame.testing.ts";
import { stubChannels, stubWallet } from "./rungC.testing.ts";

beforeEach(stubChannels);
afterEach(() => vi.unstubAllGlobals());

/** The buttons of one page in a browser that keeps nothing. */
async function openPage(buttons: number) {
  const sessions = await Promise.all(Array.from({ length: buttons }, () => newSession()));
  return sessions.map((session) => ({ session, ...runFrame(session) }));
}

test("rule 9: twelve buttons on one page enrol one key, all are ready, and no two clicks share a counter", async () => {
  const wallet = stubWallet();
  const page = await openPage(12);
  for (const frame of page) await frame.at("ready");
  expect(wallet.counts).toMatchObject({ enrolments: 1 });
  for (const frame of page) frame.press();
  for (const frame of page) await frame.at("paid");
  expect(new Set(wallet.clicks.map(({ key }) => key)).size).toBe(1);
  expect(wallet.clicks.map(({ counter }) => counter).sort((a, b) => a - b)).toEqual(
    Array.from({ length: 12 }, (_, at) => at + 1),
  );
});

test("a tab that opens later takes the key that is there", async () => {
  const wallet = stubWallet();
  const [first] = await openPage(1);
  await first?.at("ready");
  const [later] = await openPage(1);
  await later?.at("ready");
  expect(wallet.counts.enrolments).toBe(1);
});

test("the frame that gave the counters is gone: one press enrols a key of its own and pays", async () => {
  const wallet = stubWallet();
  const [first] = await openPage(1);
  await first?.at("ready");
  const [second] = await openPage(1);
  await second?.at("ready");
  // A frame without a living key answers nobody, as one that is gone.
  if (first) first.session.keyIs = "dead";
  second?.press();
  await second?.at("paid");
  expect(wallet.counts).toMatchObject({ enrolments: 2, payments: 1 });
  expect(wallet.clicks).toEqual([{ key: second?.session.keys.key.key, counter: 1 }]);
});

test("a key that was evicted is replaced at the press, and the next press pays", async () => {
  const wallet = stubWallet();
  const [frame] = await openPage(1);
  await frame?.at("ready");
  wallet.enrolled.clear();
  frame?.press();
  await vi.waitFor(() => expect(wallet.counts.enrolments).toBe(2));
  await frame?.at("ready");
  frame?.press();
  await frame?.at("paid");
  expect(wallet.counts.payments).toBe(2);
});

test("a frame that lends a dead key without knowing it is believed once", async () => {
  const wallet = stubWallet();
  const [lender] = await openPage(1);
  await lender?.at("ready");
  wallet.enrolled.clear();
  wallet.forget();
  const [newcomer] = await openPage(1);
  await vi.waitFor(() => expect(wallet.counts.hello).toBe(3));
  await new Promise((resolve) => setTimeout(resolve, 400));
  await newcomer?.at("needs-wallet");
  // Its own question, and one with the key that was lent.
  expect(wallet.counts).toMatchObject({ hello: 3, enrolments: 1 });
});

test("two frames that lend dead keys in turn are believed once each", async () => {
  const wallet = stubWallet({ cookie: false });
  const [newcomer, ...lenders] = await Promise.all([newSession(), newSession(), newSession()]);
  for (const { keys } of lenders) {
    const lender = new BroadcastChannel(`farthing-${offerMerchant(newcomer.offer)}-memory`);
    lender.addEventListener("message", ({ data }) => {
      if ("ask" in (data as object)) lender.postMessage({ key: keys.key });
    });
  }
  const frame = runFrame(newcomer);
  await new Promise((resolve) => setTimeout(resolve, 1_000));
  await frame.at("needs-wallet");
  // Its own question, and one with each key that was lent.
  expect(wallet.counts).toMatchObject({ hello: 3, enrolments: 0 });
});

test("without the cookie nothing is enrolled: the wallet asks", async () => {
  const wallet = stubWallet({ cookie: false });
  const page = await openPage(2);
  for (const frame of page) await frame.at("needs-wallet");
  expect(wallet.counts).toMatchObject({ hello: 2, enrolments: 0 });
});

test("a browser without any channel: each button enrols for itself", async () => {
  vi.stubGlobal("BroadcastChannel", undefined);
  const wallet = stubWallet();
  const page = await openPage(2);
  for (const frame of page) await frame.at("ready");
  expect(wallet.counts.enrolments).toBe(2);
});

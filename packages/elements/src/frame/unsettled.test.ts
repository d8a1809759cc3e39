import { instant } from "@farthing/core";
import { expect, test } from "vitest";
import { newSession } from "./frame.testing.ts";
import { frameClock } from "./frameClock.ts";
import type { KeyStore } from "./keyStore.ts";
import type { Session } from "./session.ts";
import { type Click, recall, remember } from "./unsettled.ts";

const signedAt = 1_795_000_000_000;
const click: Click = { path: "payments", body: "the bytes", notAfter: signedAt + 60_000 };

/** Pages of one browser that keeps what they store: each `open` is a page. */
function browser() {
  const stored = new Map<string, unknown>();
  const update: KeyStore["update"] = async (at, change) => {
    const after = change(stored.get(at));
    stored.set(at, after);
    return after;
  };
  const open = async (resource: string, now = signedAt): Promise<Session> => {
    const session = await newSession();
    const keys = { ...session.keys, update };
    return { ...session, keys, resource, clock: frameClock({ now: () => instant(now) }) };
  };
  return { open, stored };
}

test("a click without an answer is there after a reload, and gone once it has one", async () => {
  const { open } = browser();
  await remember(await open("/tip"), click);
  expect(await recall(await open("/tip"))).toEqual(click);
  await remember(await open("/tip"), null);
  expect(await recall(await open("/tip"))).toBeNull();
});

test("it belongs to what was bought: another article's button never sends it", async () => {
  const { open } = browser();
  await remember(await open("/tip"), click);
  expect(await recall(await open("/article"))).toBeNull();
  await remember(await open("/article"), { ...click, body: "other bytes" });
  expect(await recall(await open("/tip"))).toEqual(click);
});

test("it is kept as long as its receipt could open anything, and never more than sixteen", async () => {
  const { open, stored } = browser();
  for (let at = 0; at < 20; at += 1) await remember(await open(`/${at}`), click);
  expect((stored.get("clicks") as Map<string, Click>).size).toBe(16);
  expect(await recall(await open("/19", signedAt + 600_000))).toEqual(click);
  expect(await recall(await open("/19", signedAt + 660_000))).toBeNull();
  expect(stored.get("clicks")).toEqual(new Map());
});

test("where the browser keeps nothing, nothing is kept", async () => {
  const session = await newSession();
  await remember(session, click);
  expect(await recall(session)).toBeNull();
});

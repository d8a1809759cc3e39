import { instant } from "@farthing/core";
import { afterEach, expect, test, vi } from "vitest";
import type { FrameMessage } from "../messages.ts";
import { captured, newSession, ready, runFrame } from "./frame.testing.ts";
import { frameClock } from "./frameClock.ts";
import type { KeyStore } from "./keyStore.ts";

afterEach(() => vi.unstubAllGlobals());

/** A browser that keeps what it stores, and a network that may be lost after the first answer. */
function reader() {
  const stored = new Map<string, unknown>();
  const update: KeyStore["update"] = async (at, change) => {
    const after = change(stored.get(at));
    stored.set(at, after);
    return after;
  };
  const sent: string[] = [];
  const net = { payments: async (): Promise<Response> => Response.json(captured) };
  vi.stubGlobal("navigator", { onLine: false });
  vi.stubGlobal("fetch", async (path: string, { body }: { body: string }) => {
    if (path !== "/v1/frame/payments") return Response.json(ready);
    sent.push(body);
    return net.payments();
  });
  const open = async (clockAheadMs = 0) => {
    const session = await newSession();
    const told: FrameMessage[] = [];
    const keys = { ...session.keys, update };
    const clock = frameClock({ now: () => instant(ready.serverTime + clockAheadMs) });
    return { ...runFrame({ ...session, keys, clock, keyIs: "found" }, told), told };
  };
  return { open, sent, net };
}

test("a click whose answer was lost is sent again after a reload, the same bytes, before anything can be pressed", async () => {
  const { open, sent, net } = reader();
  net.payments = () => Promise.reject(new TypeError("network"));
  const first = await open();
  await first.at("ready");
  first.press();
  await first.at("unsettled");
  net.payments = async () => Response.json(captured);

  const reloaded = await open();
  await reloaded.at("paid");
  expect(sent).toEqual([sent[0], sent[0]]);
  expect(reloaded.told).toMatchObject([{ farthing: "paid", payment: "pay_1" }]);

  const later = await open();
  await later.at("ready");
  expect(sent).toHaveLength(2);
});

test("a device whose clock is an hour ahead sends it again all the same: the server's clock counts", async () => {
  const { open, sent, net } = reader();
  net.payments = () => Promise.reject(new TypeError("network"));
  const first = await open(3_600_000);
  await first.at("ready");
  first.press();
  await first.at("unsettled");
  net.payments = async () => Response.json(captured);
  const reloaded = await open(3_600_000);
  await reloaded.at("paid");
  expect(sent).toEqual([sent[0], sent[0]]);
});

test("what is refused for good is forgotten, and the next press signs anew", async () => {
  const { open, sent, net } = reader();
  net.payments = async () =>
    Response.json({ code: "counter-conflict", retry: "never" }, { status: 409 });
  const frame = await open();
  await frame.at("ready");
  frame.press();
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  await frame.at("ready");
  net.payments = async () => Response.json(captured);
  frame.press();
  await frame.at("paid");
  expect(new Set(sent).size).toBe(2);
});

import { instant } from "@farthing/core";
import type { AllowanceView, HelloResponse, PaymentOutcome } from "@farthing/protocol";
import { expect, vi } from "vitest";
import type { FrameMessage } from "../messages.ts";
import { frameClock } from "./frameClock.ts";
import { openKeyStore } from "./keyStore.ts";
import { makeRunner } from "./run.ts";
import { hashText, type Session } from "./session.ts";
import type { Event, State } from "./state.ts";
import { start, step } from "./step.ts";

/** Facts that the frame's tests share. */
const play = (amount: string) => ({ amount, asset: "PLAY/6" as const });

export const allowance: AllowanceView = {
  id: "alw_00000000000000000000000001",
  perClick: play("50000"),
  left24h: play("450000"),
  leftTotal: play("1950000"),
  per24h: play("500000"),
  total: play("2000000"),
  expiresAt: 1_797_000_000_000,
  moreAt: null,
};

export const ready: HelloResponse = {
  merchant: { id: "mer_00000000000000000000000001", name: "The Newsstand" },
  title: "A penny to anywhere",
  kind: "article",
  access: "own",
  price: play("50000"),
  mode: "sandbox",
  state: "ready",
  why: null,
  allowance,
  bill: null,
  confirm: "none",
  stepUp: false,
  mayEnrol: false,
  serverTime: 1_795_000_000_000,
};

export const firstTime: HelloResponse = {
  ...ready,
  state: "needs-wallet",
  why: "first-time",
  allowance: null,
};

export const captured: Extract<PaymentOutcome, { kind: "captured" }> = {
  kind: "captured",
  payment: "pay_1",
  receipt: "r.e.c",
  undoUntil: 1_795_000_010_000,
  allowance,
};

/** A frame in a browser that keeps nothing, at a time that stands still. */
export async function newSession(offer = "of.f.er"): Promise<Session> {
  const parent = "http://127.0.0.1:4021";
  return {
    offer,
    offerHash: await hashText(offer),
    resource: `${parent}/articles/a-penny-to-anywhere`,
    parent,
    page: `${parent}/`,
    clock: frameClock({ now: () => instant(1_795_000_000_000) }),
    keys: await openKeyStore("", () => undefined),
    keyIs: "fresh",
  };
}

/** A frame as boot.ts runs it, without a screen. */
export function runFrame(session: Session, told: FrameMessage[] = []) {
  let state: State = start;
  const run = makeRunner({
    session,
    dispatch,
    tell: (message) => told.push(message),
    letGo: () => undefined,
    undoHeld: () => false,
  });
  function dispatch(event: Event): void {
    const next = step(state, event);
    state = next.state;
    for (const effect of next.effects) run(effect, state);
  }
  run("hello", state);
  return {
    dispatch,
    press: (gesture: "click" | "hold" = "click") =>
      dispatch({ on: "press", grant: "grt_00000000000000000000000001", gesture, covered: false }),
    /** Resolves once the frame is in that state. */
    at: (name: State["at"]) => vi.waitFor(() => expect(state.at).toBe(name), { timeout: 5_000 }),
  };
}

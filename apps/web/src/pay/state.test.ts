import type { Decided, ApproveResponse, OpenGrantResponse } from "@farthing/protocol";
import { describe, expect, test } from "vitest";
import type { Failure } from "../kit/call.ts";
import {
  firstState,
  type Intent,
  type PayEvent,
  type PayState,
  reduce,
  type StopName,
} from "./state.ts";
import { isOverLine, isShort, whyAsked } from "./whyAsked.ts";

const money = (amount: string) => ({ amount, asset: "PLAY/6" as const });
const limits = { perClick: "50000", per24h: "500000", total: "2000000", expiresAt: 2 };

const view: OpenGrantResponse = {
  merchant: { id: "mer_1", name: "The Newsstand", origin: "http://127.0.0.1:4021" },
  title: "Why bridges hum",
  kind: "article",
  price: money("50000"),
  mode: "sandbox",
  wallet: null,
  standing: null,
  preset: limits,
  ceiling: limits,
  mayEnrol: true,
  keyKept: true,
  owned: false,
  remembered: true,
  payLater: null,
  holdMs: null,
  expiresAt: 1,
};
const standing = {
  id: "alw_1",
  perClick: money("50000"),
  left24h: money("500000"),
  leftTotal: money("2000000"),
  per24h: money("500000"),
  total: money("2000000"),
  expiresAt: 2,
  moreAt: null,
};

const problem = (code: string): Failure => ({ kind: "problem", code, title: code, hint: "" });
const failed = (code: string): PayEvent => ({ name: "failed", failure: problem(code) });
const offline: PayEvent = { name: "failed", failure: { kind: "offline" } };
const opened: PayEvent = { name: "opened", view, intent: "pay" };
const stop = (why: StopName): PayEvent => ({ name: "stop", why });
const edit: PayEvent = { name: "edit", raise: false };
const asking: PayEvent = { name: "asking" };
const approving: PayEvent = { name: "approving" };
const answered = (outcome: ApproveResponse["outcome"]): PayEvent => ({
  name: "answered",
  response: { outcome, returnTo: "http://127.0.0.1:4021/a" },
});
const captured = answered({
  kind: "captured",
  payment: "pay_1",
  receipt: "r",
  undoUntil: 1,
  allowance: null,
});
const owned = answered({ kind: "owned", payment: "pay_1", receipt: "r" });
const declined = answered({ kind: "declined", reason: "insufficient-balance" });

/** One word for where the page is, with its reason. */
function where({ phase }: PayState): string {
  switch (phase.name) {
    case "ready":
      return phase.notice === null
        ? "ready"
        : `ready: ${typeof phase.notice === "string" ? phase.notice : phase.notice.kind === "problem" ? phase.notice.code : "offline"}`;
    case "stopped":
      return `stopped: ${typeof phase.why === "string" ? phase.why : phase.why.code}`;
    case "declined":
      return `declined: ${phase.reason}`;
    case "paid":
      return phase.owned ? "owned" : "paid";
    default:
      return phase.name;
  }
}

describe("the payment page's state, event by event", () => {
  const stories: [PayEvent[], string][] = [
    [[], "waiting"],
    [[stop("no-passkeys")], "stopped: no-passkeys"],
    [[failed("grant-not-from-button")], "stopped: burnt"],
    [[failed("grant-not-found")], "stopped: broken"],
    [[failed("offer-invalid")], "stopped: broken"],
    [[failed("invalid-request")], "stopped: broken"],
    [[failed("grant-used")], "stopped: answered"],
    [[failed("grant-expired")], "stopped: expired"],
    [[failed("rate-limited")], "stopped: rate-limited"],
    [[offline], "stopped: unreached"],
    [[offline, offline], "stopped: unreached"],
    [[offline, failed("grant-not-found")], "stopped: broken"],
    [[offline, opened], "ready"],
    [[opened], "ready"],
    [[opened, { name: "pressed-too-soon" }], "ready: press-again"],
    [[opened, edit], "editing"],
    [[opened, edit, { name: "edited", limits: null }], "ready"],
    [[opened, asking], "passkey"],
    [[opened, asking, { name: "passkey-cancelled" }], "ready: passkey-cancelled"],
    [[opened, asking, offline], "ready: offline"],
    [[opened, asking, failed("offer-expired")], "stopped: expired"],
    // Cancelled in the frame, which this page hears at the next press.
    [[opened, asking, failed("grant-cancelled")], "stopped: cancelled-there"],
    [[failed("grant-cancelled")], "stopped: cancelled-there"],
    [[opened, asking, failed("grant-used")], "stopped: over"],
    [[opened, asking, failed("invalid-request")], "ready: invalid-request"],
    [[opened, asking, failed("limits-too-high")], "ready: limits-too-high"],
    [[opened, asking, approving], "paying"],
    [[opened, asking, approving, failed("passkey-failed")], "ready: passkey-failed"],
    [[opened, asking, approving, offline], "unknown"],
    [[opened, asking, approving, failed("outcome-unknown")], "unknown"],
    [[opened, asking, approving, failed("internal")], "unknown"],
    [[opened, asking, approving, offline, approving, captured], "paid"],
    [[opened, asking, approving, answered({ kind: "unknown" })], "unknown"],
    [[opened, asking, approving, captured], "paid"],
    [[opened, asking, approving, owned], "owned"],
    [[opened, asking, approving, declined], "declined: insufficient-balance"],
    [[opened, stop("cancelled")], "stopped: cancelled"],
  ];
  test.each(stories)("%j → %s", (events, expected) => {
    expect(where(events.reduce(reduce, firstState))).toBe(expected);
  });

  test("somebody who is signed in pays with the wallet they have", () => {
    const wallet = { name: "Wallet AAAA", balance: money("1") };
    expect(reduce(firstState, opened).way).toBe("create");
    expect(
      reduce(firstState, { name: "opened", view: { ...view, wallet }, intent: "pay" }).way,
    ).toBe("get");
  });

  const begin = (intent: Intent, change: Partial<OpenGrantResponse> = {}) =>
    reduce(firstState, { name: "opened", view: { ...view, ...change }, intent });

  test("rule 3: `raise` opens the editor on the line, where there is one to raise, and only the first time", () => {
    expect(begin("raise", { standing }).phase).toEqual({ name: "editing", raise: true });
    expect(begin("raise").phase.name).toBe("ready");
    expect(begin("raise", { standing, mayEnrol: false }).phase.name).toBe("ready");
    const again: PayEvent = { name: "opened", view: { ...view, standing }, intent: "raise" };
    expect(reduce(begin("once", { standing }), again).phase.name).toBe("ready");
  });

  test("opening what was paid before: by a passkey that exists; not paid for, the ordinary choices follow", () => {
    const open = begin("open");
    expect([open.aim, open.way]).toEqual(["open", "get"]);
    const notOwned = answered({ kind: "declined", reason: "not-owned" });
    const after = [asking, approving, notOwned].reduce(reduce, open);
    expect([after.aim, where(after), after.way]).toEqual(["buy", "ready", "get"]);
    const bought = reduce(open, { name: "buy" });
    expect([bought.aim, bought.way]).toEqual(["pay", "create"]);
  });

  test("somebody known to own it is never shown a price: the page opens it, whatever led here", () => {
    const event: PayEvent = { name: "opened", view: { ...view, owned: true }, intent: "pay" };
    const shown = reduce(firstState, event);
    expect([shown.aim, shown.way]).toEqual(["open", "get"]);
  });

  test("rule 2: “ask every time” leaves the choices open", () => {
    const ticked = reduce(begin("pay"), { name: "every-time", on: true });
    expect([ticked.everyTime, where(ticked)]).toEqual([true, "ready"]);
  });

  test("limits chosen for one way of paying do not outlive it", () => {
    const chosen = reduce(firstState, { name: "edited", limits });
    expect(chosen.chosen).toEqual(limits);
    expect(reduce(chosen, { name: "way", way: "create" }).chosen).toBeNull();
  });
});

describe("why the page asks", () => {
  const decided = (change: Partial<Decided>): Decided => ({
    policy: "farthing-3",
    row: "to-1",
    band: "low",
    trust: "trusted",
    counter: null,
    gesture: "U",
    ...change,
  });
  const cases: [Partial<OpenGrantResponse>, string][] = [
    [{}, "first-time"],
    [{ mayEnrol: false }, "from-another-site"],
    [{ standing }, "check"],
    [{ standing, decided: decided({ counter: "new-device" }) }, "new-device"],
    [{ standing, decided: decided({ counter: "check-age" }) }, "check-age"],
    [{ standing, decided: decided({ counter: "clicks-per-10s" }) }, "many-clicks"],
    [{ standing, decided: decided({ counter: "platform-brake" }) }, "platform-brake"],
    [{ standing, decided: decided({ counter: "merchant-asks" }) }, "merchant-asks"],
    [{ standing, decided: decided({ counter: "allowance" }) }, "check"],
    [{ standing, decided: decided({ band: "raised" }) }, "unusual"],
    [{ standing, decided: decided({}) }, "check"],
    [{ standing, keyKept: false, remembered: false }, "key-not-kept"],
    // The partition cookie enrols the next page's key (rung C).
    [{ standing, keyKept: false }, "check"],
    [{ standing, price: money("250000") }, "over-per-click"],
    [{ standing: { ...standing, left24h: money("20000") }, keyKept: false }, "over-24h"],
    [{ standing: { ...standing, leftTotal: money("20000") } }, "over-total"],
  ];
  test.each(cases)("%j → %s", (change, expected) => {
    expect(whyAsked({ ...view, ...change })).toBe(expected);
  });

  test("rule 3: pay this once or raise the line, until limits were written or nothing is enrolled", () => {
    const over = { ...view, standing, price: money("250000") };
    const open = { chosen: null, everyTime: false };
    expect(isOverLine(over, open)).toBe(true);
    expect(isOverLine(over, { ...open, chosen: limits })).toBe(false);
    expect(isOverLine(over, { ...open, everyTime: true })).toBe(false);
    expect(isOverLine({ ...view, standing }, open)).toBe(false);
  });

  test("a wallet is short when it holds less than the price", () => {
    const holding = (amount: string) => ({
      ...view,
      wallet: { name: "W", balance: money(amount) },
    });
    expect(isShort(view)).toBe(false);
    expect(isShort(holding("49999"))).toBe(true);
    expect(isShort(holding("50000"))).toBe(false);
  });
});

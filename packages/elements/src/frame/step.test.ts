import type { HelloResponse } from "@farthing/protocol";
import { expect, test } from "vitest";
import { allowance, captured, firstTime, ready } from "./frame.testing.ts";
import type { Event, State } from "./state.ts";
import { start, step } from "./step.ts";

const press: Event = { on: "press", grant: "grt_1", gesture: "click", covered: false };
const hello = (answer: HelloResponse): Event => ({ on: "hello", hello: answer, unsettled: false });
const problem = (note: "offline" | "failed", next: "retry" | "wallet" | "stop"): Event => ({
  on: "problem",
  note,
  next,
});

/** Plays events from the start: `at note → effects` after each. */
function story(...events: Event[]): string[] {
  let state: State = start;
  return events.map((event) => {
    const next = step(state, event);
    state = next.state;
    const effects = next.effects.map((effect) =>
      typeof effect === "string" ? effect : `tell ${effect.farthing}`,
    );
    return [state.at, state.note ?? "-", ...effects].join(" ");
  });
}

test("a known key: one press pays, focus leaves the frame, undo runs out", () => {
  expect(
    story(
      hello(ready),
      press,
      { on: "outcome", outcome: captured, asked: false },
      { on: "undo-over", payment: "pay_1" },
    ),
  ).toEqual([
    "ready left",
    "paying paying pay",
    "paid paid-undo let-go tell paid end-undo",
    "done paid-kept after",
  ]);
});

test("first time: the press opens the wallet's page and the grant pays", () => {
  expect(
    story(
      hello(firstTime),
      press,
      { on: "grant-opened" },
      { on: "grant-paid", outcome: captured, allowance },
    ),
  ).toEqual([
    "needs-wallet first-time prepare-wallet",
    "waiting wallet-opening open-wallet",
    "waiting wallet-open",
    "paid paid-undo let-go tell paid end-undo",
  ]);
});

test("rule 6: no report of the wallet's page → the next press goes there in this tab, unasked never", () => {
  expect(story(hello(firstTime), press, press, { on: "grant-slow" }, press)).toEqual([
    "needs-wallet first-time prepare-wallet",
    "waiting wallet-opening open-wallet",
    "waiting wallet-opening",
    "waiting wallet-slow",
    "waiting wallet-slow go-to-wallet",
  ]);
});

test("a wallet's page that reports late is waited for again; one that is closed charged nothing", () => {
  expect(
    story(
      hello(firstTime),
      press,
      { on: "grant-slow" },
      { on: "grant-opened" },
      { on: "grant-ended" },
      press,
    ),
  ).toEqual([
    "needs-wallet first-time prepare-wallet",
    "waiting wallet-opening open-wallet",
    "waiting wallet-slow",
    "waiting wallet-open",
    "needs-wallet not-paid prepare-wallet",
    "waiting wallet-opening open-wallet",
  ]);
});

test("no answer: the next press sends again instead of paying anew", () => {
  expect(
    story(
      hello(ready),
      press,
      problem("offline", "retry"),
      press,
      { on: "outcome", outcome: { kind: "unknown" }, asked: false },
      press,
      { on: "outcome", outcome: captured, asked: false },
    ),
  ).toEqual([
    "ready left",
    "paying paying pay",
    "unsettled offline",
    "paying paying pay",
    "unsettled unknown",
    "paying paying pay",
    "paid paid-undo let-go tell paid end-undo",
  ]);
});

test("presses while paying, paid or undoing are nothing", () => {
  expect(
    story(
      hello(ready),
      press,
      press,
      { on: "hasty-press" },
      { on: "outcome", outcome: captured, asked: false },
      press,
      { on: "undo" },
      { on: "undo" },
    ),
  ).toEqual([
    "ready left",
    "paying paying pay",
    "paying paying",
    "paying paying",
    "paid paid-undo let-go tell paid end-undo",
    "paid paid-undo",
    "undoing undoing undo",
    "undoing undoing",
  ]);
});

test("undone: the page is told, the button asks anew and can be pressed again", () => {
  const paid: Event[] = [hello(ready), press, { on: "outcome", outcome: captured, asked: false }];
  expect(story(...paid, { on: "undo" }, { on: "undone" }, hello(ready), press).slice(3)).toEqual([
    "undoing undoing undo",
    "starting undone tell undone hello",
    "ready undone",
    "paying paying pay",
  ]);
  expect(story(...paid, { on: "undo" }, { on: "not-undone", tooLate: true }).at(-1)).toBe(
    "done undo-too-late after",
  );
  expect(story(...paid, { on: "undo" }, { on: "not-undone", tooLate: false }).at(-1)).toBe(
    "paid undo-failed end-undo",
  );
});

test("the end of another payment's time to undo takes nothing away", () => {
  expect(
    story(
      hello(ready),
      press,
      { on: "outcome", outcome: captured, asked: false },
      { on: "undo-over", payment: "pay_0" },
    ).at(-1),
  ).toBe("paid paid-undo");
});

test("owned: a press opens; the receipt of then is told, nothing can be undone", () => {
  const owned = { kind: "owned", payment: "pay_1", receipt: "r.e.c" } as const;
  expect(
    story(hello({ ...ready, state: "owned" }), press, {
      on: "outcome",
      outcome: owned,
      asked: false,
    }),
  ).toEqual(["owned you-own-this", "paying paying pay", "done you-own-this let-go tell owned"]);
  expect(story(hello({ ...firstTime, state: "owned" }), press).at(-1)).toBe(
    "waiting wallet-opening open-wallet",
  );
});

test.each([
  ["over-per-click", "over-line over-per-click prepare-check"],
  ["check-due", "over-line check-due prepare-check"],
  ["confirm", "confirming confirm await-confirm"],
  ["allowance-ended", "starting allowance-ended forget-key hello"],
] as const)("step-up %s: one more press pays this once", (reason, result) => {
  const outcome = { kind: "step-up", level: 2, reason } as const;
  expect(story(hello(ready), press, { on: "outcome", outcome, asked: false }).at(-1)).toBe(result);
});

test.each([
  ["insufficient-balance", "ready insufficient-balance"],
  ["daily-limit-reached", "ready daily-limit-reached"],
  ["monthly-limit-reached", "ready monthly-limit-reached"],
  // The key is dead for ever; the wallet is asked whether the cookie may enrol another.
  ["allowance-revoked", "starting allowance-revoked forget-key hello"],
  ["device-revoked", "starting device-revoked forget-key hello"],
  ["wallet-erased", "starting wallet-erased forget-key hello"],
] as const)("declined %s: said in words, with a next step", (reason, result) => {
  const outcome = { kind: "declined", reason } as const;
  expect(story(hello(ready), press, { on: "outcome", outcome, asked: false }).at(-1)).toBe(result);
});

test("what hello refuses is said before the click, and a press asks all the same", () => {
  const frozen = { ...ready, refusal: { reason: "wallet-frozen" } } as const;
  expect(story(hello(frozen), press)).toEqual(["ready wallet-frozen", "paying paying pay"]);
});

test("of a wallet that was erased it is said so, also after the page was loaded again", () => {
  const erased = { ...firstTime, why: "wallet-erased" } as const;
  expect(story(hello(erased), press)).toEqual([
    "needs-wallet wallet-erased prepare-wallet",
    "waiting wallet-opening open-wallet",
  ]);
});

test("an expired offer stops the button; an unreachable server can be asked again", () => {
  expect(
    story({ on: "problem", note: "offer-expired", next: "stop" }, press, { on: "hasty-press" }),
  ).toEqual(["stopped offer-expired", "stopped offer-expired", "stopped offer-expired"]);
  expect(story(problem("offline", "retry"), press, hello(ready))).toEqual([
    "unreached offline",
    "starting - hello",
    "ready left",
  ]);
});

test("a hasty press is answered by a sentence and by nothing else", () => {
  expect(story(hello(ready), { on: "hasty-press" })).toEqual(["ready left", "ready press-again"]);
});

test("a state and an event that do not belong together change nothing", () => {
  const strays: Event[] = [
    { on: "outcome", outcome: captured, asked: false },
    { on: "grant-paid", outcome: captured, allowance },
    { on: "undone" },
    { on: "undo" },
    { on: "grant-slow" },
  ];
  for (const stray of strays) {
    const state: State = { at: "ready", hello: ready, note: "left" };
    expect(step(state, stray)).toEqual({ state, effects: [] });
  }
});

const overLine: HelloResponse = { ...ready, state: "needs-wallet", why: "over-per-click" };
const second: Event = { on: "second", grant: "grt_2" };
const paid: Event = { on: "outcome", outcome: captured, asked: true };
const asked = (answer: Partial<HelloResponse>) => hello({ ...overLine, stepUp: true, ...answer });

test("rule 3: above the line, the first button pays once in the wallet, the second raises the line there", () => {
  expect(story(hello(overLine), press)).toEqual([
    "over-line over-per-click prepare-wallet",
    "waiting wallet-opening open-wallet",
  ]);
  const at = (event: Event) => step(step(start, hello(overLine)).state, event).state;
  expect([at(press), at(second)]).toMatchObject([
    { at: "waiting", wallet: "once", grant: "grt_1" },
    { at: "waiting", wallet: "raise", grant: "grt_2" },
  ]);
});

test("rule 19: a passkey in the frame pays once; then a wish is noted, once", () => {
  expect(
    story(asked({}), press, paid, { on: "wish", wish: "less" }, { on: "wish", wish: "more" }),
  ).toEqual([
    "over-line over-per-click prepare-check",
    "checking checking check",
    "paid paid-undo let-go tell paid end-undo",
    "paid noted wish-less",
    "paid noted",
  ]);
});

test("rule 19: a cancelled dialog is no failure; where no dialog is possible the wallet asks", () => {
  const cancelled: Event = { on: "not-checked", elsewhere: false };
  const impossible: Event = { on: "not-checked", elsewhere: true };
  expect(story(asked({}), press, cancelled, press, impossible, press)).toEqual([
    "over-line over-per-click prepare-check",
    "checking checking check",
    "over-line not-checked",
    "checking checking check",
    "over-line check-elsewhere",
    "waiting wallet-opening open-wallet",
  ]);
  // Known before the press: nothing is said about it.
  expect(story(asked({}), impossible, press).slice(1)).toEqual([
    "over-line over-per-click",
    "waiting wallet-opening open-wallet",
  ]);
});

test("rule 19: an answer that is lost on the way is asked for by the same bytes", () => {
  expect(story(asked({}), press, problem("offline", "retry"), press, paid).slice(2)).toEqual([
    "unsettled offline",
    "paying paying pay",
    "paid paid-undo let-go tell paid end-undo",
  ]);
});

test("there is no line to raise where only a check is due", () => {
  const outcome = { kind: "step-up", level: 2, reason: "check-due" } as const;
  expect(
    story(hello(ready), press, { on: "outcome", outcome, asked: false }, second).slice(2),
  ).toEqual(["over-line check-due prepare-check", "over-line check-due"]);
});

test("rule 17: a price above the threshold is asked twice; the second yes may be taken back, or ends by itself", () => {
  const dear = hello({ ...ready, confirm: "hold" });
  expect(story(dear, press, press)).toEqual([
    "ready left",
    "confirming confirm await-confirm",
    "paying paying pay",
  ]);
  expect(story(dear, press, second).at(-1)).toBe("ready not-paid");
  expect(story(dear, press, { on: "confirm-over" }).at(-1)).toBe("ready not-paid");
  expect(story(hello(ready), { on: "confirm-over" }).at(-1)).toBe("ready left");
});

test.each([
  ["none", "click", "paying click"],
  ["none", "hold", "paying hold"],
  ["hold", "hold", "paying hold"],
  ["hold", "click", "confirming"],
  ["press", "hold", "confirming"],
] as const)("rule 17: confirm %s, %s → %s", (confirm, gesture, result) => {
  const before = step(start, hello({ ...ready, confirm })).state;
  const { state } = step(before, { ...press, gesture });
  expect(`${state.at} ${state.at === "paying" ? state.gesture : ""}`.trim()).toBe(result);
});

test("rule 16: a covered press never pays: the wallet's page asks", () => {
  const covered: Event = { ...press, covered: true };
  const open = "waiting wallet-opening open-wallet";
  expect(story(hello(ready), covered).at(-1)).toBe(open);
  expect(story(hello({ ...ready, confirm: "hold" }), press, covered).at(-1)).toBe(open);
  expect(story(asked({}), covered).at(-1)).toBe(open);
});

test("waiting can be cancelled; what was paid in the last moment is paid", () => {
  const waiting = [hello(firstTime), press, second, second];
  expect(story(...waiting, { on: "grant-ended" }).slice(2)).toEqual([
    "waiting cancelling cancel-grant",
    "waiting cancelling",
    "needs-wallet not-paid prepare-wallet",
  ]);
  const untold = { on: "grant-paid", outcome: null, allowance: null } as const;
  expect(story(...waiting, untold).at(-1)).toBe("starting unknown hello");
  expect(story(...waiting, { on: "grant-paid", outcome: captured, allowance }).at(-1)).toBe(
    "paid paid-undo let-go tell paid end-undo",
  );
});

test("a click of before the reload goes first: nothing can be pressed until its answer is known", () => {
  expect(
    story({ on: "hello", hello: ready, unsettled: true }, press, {
      on: "outcome",
      outcome: captured,
      asked: false,
    }),
  ).toEqual(["paying paying pay", "paying paying", "paid paid-undo let-go tell paid end-undo"]);
});

test("rung C: a dead key is replaced without the wallet where the cookie may; else the wallet asks", () => {
  const outcome = { kind: "declined", reason: "device-revoked" } as const;
  const refused: Event[] = [hello(ready), press, { on: "outcome", outcome, asked: false }];
  expect(story(...refused, hello(ready)).at(-1)).toBe("ready press-again");
  expect(story(...refused, hello(firstTime)).at(-1)).toBe(
    "needs-wallet device-revoked prepare-wallet",
  );
});

test("a key that another frame shares ends the need for the wallet, but no wait for it", () => {
  const shared: Event = { on: "key-shared" };
  expect(story(hello(firstTime), shared, hello(ready)).slice(1)).toEqual([
    "starting - adopt",
    "ready left",
  ]);
  expect(story(hello(firstTime), press, shared).at(-1)).toBe("waiting wallet-opening");
  expect(story(hello(ready), shared).at(-1)).toBe("ready left");
});

test("rule 25: after the time to undo, the week where the server tells it", () => {
  const over: Event[] = [
    hello(ready),
    press,
    { on: "outcome", outcome: captured, asked: false },
    { on: "undo-over", payment: "pay_1" },
  ];
  const week = { spent: { amount: "600000", asset: "PLAY/6" } as const, sites: 3 };
  const after = (
    more: { week: typeof week | null; allowed: boolean },
    payment = "pay_1",
  ): Event => ({
    on: "week",
    payment,
    ...more,
  });
  const last = (event: Event) => story(...over, event).at(-1);
  expect(last(after({ week, allowed: false }))).toBe("done week");
  expect(last(after({ week: null, allowed: false }))).toBe("done paid-kept");
  expect(last(after({ week, allowed: false }, "pay_2"))).toBe("done paid-kept");
  // The first payment with an allowance: the moment to say that it can be taken back.
  expect(last(after({ week, allowed: true }))).toBe("done take-back");
  expect(last(after({ week: null, allowed: true }, "pay_2"))).toBe("done paid-kept");
});

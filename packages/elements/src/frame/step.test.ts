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
    "needs-wallet first-time",
    "waiting wallet-opening open-wallet",
    "waiting wallet-open",
    "paid paid-undo let-go tell paid end-undo",
  ]);
});

test("rule 6: no report of the wallet's page → the next press goes there in this tab, unasked never", () => {
  expect(story(hello(firstTime), press, press, { on: "grant-slow" }, press)).toEqual([
    "needs-wallet first-time",
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
    "needs-wallet first-time",
    "waiting wallet-opening open-wallet",
    "waiting wallet-slow",
    "waiting wallet-open",
    "needs-wallet not-paid",
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
  ["over-per-click", "over-line over-per-click"],
  ["check-due", "over-line check-due"],
] as const)("step-up %s: one more press pays this once", (reason, result) => {
  const outcome = { kind: "step-up", level: 2, reason } as const;
  expect(story(hello(ready), press, { on: "outcome", outcome, asked: false }).at(-1)).toBe(result);
});

test.each([
  ["insufficient-balance", "ready insufficient-balance"],
  ["daily-limit-reached", "ready daily-limit-reached"],
  ["monthly-limit-reached", "ready monthly-limit-reached"],
  ["allowance-revoked", "needs-wallet allowance-revoked forget-key"],
  ["device-revoked", "needs-wallet device-revoked forget-key"],
] as const)("declined %s: said in words, with a next step", (reason, result) => {
  const outcome = { kind: "declined", reason } as const;
  expect(story(hello(ready), press, { on: "outcome", outcome, asked: false }).at(-1)).toBe(result);
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

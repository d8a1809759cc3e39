import type { HelloResponse, PaymentOutcome } from "@farthing/protocol";
import type {
  Effect,
  Event,
  EventName,
  EventOn,
  NoteKey,
  State,
  StateAt,
  StateName,
  Step,
} from "./state.ts";

type Handler<At extends StateName, On extends EventName> = (
  state: StateAt<At>,
  event: EventOn<On>,
) => Step;

type Table = { readonly [At in StateName]?: { readonly [On in EventName]?: Handler<At, On> } };

interface Known {
  readonly hello: HelloResponse;
}

function to(state: State, ...effects: Effect[]): Step {
  return { state, effects };
}

/** What an answer of the server makes of the frame. `note` overrides its sentence. */
function welcome(hello: HelloResponse, note?: NoteKey | null): Step {
  if (hello.state === "owned") return to({ at: "owned", hello, note: note ?? "you-own-this" });
  return hello.state === "ready" && hello.allowance
    ? to({ at: "ready", hello, note: note ?? "left" })
    : to({ at: "needs-wallet", hello, note: note ?? hello.why ?? "first-time" });
}

const openWallet = ({ hello }: Known, { grant }: EventOn<"press">) =>
  to({ at: "waiting", hello, grant, note: "wallet-opening" }, "open-wallet");

const pay = (state: Known, event: EventOn<"press">) =>
  state.hello.allowance
    ? to({ at: "paying", hello: state.hello, note: "paying" }, "pay")
    : openWallet(state, event);

const askWallet = (hello: HelloResponse, note: NoteKey, ...effects: Effect[]) =>
  to({ at: "needs-wallet", hello: { ...hello, allowance: null }, note }, ...effects);

function settle(hello: HelloResponse, outcome: PaymentOutcome): Step {
  if (outcome.kind === "captured") {
    const { payment, receipt, undoUntil, allowance } = outcome;
    return to(
      {
        at: "paid",
        hello: { ...hello, allowance: allowance ?? hello.allowance },
        payment,
        undoUntil,
        note: "paid-undo",
      },
      "let-go",
      { farthing: "paid", payment, receipt, undoUntil },
      "end-undo",
    );
  }
  if (outcome.kind === "owned") {
    const { payment, receipt } = outcome;
    return to({ at: "done", hello, paid: false, note: "you-own-this" }, "let-go", {
      farthing: "owned",
      payment,
      receipt,
    });
  }
  if (outcome.kind === "unknown") return to({ at: "unsettled", hello, note: "unknown" });
  if (outcome.kind === "step-up") return to({ at: "needs-wallet", hello, note: outcome.reason });
  const { reason } = outcome;
  // A revoked key is dead for ever in the ledger: the next grant needs a fresh one.
  return reason === "allowance-revoked" || reason === "device-revoked"
    ? askWallet(hello, reason, "forget-key")
    : welcome(hello, reason);
}

function fail({ hello }: Known, { note, next }: EventOn<"problem">): Step {
  if (next === "stop") return to({ at: "stopped", hello, note });
  if (next === "retry") return to({ at: "unsettled", hello, note });
  return note === "device-revoked" ? askWallet(hello, note, "forget-key") : askWallet(hello, note);
}

const restart = (hello: HelloResponse | null, note: NoteKey | null, ...effects: Effect[]) =>
  to({ at: "starting", hello, note }, ...effects, "hello");

const buyable = {
  "hasty-press": (state: StateAt<"ready" | "needs-wallet" | "owned" | "unsettled">) =>
    to({ ...state, note: "press-again" }),
};

/** The whole behaviour of the frame: what is not in this table is ignored. */
const table: Table = {
  starting: {
    hello: (state, { hello }) => welcome(hello, state.note),
    problem: ({ hello }, { note, next }) =>
      to(next === "stop" ? { at: "stopped", hello, note } : { at: "unreached", note }),
  },
  unreached: { press: () => restart(null, null) },
  ready: { press: pay, ...buyable },
  owned: { press: pay, ...buyable },
  unsettled: { press: pay, ...buyable },
  "needs-wallet": { press: openWallet, ...buyable },
  paying: {
    outcome: (state, { outcome }) => settle(state.hello, outcome),
    problem: fail,
  },
  waiting: {
    press: (state) => (state.note === "wallet-slow" ? to(state, "go-to-wallet") : to(state)),
    "grant-opened": (state) => to({ ...state, note: "wallet-open" }),
    "grant-slow": (state) => to({ ...state, note: "wallet-slow" }),
    "grant-ended": ({ hello }) => welcome(hello, "not-paid"),
    "grant-paid": ({ hello }, { outcome, allowance }) =>
      outcome
        ? settle({ ...hello, allowance: allowance ?? hello.allowance }, outcome)
        : restart(hello, null),
    // Nothing was paid with this key yet: the press that failed can simply be made again.
    problem: (state, event) =>
      event.next === "stop" ? fail(state, event) : welcome(state.hello, event.note),
  },
  paid: {
    undo: (state) => to({ ...state, at: "undoing", note: "undoing" }, "undo"),
    "undo-over": (state, { payment }) =>
      payment === state.payment
        ? to({ at: "done", hello: state.hello, paid: true, note: "paid-kept" })
        : to(state),
  },
  undoing: {
    undone: ({ hello, payment }) => restart(hello, "undone", { farthing: "undone", payment }),
    "not-undone": (state, { tooLate }) =>
      tooLate
        ? to({ at: "done", hello: state.hello, paid: true, note: "undo-too-late" })
        : to({ ...state, at: "paid", note: "undo-failed" }, "end-undo"),
  },
};

/** One step of the frame, pure. */
export function step(state: State, event: Event): Step {
  // The table's own type checked each handler against its state and event; a lookup by both loses that tie.
  const handlers = table[state.at] as { readonly [On in EventName]?: Handler<StateName, On> };
  const handler = handlers?.[event.on] as ((state: State, event: Event) => Step) | undefined;
  return handler === undefined ? to(state) : handler(state, event);
}

/** Where every frame starts. */
export const start: State = { at: "starting", hello: null, note: null };

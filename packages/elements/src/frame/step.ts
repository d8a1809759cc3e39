import type { Gesture, HelloResponse } from "@farthing/protocol";
import type {
  Effect,
  Event,
  EventName,
  EventOn,
  LineReason,
  NoteKey,
  State,
  StateAt,
  StateName,
  Step,
  WalletView,
} from "./state.ts";

type Handler<At extends StateName, On extends EventName> = (
  state: StateAt<At>,
  event: EventOn<On>,
) => Step;

type Table = { readonly [At in StateName]?: { readonly [On in EventName]?: Handler<At, On> } };

interface Known {
  readonly hello: HelloResponse;
}
type Settled = Pick<EventOn<"outcome">, "outcome" | "asked">;

function to(state: State, ...effects: Effect[]): Step {
  return { state, effects };
}

function lineReason(why: string | null): LineReason | null {
  return why?.startsWith("over-") || why === "check-due" ? (why as LineReason) : null;
}

/** Rule 3: pays once by one more press, or raises the line. */
function overLine(hello: HelloResponse, why: LineReason, note: NoteKey): Step {
  return to(
    { at: "over-line", hello, why, note },
    hello.stepUp ? "prepare-check" : "prepare-wallet",
  );
}

const needsWallet = (hello: HelloResponse, note: NoteKey) =>
  to({ at: "needs-wallet", hello, note }, "prepare-wallet");

/** Agreed to, and not paid yet: there is nothing to press here, and the wallet says until when and can cancel it. */
const held = (hello: HelloResponse, ...effects: Effect[]) =>
  to({ at: "stopped", hello, note: "held" }, ...effects);

/** What an answer of the server makes of the frame. `note` overrides its sentence. */
function welcome(hello: HelloResponse, note?: NoteKey | null): Step {
  if (hello.state === "held") return held(hello);
  if (hello.state === "owned") return to({ at: "owned", hello, note: note ?? "you-own-this" });
  if (hello.state === "ready" && hello.allowance) {
    // The key is dead and another was enrolled in its place at once.
    const isRenewed = note && /revoked|ended|first/.test(note);
    return to({
      at: "ready",
      hello,
      note: isRenewed ? "press-again" : (note ?? hello.refusal?.reason ?? "left"),
    });
  }
  const why = lineReason(hello.why);
  return why === null
    ? needsWallet(hello, note ?? hello.why ?? "first-time")
    : overLine(hello, why, note ?? why);
}

const openWallet = ({ hello }: Known, grant: string, wallet: WalletView = "") =>
  to({ at: "waiting", hello, grant, wallet, note: "wallet-opening" }, "open-wallet");

const pay = ({ hello }: Known, gesture: Gesture) =>
  to({ at: "paying", hello, gesture, note: "paying" }, "pay");

/** Rule 17: above the payer's threshold a bare click asks once more; holding is the other way to mean it. */
function press({ hello }: Known, { grant, gesture, covered }: EventOn<"press">): Step {
  if (covered) return openWallet({ hello }, grant);
  const isMeant = hello.confirm === "none" || (hello.confirm === "hold" && gesture === "hold");
  return isMeant
    ? pay({ hello }, gesture)
    : to({ at: "confirming", hello, note: "confirm" }, "await-confirm");
}

const restart = (hello: HelloResponse | null, note: NoteKey | null, ...effects: Effect[]) =>
  to({ at: "starting", hello, note }, ...effects, "hello");

function settle(hello: HelloResponse, { outcome, asked }: Settled): Step {
  if (outcome.kind === "captured") {
    const { payment, receipt, undoUntil, allowance } = outcome;
    const bill = outcome.bill ?? null;
    const now = { ...hello, allowance: allowance ?? hello.allowance, bill };
    return to(
      { at: "paid", hello: now, payment, undoUntil, asked, note: "paid-undo" },
      "let-go",
      { farthing: "paid", payment, receipt, undoUntil },
      "end-undo",
    );
  }
  if (outcome.kind === "owned") {
    const { payment, receipt } = outcome;
    const state = { at: "done", hello, paid: false, payment, asked: false, week: null } as const;
    const told = { farthing: "owned", payment, receipt } as const;
    return to({ ...state, note: "you-own-this" }, "let-go", told);
  }
  if (outcome.kind === "held") return held(hello, "let-go");
  if (outcome.kind === "released") return restart(hello, "released", "let-go");
  if (outcome.kind === "unknown") return to({ at: "unsettled", hello, note: "unknown" });
  const { reason } = outcome;
  // The server asks for a second yes that `hello` did not know of: its own may be older.
  if (reason === "confirm") {
    const asks = { ...hello, confirm: "press" } as const;
    return to({ at: "confirming", hello: asks, note: "confirm" }, "await-confirm");
  }
  // A guest's bill: it is paid on the wallet's page, and a press here cannot help.
  if (reason.startsWith("bill-")) return needsWallet(hello, reason);
  const why = lineReason(reason);
  // Whether a passkey in the frame will do, the server says when it is asked for the question.
  if (why !== null) return overLine({ ...hello, stepUp: true }, why, why);
  // Given back since, in another tab or by the site: what it costs is asked for anew, and shown.
  if (reason === "not-owned") return restart(hello, reason);
  // A dead key never pays again: the cookie may enrol another at once, else the wallet asks.
  return /revoked|ended|erased/.test(reason)
    ? restart(hello, reason, "forget-key")
    : welcome(outcome.kind === "declined" ? { ...hello, refusal: outcome } : hello, reason);
}

function fail({ hello }: Known, { note, next }: EventOn<"problem">): Step {
  if (next === "stop") return to({ at: "stopped", hello, note });
  if (next === "retry") return to({ at: "unsettled", hello, note });
  // The bytes are spent: what a press would pay now, and whether it pays, is asked and said before it.
  if (next === "anew") return restart(hello, note);
  return note === "check-elsewhere" ? needsWallet(hello, note) : restart(hello, note, "forget-key");
}

type Pressable = "ready" | "needs-wallet" | "owned" | "unsettled" | "confirming" | "over-line";
const buyable = {
  "hasty-press": (state: StateAt<Pressable>) => to({ ...state, note: "press-again" }),
};

const tryingToPay = {
  outcome: (state: Known, event: Settled) => settle(state.hello, event),
  problem: fail,
};

const notConfirmed = ({ hello }: Known) => to({ at: "ready", hello, note: "not-paid" });

const wish = (state: StateAt<"paid" | "done">, event: EventOn<"wish">) =>
  state.asked ? to({ ...state, asked: false, note: "noted" }, `wish-${event.wish}`) : to(state);

const finished = ({ hello, payment, asked }: StateAt<"paid" | "undoing">, note: NoteKey) =>
  to({ at: "done", hello, paid: true, payment, asked, week: null, note }, "after");

/** The whole behaviour of the frame: what is not in this table is ignored. */
const table: Table = {
  starting: {
    hello: (state, { hello, unsettled }) =>
      unsettled ? pay({ hello }, "click") : welcome(hello, state.note),
    problem: ({ hello }, { note, next }) =>
      to(next === "stop" ? { at: "stopped", hello, note } : { at: "unreached", note }),
  },
  unreached: { press: () => restart(null, null) },
  ready: { press, ...buyable },
  confirming: {
    press: (state, { grant, covered }) =>
      covered ? openWallet(state, grant) : pay(state, "confirm"),
    second: notConfirmed,
    "confirm-over": notConfirmed,
    ...buyable,
  },
  // Nothing is charged for it: neither a second press nor a clear view is needed.
  owned: {
    press: (state, { grant }) =>
      state.hello.allowance ? pay(state, "open") : openWallet(state, grant),
    ...buyable,
  },
  // The same bytes again, whatever this press looks like: they were agreed to before.
  unsettled: { press: (state, { gesture }) => pay(state, gesture), ...buyable },
  "needs-wallet": {
    press: (state, { grant }) => openWallet(state, grant),
    "key-shared": ({ hello }) => to({ at: "starting", hello, note: null }, "adopt"),
    ...buyable,
  },
  "over-line": {
    press: (state, { grant, covered }) =>
      state.hello.stepUp && !covered
        ? to({ ...state, at: "checking", note: "checking" }, "check")
        : openWallet(state, grant, "once"),
    second: (state, { grant }) =>
      state.why === "check-due" ? to(state) : openWallet(state, grant, "raise"),
    "not-checked": ({ note, ...state }) =>
      to({ ...state, hello: { ...state.hello, stepUp: false }, note }),
    ...buyable,
  },
  paying: tryingToPay,
  checking: {
    "not-checked": ({ hello, why }, { elsewhere }) =>
      to({
        at: "over-line",
        hello: { ...hello, stepUp: !elsewhere },
        why,
        note: elsewhere ? "check-elsewhere" : "not-checked",
      }),
    ...tryingToPay,
  },
  waiting: {
    press: (state) => (state.note === "wallet-slow" ? to(state, "go-to-wallet") : to(state)),
    // Whether it was paid in the last moment, only the grant's own end tells.
    second: (state) =>
      state.note === "cancelling"
        ? to(state)
        : to({ ...state, note: "cancelling" }, "cancel-grant"),
    "grant-opened": (state) => to({ ...state, note: "wallet-open" }),
    "grant-slow": (state) => to({ ...state, note: "wallet-slow" }),
    "grant-ended": ({ hello }) => welcome(hello, "not-paid"),
    "grant-paid": ({ hello }, { outcome, allowance }) =>
      outcome
        ? settle({ ...hello, allowance: allowance ?? hello.allowance }, { outcome, asked: false })
        : restart(hello, "unknown"),
    // Nothing was paid with this key yet: the press that failed can simply be made again.
    problem: (state, event) =>
      event.next === "stop" ? fail(state, event) : welcome(state.hello, event.note),
  },
  paid: {
    undo: (state) => to({ ...state, at: "undoing", note: "undoing" }, "undo"),
    "undo-over": (state, { payment }) =>
      payment === state.payment ? finished(state, "paid-kept") : to(state),
    wish,
  },
  undoing: {
    undone: ({ hello, payment }) => restart(hello, "undone", { farthing: "undone", payment }),
    "not-undone": (state, { tooLate }) =>
      tooLate
        ? finished(state, "undo-too-late")
        : to({ ...state, at: "paid", note: "undo-failed" }, "end-undo"),
  },
  done: {
    week: (state, { payment, week, allowed }) => {
      if (payment !== state.payment) return to(state);
      // Said once, where the week comes again.
      if (allowed) return to({ ...state, note: "take-back" });
      return week ? to({ ...state, week, note: "week" }) : to(state);
    },
    wish,
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

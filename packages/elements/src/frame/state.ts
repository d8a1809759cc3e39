import type { ProblemCode } from "@farthing/core";
import type {
  AfterResponse,
  AllowanceView,
  Gesture,
  HelloResponse,
  PaymentOutcome,
  WishRequest,
} from "@farthing/protocol";
import type { FrameMessage } from "../messages.ts";

type Outcome<Kind> = Extract<PaymentOutcome, { kind: Kind }>;

/** Which sentence stands under the button. Its words are in `words/`. */
export type NoteKey =
  | "left"
  | NonNullable<HelloResponse["why"]>
  | Outcome<"step-up">["reason"]
  | Outcome<"declined">["reason"]
  | "you-own-this"
  | "held"
  | "released"
  | "confirm"
  | "checking"
  | "not-checked"
  | "check-elsewhere"
  | "wallet-opening"
  | "wallet-slow"
  | "wallet-open"
  | "cancelling"
  | "not-paid"
  | "press-again"
  | "paying"
  | "paid-undo"
  | "paid-kept"
  | "noted"
  | "week"
  | "take-back"
  | "undoing"
  | "undone"
  | "undo-too-late"
  | "undo-failed"
  | "offline"
  | "unknown"
  | "busy"
  | "failed"
  | Extract<
      ProblemCode,
      "clock-skew" | "offer-expired" | "offer-invalid" | "origin-not-registered"
    >;

interface Known {
  readonly hello: HelloResponse;
  readonly note: NoteKey;
}

interface Bought extends Known {
  readonly payment: string;
  readonly undoUntil: number;
  /** Paid by a passkey here: the payer may wish to be asked less or more (rule 19). */
  readonly asked: boolean;
}

/** Why a click is not enough although the key is enrolled. */
export type LineReason = "over-per-click" | "over-24h" | "over-total" | "check-due";

/** How the wallet's page opens: `once` with "Only this article" in focus, `raise` with the line's own editor. */
export type WalletView = "" | "once" | "raise";

/** All that the frame can be in. `note` is the sentence; what a press does follows from the state. */
export type State =
  /** Asking the server what to draw; `hello` is kept while asking again, so that nothing flickers. */
  | { readonly at: "starting"; readonly hello: HelloResponse | null; readonly note: NoteKey | null }
  /** The first answer did not come: a press asks again. */
  | { readonly at: "unreached"; readonly note: NoteKey }
  /** A press pays; above the payer's own threshold (`hello.confirm`) a held one does, or a second one. */
  | ({ readonly at: "ready" } & Known)
  /** Rule 17: a second press, elsewhere than the first, pays; the second button goes back. */
  | ({ readonly at: "confirming" } & Known)
  /**
   * Rule 3: enrolled, but above a line. A press pays this once: by a passkey in the frame where `hello.stepUp`, else on
   * the wallet's page. The second button raises the line there, where there is a line (`why` is not `check-due`).
   */
  | ({ readonly at: "over-line"; readonly why: LineReason } & Known)
  /** A press opens the wallet's page. */
  | ({ readonly at: "needs-wallet" } & Known)
  /** A press opens what was paid before. */
  | ({ readonly at: "owned" } & Known)
  | ({ readonly at: "paying"; readonly gesture: Gesture } & Known)
  /** The passkey's dialog is up in the frame (rule 19). */
  | ({ readonly at: "checking"; readonly why: LineReason } & Known)
  /** Sent, but no answer: a press sends the same bytes again. */
  | ({ readonly at: "unsettled" } & Known)
  /**
   * The wallet's page was opened for `grant`; the note `wallet-slow` offers to go there in this tab (rule 6). The second
   * button waits no longer, unless the note is `cancelling` already.
   */
  | ({ readonly at: "waiting"; readonly grant: string; readonly wallet: WalletView } & Known)
  | ({ readonly at: "paid" } & Bought)
  | ({ readonly at: "undoing" } & Bought)
  /**
   * Paid or opened. Where `paid`, "Ask for it back" stands in the place of Undo; `asked` as in `paid`; `week` is set with
   * the note `week` (rule 25).
   */
  | ({
      readonly at: "done";
      readonly paid: boolean;
      readonly payment: string;
      readonly asked: boolean;
      readonly week: AfterResponse["week"];
    } & Known)
  /** Nothing can be bought here. */
  | { readonly at: "stopped"; readonly hello: HelloResponse | null; readonly note: NoteKey };

export type StateName = State["at"];
export type StateAt<Name extends StateName> = Extract<State, { at: Name }>;

/** News of a grant carry no id: a frame waits for one at a time, until it ends. */
export type Event =
  /** `unsettled`: a click of before the page was loaded again has no answer yet. */
  | { readonly on: "hello"; readonly hello: HelloResponse; readonly unsettled: boolean }
  /**
   * A trusted, judged press of the main button. `grant` is a fresh id, in case this press needs one. `covered`: something
   * hid the price (rule 16), so that the wallet's page asks instead.
   */
  | {
      readonly on: "press";
      readonly grant: string;
      readonly gesture: "click" | "hold";
      readonly covered: boolean;
    }
  /** A judged press of the second button. */
  | { readonly on: "second"; readonly grant: string }
  /** Nobody pressed "Yes, pay" in time. */
  | { readonly on: "confirm-over" }
  /** A press that came too soon after a change or focus (rule 15). */
  | { readonly on: "hasty-press" }
  /** Another frame of this merchant has a key that is enrolled. */
  | { readonly on: "key-shared" }
  /** `asked`: it was paid by a passkey here. */
  | { readonly on: "outcome"; readonly outcome: PaymentOutcome; readonly asked: boolean }
  /** The passkey's dialog was cancelled, ran out of time, or cannot be used here. */
  | { readonly on: "not-checked"; readonly elsewhere: boolean }
  /** What a press does next: the same again, the wallet's page, nothing; `anew`: what the server says once asked again. */
  | {
      readonly on: "problem";
      readonly note: NoteKey;
      readonly next: "retry" | "anew" | "wallet" | "stop";
    }
  | { readonly on: "grant-opened" }
  | { readonly on: "grant-slow" }
  | { readonly on: "grant-ended" }
  | {
      readonly on: "grant-paid";
      readonly outcome: PaymentOutcome | null;
      readonly allowance: AllowanceView | null;
    }
  | { readonly on: "undo" }
  | { readonly on: "undo-over"; readonly payment: string }
  | { readonly on: "undone" }
  | { readonly on: "not-undone"; readonly tooLate: boolean }
  | { readonly on: "wish"; readonly wish: WishRequest["wish"] }
  | ({ readonly on: "week"; readonly payment: string } & AfterResponse);

export type EventName = Event["on"];
export type EventOn<Name extends EventName> = Extract<Event, { on: Name }>;

/**
 * What the shell does after a step, with the facts of the state it led to; a message is told to the page. Those of a
 * press run inside the click handler, before anything is awaited.
 */
export type Effect =
  | "hello"
  | "pay"
  | "await-confirm"
  | "prepare-wallet"
  | "prepare-check"
  | "adopt"
  | "check"
  | "open-wallet"
  | "cancel-grant"
  | "go-to-wallet"
  | "undo"
  | "end-undo"
  | "forget-key"
  | "let-go"
  | "wish-less"
  | "wish-more"
  | "after"
  | FrameMessage;

export interface Step {
  readonly state: State;
  readonly effects: readonly Effect[];
}

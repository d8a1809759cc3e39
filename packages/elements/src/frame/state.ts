import type { ProblemCode } from "@farthing/core";
import type { AllowanceView, HelloResponse, PaymentOutcome } from "@farthing/protocol";
import type { FrameMessage } from "../messages.ts";

type Outcome<Kind> = Extract<PaymentOutcome, { kind: Kind }>;

/** Which sentence stands under the button. Its words are in `words/`. */
export type NoteKey =
  | "left"
  | NonNullable<HelloResponse["why"]>
  | Outcome<"step-up">["reason"]
  | Outcome<"declined">["reason"]
  | "you-own-this"
  | "wallet-opening"
  | "wallet-slow"
  | "wallet-open"
  | "not-paid"
  | "press-again"
  | "paying"
  | "paid-undo"
  | "paid-kept"
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
}

/** All that the frame can be in. `note` is the sentence; what a press does follows from the state. */
export type State =
  /** Asking the server what to draw; `hello` is kept while asking again, so that nothing flickers. */
  | { readonly at: "starting"; readonly hello: HelloResponse | null; readonly note: NoteKey | null }
  /** The first answer did not come: a press asks again. */
  | { readonly at: "unreached"; readonly note: NoteKey }
  /** A press pays. */
  | ({ readonly at: "ready" } & Known)
  /** A press opens the wallet's page. */
  | ({ readonly at: "needs-wallet" } & Known)
  /** A press opens what was paid before. */
  | ({ readonly at: "owned" } & Known)
  | ({ readonly at: "paying" } & Known)
  /** Sent, but no answer: a press sends the same bytes again. */
  | ({ readonly at: "unsettled" } & Known)
  /** The wallet's page was opened for `grant`; the note `wallet-slow` offers to go there in this tab (rule 6). */
  | ({ readonly at: "waiting"; readonly grant: string } & Known)
  | ({ readonly at: "paid" } & Bought)
  | ({ readonly at: "undoing" } & Bought)
  /** Paid or opened, and nothing more to do here. */
  | ({ readonly at: "done"; readonly paid: boolean } & Known)
  /** Nothing can be bought here. */
  | { readonly at: "stopped"; readonly hello: HelloResponse | null; readonly note: NoteKey };

export type StateName = State["at"];
export type StateAt<Name extends StateName> = Extract<State, { at: Name }>;

/** News of a grant carry no id: a frame waits for one at a time, until it ends. */
export type Event =
  | { readonly on: "hello"; readonly hello: HelloResponse }
  /** A trusted, judged press of the main button. `grant` is a fresh id, in case this press needs one. */
  | { readonly on: "press"; readonly grant: string }
  /** A press that came too soon after a change or focus (rule 15). */
  | { readonly on: "hasty-press" }
  | { readonly on: "outcome"; readonly outcome: PaymentOutcome }
  | { readonly on: "problem"; readonly note: NoteKey; readonly next: "retry" | "wallet" | "stop" }
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
  | { readonly on: "not-undone"; readonly tooLate: boolean };

export type EventName = Event["on"];
export type EventOn<Name extends EventName> = Extract<Event, { on: Name }>;

/**
 * What the shell does after a step, with the facts of the state it led to; a message is told to the page. Those of a
 * press run inside the click handler, before anything is awaited.
 */
export type Effect =
  | "hello"
  | "pay"
  | "open-wallet"
  | "go-to-wallet"
  | "undo"
  | "end-undo"
  | "forget-key"
  | "let-go"
  | FrameMessage;

export interface Step {
  readonly state: State;
  readonly effects: readonly Effect[];
}

import type {
  AllowanceLimits,
  ApproveResponse,
  DeclineReason,
  OpenGrantResponse,
} from "@farthing/protocol";
import type { Failure } from "../kit/call.ts";

/** `allow` also opens or joins the allowance; `once` is "Only this article". */
export type Choice = "allow" | "once";

/** A sentence above the choices after something did not work: what happened, and that they may try again. */
export type Notice = "passkey-cancelled" | "offline" | "press-again" | Failure;

/** The one thing the page is doing. */
export type Phase =
  | { readonly name: "waiting" }
  | { readonly name: "ready"; readonly notice: Notice | null }
  | { readonly name: "editing" }
  | { readonly name: "passkey" }
  | { readonly name: "paying" }
  /** The answer did not arrive: the same approval may be sent again and is never paid twice. */
  | { readonly name: "unknown" }
  | { readonly name: "paid"; readonly returnTo: string; readonly owned: boolean }
  | { readonly name: "declined"; readonly reason: DeclineReason }
  | { readonly name: "stopped"; readonly why: Stop };

/** Why nothing can be paid on this page any more. */
export type Stop =
  | "cancelled"
  | "no-passkeys"
  | "burnt"
  | "expired"
  | "unreached"
  | Extract<Failure, { kind: "problem" }>;

export interface PayState {
  readonly phase: Phase;
  /** What the server said about the request; null until it did. */
  readonly view: OpenGrantResponse | null;
  /** `create` makes a wallet, `get` finds one by its passkey. */
  readonly way: "create" | "get";
  /** Limits that the payer chose; null: those of the preset, or of the standing allowance. */
  readonly chosen: AllowanceLimits | null;
}

export type PayEvent =
  | { readonly name: "opened"; readonly view: OpenGrantResponse }
  | { readonly name: "failed"; readonly failure: Failure }
  | { readonly name: "no-passkeys" }
  | { readonly name: "pressed-too-soon" }
  | { readonly name: "way"; readonly way: "create" | "get" }
  | { readonly name: "edit" }
  | { readonly name: "edited"; readonly limits: AllowanceLimits | null }
  | { readonly name: "asking" }
  | { readonly name: "passkey-cancelled" }
  | { readonly name: "approving" }
  | { readonly name: "answered"; readonly response: ApproveResponse }
  | { readonly name: "cancel" };

export const firstState: PayState = {
  phase: { name: "waiting" },
  view: null,
  way: "create",
  chosen: null,
};

/** The next state. Pure: what an event means where it cannot happen is the state as it was. */
export function reduce(state: PayState, event: PayEvent): PayState {
  const to = (phase: Phase): PayState => ({ ...state, phase });
  switch (event.name) {
    case "opened":
      return opened(state, event.view);
    case "failed":
      return to(afterFailure(state, event.failure));
    case "no-passkeys":
      return to({ name: "stopped", why: "no-passkeys" });
    case "pressed-too-soon":
      return to({ name: "ready", notice: "press-again" });
    case "way":
      // What may be chosen depends on the way (rule 2), so a choice does not outlive it.
      return { ...state, way: event.way, chosen: null, phase: { name: "ready", notice: null } };
    case "edit":
      return to({ name: "editing" });
    case "edited":
      return {
        ...state,
        chosen: event.limits ?? state.chosen,
        phase: { name: "ready", notice: null },
      };
    case "asking":
      return to({ name: "passkey" });
    case "passkey-cancelled":
      return to({ name: "ready", notice: "passkey-cancelled" });
    case "approving":
      return to({ name: "paying" });
    case "answered":
      return to(afterAnswer(event.response));
    case "cancel":
      return to({ name: "stopped", why: "cancelled" });
  }
}

function opened(state: PayState, view: OpenGrantResponse): PayState {
  const way = view.wallet === null ? "create" : "get";
  return { ...state, view, way, phase: { name: "ready", notice: null } };
}

/** Problems that end the request, and the sentence that says so. Others leave the choices open. */
const ends: Record<string, Stop> = {
  "grant-not-from-button": "burnt",
  "grant-expired": "expired",
  "offer-expired": "expired",
};

function afterFailure({ phase, view }: PayState, failure: Failure): Phase {
  const isOpening = view === null;
  if (failure.kind === "offline") {
    if (isOpening) return { name: "stopped", why: "unreached" };
    return phase.name === "paying" ? { name: "unknown" } : { name: "ready", notice: "offline" };
  }
  const end = ends[failure.code];
  if (end !== undefined) return { name: "stopped", why: end };
  if (isOpening || failure.code.startsWith("grant-")) {
    return { name: "stopped", why: failure };
  }
  // Whether it was paid is not known: never offer a second payment, only the same one again.
  const undecided = ["outcome-unknown", "internal", "unavailable"].includes(failure.code);
  if (phase.name === "paying" && undecided) return { name: "unknown" };
  return { name: "ready", notice: failure };
}

function afterAnswer({ outcome, returnTo }: ApproveResponse): Phase {
  switch (outcome.kind) {
    case "captured":
      return { name: "paid", returnTo, owned: false };
    case "owned":
      return { name: "paid", returnTo, owned: true };
    case "declined":
      return { name: "declined", reason: outcome.reason };
    case "unknown":
      return { name: "unknown" };
    case "step-up":
      // A passkey was just checked, so only a line of the allowance can be meant: choose again.
      return { name: "ready", notice: null };
  }
}

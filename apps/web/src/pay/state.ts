import type {
  AllowanceLimits,
  ApproveResponse,
  DeclineReason,
  OpenGrantResponse,
  TermsRequest,
} from "@farthing/protocol";
import type { Failure } from "../kit/call.ts";

/** `allow` also opens or joins the allowance; `once` is "Only this article"; `open` never pays. */
export type Choice = TermsRequest["choice"];

/** What whoever led here wants: `once` and `raise` come from the frame's card (rule 3), `open` from a paywall. */
export type Intent = "pay" | "once" | "raise" | "open";

/** A sentence below the choices after something did not work: what happened, and that they may try again. */
export type Notice = "passkey-cancelled" | "offline" | "press-again" | "bill-unsure" | Failure;

/** The one thing the page is doing. */
export type Phase =
  | { readonly name: "waiting" }
  | { readonly name: "ready"; readonly notice: Notice | null }
  /** `raise`: begun at the line of one click, which the price is above. */
  | { readonly name: "editing"; readonly raise: boolean }
  | { readonly name: "passkey" }
  | { readonly name: "paying" }
  /** The answer did not arrive: the same approval may be sent again and is never paid twice. */
  | { readonly name: "unknown" }
  /** `onBill`: not paid, but on a guest's bill. */
  | {
      readonly name: "paid";
      readonly returnTo: string;
      readonly owned: boolean;
      readonly onBill?: boolean;
    }
  /** Agreed to: it is made then, unless the payer cancels. */
  | {
      readonly name: "held";
      readonly payment: string;
      readonly until: number;
      readonly returnTo: string;
    }
  /** A payment that was held and is let go of: by the payer's press on this page, or elsewhere before. */
  | { readonly name: "released" }
  | {
      readonly name: "declined";
      readonly reason: DeclineReason;
      /** When the limit that refused has room again; `null`: no limit of the wallet refused, or it has room already. */
      readonly moreAt: number | null;
      /** Whether a limit of the wallet refused; else the policy did. */
      readonly isLimit: boolean;
    }
  | { readonly name: "stopped"; readonly why: Stop };

/** Why nothing can be paid on this page any more, where the page has words of its own for it. */
export type StopName =
  | "cancelled"
  /** In the frame, while this page was open. */
  | "cancelled-there"
  /** A guest wants nothing more on the bill (rule 21). */
  | "bill-stopped"
  | "no-passkeys"
  /** Reached by something else than the button (rule 4). */
  | "burnt"
  /** The address asks for nothing, or for something that cannot be. */
  | "nothing-asked"
  | "broken"
  | "expired"
  | "unreached"
  | "reloaded"
  /** Reloaded after the approval was sent: nobody here knows what became of it. */
  | "reloaded-late"
  /** Answered on this very page before: by Back, or a reload of "Paid". */
  | "paid-before"
  /** The request had an answer when the page opened. */
  | "answered"
  /** It got one in another window while this page was open. */
  | "over";

export type Stop = StopName | Extract<Failure, { kind: "problem" }>;

export interface PayState {
  readonly phase: Phase;
  /** What the server said about the request; null until it did. */
  readonly view: OpenGrantResponse | null;
  /** `create` makes a wallet, `get` finds one by its passkey. */
  readonly way: "create" | "get";
  /** Limits that the payer chose; null: those of the preset, or of the standing allowance. */
  readonly chosen: AllowanceLimits | null;
  /** `open` what was paid before, or pay; `buy`: asked to open it, and the wallet had not paid for it. */
  readonly aim: "open" | "pay" | "buy";
  /** "Others use this device: ask every time" (rule 2): nothing is enrolled. */
  readonly everyTime: boolean;
}

export type PayEvent =
  | { readonly name: "opened"; readonly view: OpenGrantResponse; readonly intent: Intent }
  | { readonly name: "failed"; readonly failure: Failure }
  | { readonly name: "stop"; readonly why: StopName }
  | { readonly name: "pressed-too-soon" }
  | { readonly name: "way"; readonly way: "create" | "get" }
  | { readonly name: "edit"; readonly raise: boolean }
  | { readonly name: "every-time"; readonly on: boolean }
  /** "I have not paid for it yet": to the ordinary choices. */
  | { readonly name: "buy" }
  | { readonly name: "edited"; readonly limits: AllowanceLimits | null }
  | { readonly name: "asking" }
  | { readonly name: "passkey-cancelled" }
  | { readonly name: "approving" }
  /** Nobody knows whether the bill is paid: it may be paid again, and never twice. */
  | { readonly name: "bill-unsure" }
  | { readonly name: "answered"; readonly response: ApproveResponse }
  | { readonly name: "hold-cancelled" };

export const firstState: PayState = {
  phase: { name: "waiting" },
  view: null,
  way: "create",
  chosen: null,
  aim: "pay",
  everyTime: false,
};

/** The next state. Pure: what an event means where it cannot happen is the state as it was. */
export function reduce(state: PayState, event: PayEvent): PayState {
  const to = (phase: Phase): PayState => ({ ...state, phase });
  switch (event.name) {
    case "opened":
      return opened(state, event);
    case "failed":
      return to(afterFailure(state, event.failure));
    case "stop":
      return to({ name: "stopped", why: event.why });
    case "pressed-too-soon":
      return to({ name: "ready", notice: "press-again" });
    case "way":
      // What may be chosen depends on the way (rule 2), so a choice does not outlive it.
      return { ...state, way: event.way, chosen: null, phase: { name: "ready", notice: null } };
    case "edit":
      return to({ name: "editing", raise: event.raise });
    case "every-time":
      return { ...to({ name: "ready", notice: null }), everyTime: event.on };
    case "buy":
      return {
        ...to({ name: "ready", notice: null }),
        aim: "pay",
        way: state.view?.wallet ? "get" : "create",
      };
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
    case "bill-unsure":
      return to({ name: "ready", notice: "bill-unsure" });
    case "answered":
      return answered(state, event.response);
    case "hold-cancelled":
      return to({ name: "released" });
  }
}

function opened(
  state: PayState,
  { view, intent }: { view: OpenGrantResponse; intent: Intent },
): PayState {
  // What led here counts once: after signing out or a top-up the page goes on where it was.
  const isFirst = state.view === null;
  const aim = isFirst && (intent === "open" || view.owned) ? "open" : state.aim;
  const way = view.wallet === null && aim === "pay" ? "create" : "get";
  const raises = isFirst && intent === "raise" && view.mayEnrol && view.standing !== null;
  const phase: Phase = raises ? { name: "editing", raise: true } : { name: "ready", notice: null };
  return { ...state, view, way, aim, phase };
}

/** Problems that end the request, and the sentence that says so. Others leave the choices open. */
const ends: Record<string, StopName> = {
  "grant-not-from-button": "burnt",
  "grant-cancelled": "cancelled-there",
  "grant-expired": "expired",
  "offer-expired": "expired",
  "offer-invalid": "broken",
};

/** Problems that mean something else before the page has opened than after. */
const endsOpening: Record<string, StopName> = {
  "grant-used": "answered",
  "grant-not-found": "broken",
  "invalid-request": "broken",
};

function afterFailure({ phase, view }: PayState, failure: Failure): Phase {
  const isOpening = view === null;
  if (failure.kind === "offline") {
    if (isOpening) return { name: "stopped", why: "unreached" };
    return phase.name === "paying" ? { name: "unknown" } : { name: "ready", notice: "offline" };
  }
  const end = ends[failure.code] ?? (isOpening ? endsOpening[failure.code] : undefined);
  if (end !== undefined) return { name: "stopped", why: end };
  if (isOpening) return { name: "stopped", why: failure };
  if (failure.code.startsWith("grant-")) return { name: "stopped", why: "over" };
  // Cancelling failed: the payment is held still, or its hold is over; the page says which.
  if (phase.name === "held") return phase;
  if (phase.name === "paying" && isUndecided(failure)) return { name: "unknown" };
  return { name: "ready", notice: failure };
}

/** Whether an approval that failed like this may have been paid: never offer a second one, only the same again. */
export function isUndecided(failure: Failure): boolean {
  if (failure.kind === "offline") return true;
  return ["outcome-unknown", "internal", "unavailable"].includes(failure.code);
}

function answered(state: PayState, { outcome, returnTo }: ApproveResponse): PayState {
  const to = (phase: Phase): PayState => ({ ...state, phase });
  switch (outcome.kind) {
    case "captured":
      return to({ name: "paid", returnTo, owned: false, onBill: outcome.bill !== undefined });
    case "owned":
      return to({ name: "paid", returnTo, owned: true });
    case "declined":
      // The request is still open, so the ordinary choices follow.
      if (outcome.reason === "not-owned")
        return { ...to({ name: "ready", notice: null }), aim: "buy" };
      return to({
        name: "declined",
        reason: outcome.reason,
        moreAt: outcome.limit?.moreAt ?? null,
        isLimit: outcome.limit !== undefined,
      });
    case "unknown":
      return to({ name: "unknown" });
    case "held":
      return to({ name: "held", payment: outcome.payment, until: outcome.until, returnTo });
    case "released":
      return to({ name: "released" });
    case "step-up":
      // A passkey was just checked, so only a line of the allowance can be meant: choose again.
      return to({ name: "ready", notice: null });
  }
}

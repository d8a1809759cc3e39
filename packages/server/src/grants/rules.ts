import type { ProblemCode } from "@farthing/core";
import type { GrantStatus } from "@farthing/protocol";

/** What can happen to a grant request (frame-and-grant.md rules 2, 4 and 5). */
export type GrantEvent =
  /** The wallet's page was reached by the button and shows the request; a reload shows it again. */
  | "open"
  /** The page was reached any other way: the request is good for nothing from then on. */
  | "burn"
  | "approve"
  /** The page went away without an answer. */
  | "leave"
  /** The frame waits no longer: the payer pressed Cancel there. */
  | "cancel"
  /** Five minutes are over. */
  | "expire";

/** How a grant stands, as it is stored: the frame hears `closed` for one that it cancelled. */
export type GrantState = GrantStatus | "cancelled";

/** What becomes of a grant; a pair that is not here changes nothing. */
const next: Record<GrantState, Partial<Record<GrantEvent, GrantState>>> = {
  waiting: {
    open: "opened",
    burn: "closed",
    leave: "closed",
    cancel: "cancelled",
    expire: "expired",
  },
  opened: {
    open: "opened",
    burn: "closed",
    approve: "approved",
    leave: "closed",
    cancel: "cancelled",
    expire: "expired",
  },
  approved: {},
  closed: {},
  cancelled: {},
  expired: {},
};

/** The status after `event`, or `null` when a grant in that status does not take it. */
export function nextStatus(status: GrantState, event: GrantEvent): GrantState | null {
  return next[status][event] ?? null;
}

/** The statuses in which a grant takes `event`. */
export function statusesTaking(event: GrantEvent): GrantState[] {
  return (Object.keys(next) as GrantState[]).filter((status) => next[status][event] !== undefined);
}

/** The state as the frame hears it. */
export function statusOf(state: GrantState): GrantStatus {
  return state === "cancelled" ? "closed" : state;
}

/** What to say to someone who comes with `event` when the grant does not take it any more. */
export const refusal: Record<GrantState, ProblemCode> = {
  waiting: "grant-not-from-button",
  opened: "grant-used",
  approved: "grant-used",
  closed: "grant-used",
  cancelled: "grant-cancelled",
  expired: "grant-expired",
};

/** How long a grant request lives, in milliseconds (rule 4). */
export const grantLifeMs = 300_000;

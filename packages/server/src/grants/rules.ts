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
  /** Five minutes are over. */
  | "expire";

/** What becomes of a grant; a pair that is not here changes nothing. */
const next: Record<GrantStatus, Partial<Record<GrantEvent, GrantStatus>>> = {
  waiting: { open: "opened", burn: "closed", leave: "closed", expire: "expired" },
  opened: {
    open: "opened",
    burn: "closed",
    approve: "approved",
    leave: "closed",
    expire: "expired",
  },
  approved: {},
  closed: {},
  expired: {},
};

/** The status after `event`, or `null` when a grant in that status does not take it. */
export function nextStatus(status: GrantStatus, event: GrantEvent): GrantStatus | null {
  return next[status][event] ?? null;
}

/** The statuses in which a grant takes `event`. */
export function statusesTaking(event: GrantEvent): GrantStatus[] {
  return (Object.keys(next) as GrantStatus[]).filter((status) => next[status][event] !== undefined);
}

/** What to say to someone who comes with `event` when the grant does not take it any more. */
export const refusal: Record<GrantStatus, ProblemCode> = {
  waiting: "grant-not-from-button",
  opened: "grant-used",
  approved: "grant-used",
  closed: "grant-used",
  expired: "grant-expired",
};

/** How long a grant request lives, in milliseconds (rule 4). */
export const grantLifeMs = 300_000;

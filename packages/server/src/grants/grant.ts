import { assert, type Instant, later, ProblemError } from "@farthing/core";
import { GrantStatus, Terms } from "@farthing/protocol";
import { z } from "zod";
import type { Deps } from "../deps.ts";
import type { RequestState } from "../http/context.ts";
import { type Rung, rungOf } from "../payments/rung.ts";
import type { GrantTable } from "../store/tables.ts";
import {
  type GrantEvent,
  grantLifeMs,
  type GrantState,
  refusal,
  statusesTaking,
  statusOf,
} from "./rules.ts";

/** What `grants.terms` holds: what was last agreed to, and how it was answered. */
export const Agreement = z.object({
  terms: Terms,
  /** The payer asked for limits of their own: only then does a standing allowance change. */
  chosen: z.boolean(),
  /** Once it is approved, this browser pays nothing by itself at this merchant (rule 2). */
  everyTime: z.boolean().default(false),
  /** The policy wants the payer's other devices told, by what is known of who approved. */
  notice: z.boolean().default(false),
  /** What the policy said of whoever approved (`decidedBy.ts`); null: nothing was to be paid, or nobody did. */
  by: z.string().nullable().default(null),
  /** The id of a wallet to be made; null when an existing one is to be used. */
  newPayer: z.string().nullable(),
  /** The passkey's answer that was believed, and what came of it: the same answer again hears the same. */
  answer: z
    .object({
      /** SHA-256 of it, base64url. */
      credential: z.string(),
      /** The journal entry that it led to, decimal; null while that is not known. */
      entry: z.string().nullable(),
      /** It was declined or refused: nothing is on its way to the ledger, and the same answer may begin again. */
      over: z.boolean().default(false),
    })
    .nullable(),
});

export type Agreement = z.infer<typeof Agreement>;

/** A grant request as it is now: `status` says `expired` when its time is over. */
export interface Grant {
  readonly row: GrantTable;
  readonly status: GrantState;
  readonly agreement: Agreement | null;
}

/** The part of a row that every new request begins with: nobody has seen it, and its time runs. */
export function waitingRow(now: Instant) {
  return {
    return_nonce_hash: null,
    status: "waiting",
    terms: null,
    passkey_way: null,
    payer_id: null,
    payment_id: null,
    allowance_id: null,
    created_at: now,
    expires_at: later(now, grantLifeMs),
  } satisfies Partial<GrantTable>;
}

/** The rung of the frame that asked; a page that was reached with an offer has none. */
function rungOfGrant({ row }: Grant): Rung {
  return rungOf({ isKept: row.key_kept === 1, hasCookie: row.partition_hash !== null });
}

/** A request is about this grant: what is asked of its payer counts for that merchant, price and rung. */
export function noteGrant(state: RequestState, grant: Grant): void {
  state.rung = rungOfGrant(grant);
  state.merchant = grant.row.merchant_id;
  state.asked = { id: grant.row.id };
  if (grant.agreement !== null) state.price = BigInt(grant.agreement.terms.amount);
}

/** The grant of that id, or `null`. */
export async function findGrant(deps: Deps, id: string): Promise<Grant | null> {
  const row = await deps.store
    .selectFrom("grants")
    .selectAll()
    .where("id", "=", id)
    .executeTakeFirst();
  return row === undefined ? null : grantOf(deps, row);
}

/** The grant of that id. Throws `grant-not-found`. */
export async function loadGrant(deps: Deps, id: string): Promise<Grant> {
  const grant = await findGrant(deps, id);
  if (grant === null) throw new ProblemError("grant-not-found");
  return grant;
}

/** The grant in a row, its status as of now. */
export function grantOf(deps: Deps, row: GrantTable): Grant {
  const stored = row.status === "cancelled" ? row.status : GrantStatus.parse(row.status);
  const agreement = row.terms === null ? null : Agreement.parse(JSON.parse(row.terms));
  const isLate = deps.clock.now() >= row.expires_at && statusesTaking("expire").includes(stored);
  return { row, status: isLate && !isUnderWay(agreement) ? "expired" : stored, agreement };
}

/**
 * Whether an approval was begun of which nobody can say yet that it does not pay. Until then the request neither ends
 * nor takes other terms: who gives it up would hear "Nothing was charged", and the ledger might still pay.
 */
export function isUnderWay(agreement: Agreement | null): boolean {
  const answer = agreement?.answer ?? null;
  return answer !== null && answer.entry === null && !answer.over;
}

/**
 * Ends the grant as it was read, in one statement. False: it takes no end, an approval is under way, or it changed
 * meanwhile, which an approval that begins does too.
 */
export async function endGrant(
  deps: Deps,
  { row, agreement }: Grant,
  end: { event: GrantEvent; to: GrantState },
): Promise<boolean> {
  if (isUnderWay(agreement)) return false;
  const { numUpdatedRows } = await deps.store
    .updateTable("grants")
    .set({ status: end.to })
    .where("id", "=", row.id)
    .where("status", "in", statusesTaking(end.event))
    .where("terms", "is", row.terms)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) return false;
  deps.grantHub.publish(row.id, statusOf(end.to));
  return true;
}

/**
 * Moves the grant by `event` and writes `facts` with it, in one statement: of two at once one wins.
 * Throws what `refusal` says when the grant does not take the event (any more).
 */
export async function moveGrant(
  deps: Deps,
  { row }: Grant,
  move: { event: GrantEvent; to: GrantState; facts?: Partial<GrantTable> },
): Promise<void> {
  const done = await deps.store
    .updateTable("grants")
    .set({ ...move.facts, status: move.to })
    .where("id", "=", row.id)
    .where("status", "in", statusesTaking(move.event))
    .where("expires_at", ">", deps.clock.now())
    .executeTakeFirst();
  if (done.numUpdatedRows !== 1n) {
    const now = await loadGrant(deps, row.id);
    throw new ProblemError(refusal[now.status]);
  }
  deps.grantHub.publish(row.id, statusOf(move.to));
}

/** The agreement of a grant whose terms were fixed. Throws `grant-used` before that. */
export function agreementOf(grant: Grant): Agreement {
  if (grant.agreement === null) throw new ProblemError("grant-used", "no terms were asked for");
  assert(grant.agreement.terms.grant === grant.row.id, "terms belong to their grant");
  return grant.agreement;
}

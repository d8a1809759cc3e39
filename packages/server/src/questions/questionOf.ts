import { noTier, tierOf } from "../balance/tierOf.ts";
import type { RequestState } from "../http/context.ts";
import type { QuestionKind, QuestionTable } from "../store/balanceTables.ts";

/** What a question or a no is about. */
export interface Asked {
  /** The entry that was asked for, by name; the grant; or the payment that a passkey in the frame would make. */
  readonly id: string;
  readonly payer?: string;
  /** The offer's hash, by which a later payment of the same is found. */
  readonly offer?: string;
  /** What decided (`decidedBy.ts`). */
  decided?: string | null;
  /** Of what was refused before the ledger heard of it: what was signed, and what was answered. */
  refusal?: { readonly facts: string; readonly answer: string };
}

/** A question as it is written down. */
export type Question = Omit<QuestionTable, "at" | "outcome" | "failures">;

/** What the answer to a request asks of a payer, or turns one down for; null: nothing. */
export function questionOf(state: RequestState): Question | null {
  const kind = kindOf(state);
  if (kind === null) return null;
  const { id, asked, merchant = "", price, outcome = "" } = state;
  return {
    id: asked?.id ?? id,
    kind,
    merchant_id: merchant,
    tier: price === undefined ? noTier : tierOf(price),
    payer_id: asked?.payer ?? null,
    offer_hash: asked?.offer ?? null,
    reason: outcome.split(":")[1] ?? "",
    decided: asked?.decided ?? null,
    facts: asked?.refusal?.facts ?? null,
    answer: asked?.refusal?.answer ?? null,
  };
}

function kindOf({ prompt, outcome, problem }: RequestState): QuestionKind | null {
  // A passkey on the wallet's page is a part of that page.
  if (problem !== undefined || prompt === "passkey") return null;
  return prompt ?? (outcome?.startsWith("declined") === true ? "declined" : null);
}

import { bytesEqual } from "@farthing/core";
import type { FullEntry, FullTransfer } from "../fullEntry.ts";
import type { AnswerStatus } from "../status.ts";
import type { KnownEntry, Submission } from "./state.ts";
import { factsOf } from "./state.ts";

/** TigerBeetle's order, in which two transfers of one id are compared. */
const fields: readonly (readonly [keyof FullTransfer, AnswerStatus])[] = [
  ["flags", "exists_with_different_flags"],
  ["pendingId", "exists_with_different_pending_id"],
  ["timeout", "exists_with_different_timeout"],
  ["debit", "exists_with_different_debit_account_id"],
  ["credit", "exists_with_different_credit_account_id"],
  ["amount", "exists_with_different_amount"],
  ["userData128", "exists_with_different_user_data_128"],
  ["userData64", "exists_with_different_user_data_64"],
  ["userData32", "exists_with_different_user_data_32"],
  ["asset", "exists_with_different_ledger"],
  ["code", "exists_with_different_code"],
];

/** The first field in which the transfers of two entries differ, or that something else does. */
function firstDifference(known: FullEntry, asked: FullEntry): AnswerStatus {
  for (const [index, transfer] of asked.transfers.entries()) {
    const before = known.transfers[index];
    if (before === undefined) break;
    const different = fields.find(([field]) => before[field] !== transfer[field]);
    if (different !== undefined) return different[1];
  }
  return "exists_with_different_facts";
}

/**
 * What another attempt with a known id is told: `null`, the same facts, so the first answer again. An
 * id that failed stays failed whatever is asked with it (TigerBeetle's `id_already_failed`).
 */
export function differenceOf(known: KnownEntry, asked: Submission): AnswerStatus | null {
  const before = known.submission;
  if (bytesEqual(factsOf(before), factsOf(asked))) return null;
  if (known.status !== "created") return "id_already_failed";
  // What the caller's own facts stand for is the caller's to say.
  if (before.entry.facts !== null || asked.entry.facts !== null) {
    return "exists_with_different_facts";
  }
  return firstDifference(before.entry, asked.entry);
}

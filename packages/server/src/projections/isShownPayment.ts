import type { StoredEntry } from "@farthing/ledger";
import { readMemo } from "../payments/memo.ts";

/** Whether the payments table has a row for that journal entry. Throws when its memo cannot be read. */
export function isShownPayment(entry: Pick<StoredEntry, "leafIndex" | "memo">): boolean {
  if (entry.leafIndex === null || entry.memo.length === 0) return false;
  const { kind } = readMemo(entry.memo);
  return kind === "payment" || kind === "top-up";
}

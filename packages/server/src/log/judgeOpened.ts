import { bytesEqual } from "@farthing/core";
import type { ExportAuditOptions, HolderOf, Judged, OpenedEntry } from "@farthing/ledger";
import { closedCommitment, saltedCommitment } from "../payments/commitment.ts";
import { erasedKey } from "../payments/keys.ts";
import type { Memo } from "../payments/memo.ts";
import { memoOf, movesWhatItSays, onlyEndsHolds } from "./judgeMoves.ts";

const saltBytes = 32;

/**
 * For an audit: what each entry says against its leaf and against the money it moved; and at the end, whether every payer
 * whose part is closed was erased. What it keeps in memory grows with those payers alone.
 */
export function newEntryJudge(): Required<Pick<ExportAuditOptions, "judgeEntry" | "judgeEnd">> {
  const closed = new Map<string, bigint>();
  return {
    judgeEntry(entry, holderOf) {
      const judged = judgeOpened(entry, holderOf);
      const isShut = judged === "closed" || judged === "sealed";
      const payer = isShut ? payerOf(memoOf(entry.memo)) : null;
      // The newest: an audit of a range asks whether it is of one in it.
      if (payer !== null) closed.set(payer, entry.seq);
      return judged;
    },
    judgeEnd: (holderOf) =>
      [...closed]
        .filter(([payer]) => !wasErased(payer, holderOf))
        .map(([, seq]) => ({
          seq,
          why: `Entry ${seq} keeps its payer's part closed, and no entry that was replayed erases that payer: audit what follows with it, or export it with all salts.`,
        })),
  };
}

/** Whether what an entry says of itself is what its leaf in the log was made of, and whether it moved that money. */
export function judgeOpened(
  { id, memo: bytes, salts, commitment, transfers }: OpenedEntry,
  holderOf: HolderOf,
): Judged {
  if (bytes.length === 0) return judgeSilent({ salts, commitment, transfers });
  const memo = memoOf(bytes);
  if (memo === null) return { wrong: "says nothing that can be read." };
  const salt = (at: number) => salts.subarray(saltBytes * at, saltBytes * (at + 1));
  const [shared, payer, merchant] = [salt(0), salt(1), salt(2)];
  const isOpen = bytesEqual(saltedCommitment(memo, id, { shared, payer, merchant }), commitment);
  const isClosed = () =>
    payerOf(memo) !== null &&
    bytesEqual(closedCommitment(memo, id, { shared, payerGroup: payer, merchant }), commitment);
  const isSealed = !isOpen && maySeal(memo) && isZero(salts);
  if (!isOpen && !isSealed && !isClosed()) {
    return { wrong: "says something else than what its leaf in the log was made of." };
  }
  if (!movesWhatItSays(memo, transfers, holderOf)) {
    return { wrong: `is a ${memo.kind}, and does not move the money that it says.` };
  }
  if (isSealed) return "sealed";
  return isOpen ? "opened" : "closed";
}

/** Version 0.1 kept no commitment of an erased payer's other entries: they say what they moved, and no more. */
function maySeal(memo: Memo): boolean {
  return payerOf(memo) !== null && memo.kind !== "payment" && memo.kind !== "top-up";
}

function isZero(bytes: Uint8Array): boolean {
  return bytes.every((byte) => byte === 0);
}

/** The ledger's own: of no facts at all. */
function judgeSilent({
  salts,
  commitment,
  transfers,
}: Pick<OpenedEntry, "salts" | "commitment" | "transfers">): Judged {
  if (!isZero(salts) || !isZero(commitment))
    return { wrong: "says nothing, and its leaf in the log was made of something." };
  return onlyEndsHolds(transfers)
    ? "opened"
    : { wrong: "says nothing, and does more than to end holds." };
}

function payerOf(memo: Memo | null): string | null {
  return memo !== null && "payer" in memo ? memo.payer : null;
}

/** Erased before the first entry: the opening balances say so, and are taken at their word. */
function wasErased(payer: string, holderOf: HolderOf): boolean {
  const holder = holderOf(erasedKey(payer));
  if (holder === null || holder === "before") return holder === "before";
  const memo = memoOf(holder.memo);
  return memo?.kind === "erase" && memo.payer === payer;
}

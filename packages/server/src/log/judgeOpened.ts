import { bytesEqual } from "@farthing/core";
import type { OpenedEntry } from "@farthing/ledger";
import { saltedCommitment } from "../payments/commitment.ts";
import { accountId } from "../payments/keys.ts";
import { type Memo, type PaymentMemo, readMemo } from "../payments/memo.ts";

const saltBytes = 32;

/**
 * For an audit: whether what an entry says of itself is what its leaf in the log was made of, and whether it moved that
 * money between these two. `null`, or the rest of a sentence that begins with the entry.
 */
export function judgeOpened({
  id,
  memo: bytes,
  salts,
  commitment,
  ...entry
}: OpenedEntry): string | null {
  let memo: Memo;
  try {
    memo = readMemo(bytes);
  } catch {
    return "says nothing that can be read.";
  }
  const salt = (at: number) => salts.subarray(saltBytes * at, saltBytes * (at + 1));
  const made = saltedCommitment(memo, id, {
    shared: salt(0),
    payer: salt(1),
    merchant: salt(2),
  });
  if (!bytesEqual(made, commitment)) {
    return "says something else than what its leaf in the log was made of.";
  }
  return movesWhatItSays(memo, entry.transfers)
    ? null
    : `is a ${memo.kind}, and does not move the money that it says.`;
}

type Moves = OpenedEntry["transfers"];

/** Every other kind moves money by what it names, which the rules alone decide. */
function movesWhatItSays(memo: Memo, transfers: Moves): boolean {
  if (memo.kind === "payment") {
    const { from, to } = sidesOf(memo);
    return moves(memo, transfers, ({ debit, credit }) => debit === from && credit === to);
  }
  if (memo.kind !== "top-up") return true;
  const to = accountId("payer", memo.payer);
  return moves(memo, transfers, ({ credit }) => credit === to);
}

function sidesOf({ tab, payer, merchant }: PaymentMemo): { from: bigint; to: bigint } {
  return tab === true
    ? { from: accountId("tab", payer), to: accountId("merchant-unsettled", merchant) }
    : { from: accountId("payer", payer), to: accountId("merchant", merchant) };
}

function moves(
  { amount, asset }: { amount: string; asset: string },
  transfers: Moves,
  between: (move: Moves[number]) => boolean,
): boolean {
  return transfers.some(
    (move) => move.amount === BigInt(amount) && move.asset === asset && between(move),
  );
}

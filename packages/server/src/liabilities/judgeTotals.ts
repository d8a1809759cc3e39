import type { AccountBalance } from "@farthing/ledger";
import { type LiabilitiesMemo, readMemo } from "../payments/memo.ts";
import { addOwed, isOwed, type Owed } from "./owed.ts";

/** Stands in the memo of each entry that seals a total. */
export const totalMark = '"liabilities"';

/** Recomputes the totals that a journal sealed, while that journal is replayed. */
export interface TotalsJudge {
  /** Before the replay, for every entry that may seal a total: which moments it speaks of. */
  readonly expect: (memo: Uint8Array) => void;
  /** Behind each commit, with every account as it is then. */
  readonly atCommit: (seq: bigint, accounts: () => Iterable<AccountBalance>) => void;
  /** Whether the total that an entry seals is right: the rest of a sentence that begins with the entry, or `null`. */
  readonly judge: (entry: { readonly seq: bigint; readonly memo: Uint8Array }) => string | null;
  /** Totals, sealed from entry `from` on, that were recomputed, and those of before the replay's beginning. */
  readonly counts: (from: bigint) => { readonly recomputed: number; readonly before: number };
}

/**
 * Sum and receivable of each total must be what the balances come to after the entry that it names. Its tree cannot be
 * built again: the salts of its leaves come from the server's field key.
 */
export function newTotalsJudge(): TotalsJudge {
  const moments = new Set<bigint>();
  const known = new Map<bigint, ReadonlyMap<string, Owed>>();
  // Entries, one a day: small enough to keep.
  const judged: Record<"recomputed" | "before", bigint[]> = { recomputed: [], before: [] };
  let begin: bigint | null = null;
  return {
    expect(bytes) {
      const memo = totalIn(bytes);
      const at = memo === null ? null : momentOf(memo);
      if (at !== null) moments.add(at);
    },
    atCommit(seq, accounts) {
      begin ??= seq;
      if (moments.delete(seq)) known.set(seq, owedIn(accounts()));
    },
    judge({ seq, memo: bytes }) {
      const memo = totalIn(bytes);
      if (memo === null) return null;
      const at = momentOf(memo);
      if (at === null || at >= seq) {
        return `seals a total of entry ${memo.at}, and there is none such before it.`;
      }
      if (begin === null || at < begin) {
        judged.before.push(seq);
        return null;
      }
      const all = known.get(at);
      if (all === undefined) {
        return `seals a total of entry ${at}, and no commit of the journal ended there.`;
      }
      judged.recomputed.push(seq);
      return differenceOf(memo, all.get(memo.asset) ?? { sum: 0n, receivable: 0n });
    },
    counts(from) {
      const there = (seqs: readonly bigint[]) => seqs.filter((seq) => seq >= from).length;
      return { recomputed: there(judged.recomputed), before: there(judged.before) };
    },
  };
}

function totalIn(bytes: Uint8Array): LiabilitiesMemo | null {
  if (!Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length).includes(totalMark)) return null;
  try {
    const memo = readMemo(bytes);
    return memo.kind === "liabilities" ? memo : null;
  } catch {
    return null;
  }
}

function momentOf({ at }: LiabilitiesMemo): bigint | null {
  return /^\d{1,18}$/.test(at) ? BigInt(at) : null;
}

function owedIn(accounts: Iterable<AccountBalance>): Map<string, Owed> {
  const all = new Map<string, Owed>();
  for (const { asset, code, creditsPosted, debitsPosted } of accounts) {
    if (!isOwed(code)) continue;
    const owed = all.get(asset) ?? { sum: 0n, receivable: 0n };
    addOwed(owed, creditsPosted - debitsPosted);
    all.set(asset, owed);
  }
  return all;
}

function differenceOf(memo: LiabilitiesMemo, { sum, receivable }: Owed): string | null {
  const { day, asset, at } = memo;
  if (memo.sum === sum.toString() && memo.receivable === receivable.toString()) return null;
  return `seals for ${day} that ${memo.sum} of ${asset} are owed and ${memo.receivable} are to come, and the balances after entry ${at} come to ${sum} and ${receivable}.`;
}

import { type Asset } from "@farthing/core";
import type { RefusedAt } from "../result.ts";
import type { Recorded } from "../rules/execute.ts";
import { entryStatuses, type EntryStatus, statusCode } from "../status.ts";

/** What a post, void or expiry moved: `StoredTransfer` needs it and the entry does not say it. */
export interface SettledFacts {
  readonly index: number;
  readonly debit: bigint;
  readonly credit: bigint;
  readonly amount: bigint;
  readonly asset: Asset;
  readonly code: number;
}

/** What the rules answered to a recorded entry, as the journal keeps it and the writer sends it. */
export interface Verdict {
  readonly status: EntryStatus;
  readonly at: RefusedAt | null;
  readonly settled: readonly SettledFacts[];
}

const parts = ["account", "transfer", "limit", "use", "claim", "release", "counter"] as const;

/** Numbers over 64 bits travel as decimal text: verdicts with any are rare. */
type RawAt = [part: number, index: number, key?: string, holder?: string, available?: string];
type RawSettled = [
  index: number,
  debit: string,
  credit: string,
  amount: bigint,
  asset: Asset,
  code: number,
];

/** A verdict in plain arrays, for CBOR and for messages between threads. */
export type RawVerdict = [status: number, at: RawAt | null, settled: RawSettled[] | null];

const created: RawVerdict = [statusCode("created"), null, null];

/** The verdict on a recorded entry. */
export function verdictOf(recorded: Recorded): Verdict {
  const settled = recorded.settled.map(({ index, hold, amount }) => {
    const { debit, credit, asset, code } = hold;
    return { index, debit, credit, amount, asset, code };
  });
  return { status: recorded.status, at: recorded.at, settled };
}

export function rawVerdict(verdict: Verdict): RawVerdict {
  const { status, at, settled } = verdict;
  if (status === "created" && settled.length === 0) return created;
  const text = (value: bigint | undefined) => value?.toString() ?? "";
  const rawAt: RawAt | null =
    at === null
      ? null
      : [parts.indexOf(at.part), at.index, text(at.key), text(at.holder), text(at.available)];
  const rawSettled = settled.map((one): RawSettled => [
    one.index,
    one.debit.toString(),
    one.credit.toString(),
    one.amount,
    one.asset,
    one.code,
  ]);
  return [statusCode(status), rawAt, rawSettled.length === 0 ? null : rawSettled];
}

function atOf(raw: RawAt): RefusedAt {
  const [part, index, key, holder, available] = raw;
  return {
    part: parts[part] ?? "transfer",
    index,
    ...(key ? { key: BigInt(key) } : {}),
    ...(holder ? { holder: BigInt(holder) } : {}),
    ...(available ? { available: BigInt(available) } : {}),
  };
}

export function verdictOfRaw(raw: RawVerdict): Verdict {
  const settled = (raw[2] ?? []).map(([index, debit, credit, amount, asset, code]) => {
    return { index, debit: BigInt(debit), credit: BigInt(credit), amount, asset, code };
  });
  const at = raw[1] === null ? null : atOf(raw[1]);
  return { status: entryStatuses[raw[0]] ?? "created", at, settled };
}

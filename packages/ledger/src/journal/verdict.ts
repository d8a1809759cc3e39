import { assert } from "@farthing/core";
import type { RefusedAt } from "../result.ts";
import type { Recorded } from "../rules/execute.ts";
import type { Resolved } from "../rules/runTransfers.ts";
import { type AnswerStatus, answerStatuses, statusCode } from "../status.ts";
import type { ByteReader } from "./byteReader.ts";
import type { ByteWriter } from "./byteWriter.ts";
import { readTransfer, writeTransfer } from "./eventBytes.ts";

/** What the rules answered to an entry, as the journal keeps it and the writer sends it. */
export interface Verdict {
  readonly status: AnswerStatus;
  readonly at: RefusedAt | null;
  /** Transfers that did not happen word for word: posts, voids, expiries, balancing ones. */
  readonly resolved: readonly Resolved[];
}

const parts = ["account", "transfer", "limit", "use", "claim", "release", "counter"] as const;
const none: readonly never[] = [];
const has = { at: 1, resolved: 2 } as const;
const atHas = { key: 1, holder: 2, available: 4 } as const;

/** The verdict on a recorded entry. */
export function verdictOf({ status, at, resolved }: Recorded): Verdict {
  return { status, at, resolved };
}

function writeAt(to: ByteWriter, { part, index, key, holder, available }: RefusedAt): void {
  to.u8(parts.indexOf(part));
  to.u8(index);
  to.u8(
    (key === undefined ? 0 : atHas.key) |
      (holder === undefined ? 0 : atHas.holder) |
      (available === undefined ? 0 : atHas.available),
  );
  if (key !== undefined) to.u128(key);
  if (holder !== undefined) to.u128(holder);
  if (available !== undefined) writeSigned(to, available);
}

/** What is left may be below zero: of an account that was drawn before it got a floor. */
function writeSigned(to: ByteWriter, value: bigint): void {
  to.u8(value < 0n ? 1 : 0);
  to.amount(value < 0n ? -value : value);
}

function readSigned(from: ByteReader): bigint {
  const isNegative = from.u8() === 1;
  const value = from.amount();
  return isNegative ? -value : value;
}

function readAt(from: ByteReader): RefusedAt {
  const part = parts[from.u8()];
  assert(part !== undefined, "a refusal names a part");
  const index = from.u8();
  const bits = from.u8();
  return {
    part,
    index,
    ...(bits & atHas.key ? { key: from.u128() } : {}),
    ...(bits & atHas.holder ? { holder: from.u128() } : {}),
    ...(bits & atHas.available ? { available: readSigned(from) } : {}),
  };
}

/** One byte more than the status for nearly every entry. */
export function writeVerdict(to: ByteWriter, { status, at, resolved }: Verdict): void {
  to.u8(statusCode(status));
  to.u8((at === null ? 0 : has.at) | (resolved.length === 0 ? 0 : has.resolved));
  if (at !== null) writeAt(to, at);
  if (resolved.length === 0) return;
  to.u8(resolved.length);
  for (const { index, transfer } of resolved) {
    to.u8(index);
    writeTransfer(to, transfer);
  }
}

export function readVerdict(from: ByteReader): Verdict {
  const status = answerStatuses[from.u8()];
  assert(status !== undefined, "a journalled status is known");
  const bits = from.u8();
  const at = bits & has.at ? readAt(from) : null;
  if ((bits & has.resolved) === 0) return { status, at, resolved: none };
  const resolved: Resolved[] = [];
  for (let left = from.u8(); left > 0; left -= 1) {
    resolved.push({ index: from.u8(), transfer: readTransfer(from) });
  }
  return { status, at, resolved };
}

import type { AuditRange, JournalBound } from "@farthing/ledger";
import { ConfigError } from "./config.ts";

const nanoseconds = 1_000_000n;

/**
 * What `--from` and `--to` say: each an entry's number, or a moment such as `2026-11-26` or `2026-11-26T18:00Z`. Entry `to`
 * is in the range, the moment `to` is not. Throws `ConfigError`, also where the range cannot have an entry.
 */
export function readRange(from: string | undefined, to: string | undefined): AuditRange {
  const [first, last] = [readBound(from), readBound(to)];
  if (first !== null && last !== null && isBackward(first, last)) {
    throw new ConfigError(
      `There is no entry in that range: it begins with ${from} and ends ${"time" in last ? "before" : "with"} ${to}.`,
    );
  }
  return {
    ...(first === null ? {} : { from: first }),
    ...(last === null ? {} : { to: last }),
  };
}

function readBound(text: string | undefined): JournalBound | null {
  if (text === undefined) return null;
  if (/^[1-9][0-9]{0,17}$/.test(text)) return { seq: BigInt(text) };
  const ms = /^\d{4}-\d\d-\d\d(T[\d:.]+(Z|[+-]\d\d:\d\d))?$/.test(text) ? Date.parse(text) : NaN;
  if (!Number.isNaN(ms)) return { time: BigInt(ms) * nanoseconds };
  throw new ConfigError(
    `${text} is neither an entry's number nor a moment such as 2026-11-26 or 2026-11-26T18:00Z (UTC).`,
  );
}

/** A number and a moment cannot be compared without the entries. */
function isBackward(from: JournalBound, to: JournalBound): boolean {
  if ("seq" in from) return "seq" in to && from.seq > to.seq;
  return "time" in to && from.time >= to.time;
}

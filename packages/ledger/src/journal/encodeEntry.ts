import type { CounterChange, LimitChange } from "../entry.ts";
import type { FullEntry } from "../fullEntry.ts";
import { termsOf } from "../termsOf.ts";
import { ByteWriter } from "./byteWriter.ts";
import { writeAccount, writeTransfer } from "./eventBytes.ts";

/** The parts of an entry in their order, and the bit that says whether an entry has one. */
export const partBits = {
  accounts: 1,
  transfers: 2,
  limits: 4,
  uses: 8,
  gives: 16,
  claims: 32,
  releases: 64,
  counters: 128,
  memo: 256,
  facts: 512,
} as const;

/** What a limit change or counter change does, as a number. */
export const limitVerbs = { set: 0, reset: 1, close: 2, reopen: 3, open: 4 } as const;
export const counterVerbs = { open: 0, use: 1, close: 2 } as const;

/** Terms that a limit may be without. */
export const termBits = { each: 1, window: 2, expiry: 4 } as const;

function limitVerb(change: LimitChange): number {
  if ("open" in change) return limitVerbs.open;
  if ("set" in change) return limitVerbs.set;
  if ("reset" in change) return limitVerbs.reset;
  return "close" in change ? limitVerbs.close : limitVerbs.reopen;
}

function writeLimit(to: ByteWriter, change: LimitChange): void {
  to.u128(change.key);
  to.u8(limitVerb(change));
  const terms = termsOf(change);
  if (terms === null) return;
  const { kind, max, window, expiresAt } = terms;
  to.u8(
    (kind === "each" ? termBits.each : 0) |
      (window === undefined ? 0 : termBits.window) |
      (expiresAt === undefined ? 0 : termBits.expiry),
  );
  to.amount(max);
  if (window !== undefined) {
    to.whole(window.bucketMs);
    to.u8(window.buckets);
  }
  if (expiresAt !== undefined) to.whole(expiresAt);
}

function writeCounter(to: ByteWriter, change: CounterChange): void {
  to.u128(change.key);
  if ("use" in change) {
    to.u8(counterVerbs.use);
    to.u64(change.use);
  } else to.u8("open" in change ? counterVerbs.open : counterVerbs.close);
}

function partsOf(entry: FullEntry): number {
  return (
    (entry.accounts.length > 0 ? partBits.accounts : 0) |
    (entry.transfers.length > 0 ? partBits.transfers : 0) |
    (entry.limits.length > 0 ? partBits.limits : 0) |
    (entry.uses.length > 0 ? partBits.uses : 0) |
    (entry.gives.length > 0 ? partBits.gives : 0) |
    (entry.claims.length > 0 ? partBits.claims : 0) |
    (entry.releases.length > 0 ? partBits.releases : 0) |
    (entry.counters.length > 0 ? partBits.counters : 0) |
    (entry.memo.length > 0 ? partBits.memo : 0) |
    (entry.facts === null ? 0 : partBits.facts)
  );
}

function writeList<Item>(
  to: ByteWriter,
  items: readonly Item[],
  write: (to: ByteWriter, item: Item) => void,
): void {
  if (items.length === 0) return;
  to.u8(items.length);
  for (const item of items) write(to, item);
}

const writer = new ByteWriter();

/**
 * The entry as the journal stores it (specs/journal.md): made on the loop that submits, so the writer
 * never encodes. The same entry always has the same bytes, which is what makes a retry "the same".
 */
export function encodeEntry(entry: FullEntry): Uint8Array<ArrayBuffer> {
  writer.start();
  writer.u16(partsOf(entry));
  writer.u128(entry.id);
  writer.whole(entry.time);
  writer.raw(entry.commitment);
  writeList(writer, entry.accounts, writeAccount);
  writeList(writer, entry.transfers, writeTransfer);
  writeList(writer, entry.limits, writeLimit);
  writeList(writer, entry.uses, (to, { key, amount }) => {
    to.u128(key);
    to.amount(amount);
  });
  writeList(writer, entry.gives, (to, { key, amount, usedAt }) => {
    to.u128(key);
    to.amount(amount);
    to.u64(usedAt);
  });
  writeList(writer, entry.claims, (to, key) => to.u128(key));
  writeList(writer, entry.releases, (to, { key, holder }) => {
    to.u128(key);
    to.u128(holder);
  });
  writeList(writer, entry.counters, writeCounter);
  if (entry.memo.length > 0) {
    writer.u16(entry.memo.length);
    writer.raw(entry.memo);
  }
  if (entry.facts !== null) writer.raw(entry.facts);
  return writer.finish();
}

import { assert, instant } from "@farthing/core";
import type { CounterChange, LimitChange, LimitGive, LimitTerms } from "../entry.ts";
import type { FullEntry } from "../fullEntry.ts";
import { ByteReader } from "./byteReader.ts";
import { counterVerbs, limitVerbs, partBits, termBits } from "./encodeEntry.ts";
import { readAccount, readTransfer } from "./eventBytes.ts";

function readTerms(from: ByteReader): LimitTerms {
  const bits = from.u8();
  const max = from.amount();
  const window =
    bits & termBits.window ? { bucketMs: from.whole(), buckets: from.u8() } : undefined;
  const expiresAt = bits & termBits.expiry ? instant(from.whole()) : undefined;
  return {
    kind: bits & termBits.each ? "each" : "sum",
    max,
    ...(window === undefined ? {} : { window }),
    ...(expiresAt === undefined ? {} : { expiresAt }),
  };
}

function readLimit(from: ByteReader): LimitChange {
  const key = from.u128();
  const verb = from.u8();
  if (verb === limitVerbs.open) return { key, open: readTerms(from) };
  if (verb === limitVerbs.set) return { key, set: readTerms(from) };
  if (verb === limitVerbs.reset) return { key, reset: true };
  assert(verb === limitVerbs.close || verb === limitVerbs.reopen, "a limit is closed or reopened");
  return verb === limitVerbs.close ? { key, close: true } : { key, reopen: true };
}

function readCounter(from: ByteReader): CounterChange {
  const key = from.u128();
  const verb = from.u8();
  if (verb === counterVerbs.use) return { key, use: from.u64() };
  assert(verb === counterVerbs.open || verb === counterVerbs.close, "a counter opens or closes");
  return verb === counterVerbs.open ? { key, open: true } : { key, close: true };
}

function readGive(from: ByteReader): LimitGive {
  return { key: from.u128(), amount: from.amount(), usedAt: from.u64() };
}

const none: readonly never[] = [];
const nothing = new Uint8Array(0);

function readList<Item>(
  from: ByteReader,
  isThere: number,
  read: (from: ByteReader) => Item,
): readonly Item[] {
  if (isThere === 0) return none;
  const items: Item[] = [];
  for (let left = from.u8(); left > 0; left -= 1) items.push(read(from));
  return items;
}

/** The id of the entry that these bytes are, without the rest. */
export function entryIdIn(bytes: Uint8Array): bigint {
  return new ByteReader(bytes, 2).u128();
}

/** The entry that `encodeEntry` made these bytes of. */
export function decodeEntry(bytes: Uint8Array): FullEntry {
  const from = new ByteReader(bytes);
  const parts = from.u16();
  const id = from.u128();
  const time = instant(from.whole());
  const commitment = from.raw(32);
  const entry: FullEntry = {
    id,
    time,
    commitment,
    accounts: readList(from, parts & partBits.accounts, readAccount),
    transfers: readList(from, parts & partBits.transfers, readTransfer),
    limits: readList(from, parts & partBits.limits, readLimit),
    uses: readList(from, parts & partBits.uses, readUse),
    gives: readList(from, parts & partBits.gives, readGive),
    claims: readList(from, parts & partBits.claims, readKey),
    releases: readList(from, parts & partBits.releases, readRelease),
    counters: readList(from, parts & partBits.counters, readCounter),
    memo: parts & partBits.memo ? from.raw(from.u16()) : nothing,
    facts: parts & partBits.facts ? from.raw(32) : null,
  };
  assert(from.at === bytes.length, "nothing follows an entry");
  return entry;
}

function readUse(from: ByteReader): { key: bigint; amount: bigint } {
  return { key: from.u128(), amount: from.amount() };
}

function readKey(from: ByteReader): bigint {
  return from.u128();
}

function readRelease(from: ByteReader): { key: bigint; holder: bigint } {
  return { key: from.u128(), holder: from.u128() };
}

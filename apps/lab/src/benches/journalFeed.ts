import { createHash } from "node:crypto";
import { idFromUint, instant, utf8 } from "@farthing/core";
import { accountFlags, type Ledger, type StoredEntry, type StoredTransfer } from "@farthing/ledger";

const asset = "PLAY/6";
const fees = 3n;
const rail = 4n;
const merchants = 200;
const price = 50_000n;
const fee = 2_500n;
const startNs = 1_790_000_000_000_000_000n;
/** Between two entries: 5,000 a second. */
const stepNs = 200_000n;

/** A journal that is computed instead of stored: as many entries as wanted, the same ones each time. */
export interface JournalFeed extends Pick<Ledger, "entriesAfter"> {
  readonly entries: number;
  readonly payers: number;
  /** Time spent in making entries: no part of a projection. */
  spentMs(): number;
  /** The ledger account of payer or merchant `at`. */
  account(kind: "payer" | "merchant", at: number): bigint;
  /** A moment within the first `entries` entries, by a share of 0 to 1. */
  moment(entries: number, share: number): number;
}

/** Wallets that open with a top-up, then payments with a fee: four accounts' lines for each payment but the rail's. */
export function newJournalFeed(entries: number): JournalFeed {
  const payers = Math.max(100, Math.min(200_000, Math.floor(entries / 50)));
  let spentMs = 0;
  return {
    entries,
    payers,
    spentMs: () => spentMs,
    account: (kind, at) => accountOf(kind, at),
    moment: (shown, share) =>
      Number((startNs + stepNs * BigInt(Math.floor(shown * share))) / 1_000_000n),
    entriesAfter(seq, max) {
      const from = performance.now();
      const first = Number(seq) + 1;
      const count = Math.max(0, Math.min(max, entries - first + 1));
      const made = Array.from({ length: count }, (_, at) => entryOf(first + at, payers));
      spentMs += performance.now() - from;
      return made;
    },
  };
}

const accounts = new Map<string, bigint>();

function accountOf(kind: string, at: number): bigint {
  const name = `${kind} ${at}`;
  const known = accounts.get(name);
  if (known !== undefined) return known;
  const made = hashedAccount(name);
  accounts.set(name, made);
  return made;
}

function hashedAccount(name: string): bigint {
  const digest = createHash("sha256").update(name).digest("hex");
  return BigInt(`0x${digest.slice(0, 32)}`);
}

/** The same well-spread number for the same entry (splitmix32's last steps). */
function spread(seq: number, salt: number): number {
  let bits = (seq * 2_654_435_769 + salt) >>> 0;
  bits = Math.imul(bits ^ (bits >>> 16), 0x21f0aaad);
  bits = Math.imul(bits ^ (bits >>> 15), 0x735a2d97);
  return (bits ^ (bits >>> 15)) >>> 0;
}

const hash = createHash("sha256").update("offer").digest("base64url");

function memoOf(kind: "payment" | "top-up", payer: number, merchant: number, time: number) {
  const owner = idFromUint("payer", accountOf("payer", payer));
  const shared = { v: 1, kind, payer: owner, asset, amount: String(price) };
  if (kind === "top-up") return { ...shared, rail: "sandbox", welcome: true };
  return {
    ...shared,
    merchant: idFromUint("merchant", accountOf("merchant", merchant)),
    allowance: idFromUint("allowance", accountOf("allowance", payer)),
    device: hash,
    offer: hash,
    resource: `https://news.example/articles/${merchant}/${time}`,
    title: "The price of salt, and who paid it",
    access: "own",
    fee: String(fee),
    gesture: "click",
    time,
  };
}

function transferOf(id: bigint, debit: bigint, credit: bigint, amount: bigint): StoredTransfer {
  return {
    id,
    kind: "plain",
    debit,
    credit,
    amount,
    asset,
    code: amount === fee ? 2 : 1,
    flags: 0,
    pendingId: 0n,
    timeout: 0,
    userData128: 0n,
    userData64: 0n,
    userData32: 0,
  };
}

function opened(id: bigint, code: number): StoredEntry["accounts"][number] {
  const flags = id === rail ? 0 : accountFlags.history;
  return { id, asset, code, flags, userData128: 0n, userData64: 0n, userData32: 0 };
}

function shops(): StoredEntry["accounts"] {
  return Array.from({ length: merchants }, (_, at) => opened(accountOf("merchant", at), 2));
}

const nothing = { limits: [], uses: [], gives: [], claims: [], releases: [], counters: [] };

function entryOf(seq: number, payers: number): StoredEntry {
  const isOpening = seq <= payers;
  const payer = isOpening ? seq - 1 : spread(seq, 1) % payers;
  const merchant = Math.min(spread(seq, 2) % merchants, spread(seq, 3) % merchants);
  const timestamp = startNs + stepNs * BigInt(seq);
  const time = Number(timestamp / 1_000_000n);
  const id = (BigInt(time) << 80n) | (BigInt(spread(seq, 4)) << 38n) | (BigInt(seq) << 6n);
  const [own, shop] = [accountOf("payer", payer), accountOf("merchant", merchant)];
  const first = seq === 1 ? [opened(fees, 3), opened(rail, 4), ...shops()] : [];
  const kind = isOpening ? "top-up" : "payment";
  return {
    ...nothing,
    seq: BigInt(seq),
    id,
    time: instant(time),
    timestamp,
    status: "created",
    at: null,
    leafIndex: seq - 1,
    commitment: new Uint8Array(32),
    facts: null,
    memo: utf8(JSON.stringify(memoOf(kind, payer, merchant, time))),
    accounts: isOpening ? [...first, opened(own, 1)] : [],
    transfers: isOpening
      ? [transferOf(id, rail, own, price * 1_000n)]
      : [transferOf(id, own, shop, price), transferOf(id + 1n, shop, fees, fee)],
  };
}

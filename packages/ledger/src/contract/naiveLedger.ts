import {
  accountFlags,
  type Entry,
  type LimitChange,
  type LimitTerms,
  type TransferRef,
} from "../entry.ts";
import type { EntryStatus } from "../status.ts";

interface Moved {
  debit: bigint;
  credit: bigint;
  amount: bigint;
  /** A hold's name, and when it ends. */
  hold: string | null;
  endsMs: number | null;
}

interface Used {
  key: bigint;
  ms: number;
  amount: bigint;
}

/** Everything that was ever accepted, as plain lists: what is asked is counted from the start. */
interface History {
  accounts: { id: bigint; flags: number }[];
  moved: Moved[];
  settled: { hold: string; as: "posted" | "voided"; amount: bigint }[];
  terms: { key: bigint; terms: LimitTerms }[];
  closed: { key: bigint; closed: boolean }[];
  resets: { key: bigint; timestamp: bigint }[];
  used: Used[];
  claims: { key: bigint; holder: bigint | null }[];
  counted: { key: bigint; value: bigint | "open" | "close" }[];
}

class Refused extends Error {
  readonly status: EntryStatus;
  constructor(status: EntryStatus) {
    super(status);
    this.status = status;
  }
}

function nameOf(ref: TransferRef): string {
  return `${ref.entry}/${ref.index}`;
}

/**
 * A second implementation of the rules, from their description and for reading only: slow, without
 * running totals, and with nothing of the first one in it.
 */
export class NaiveLedger {
  #history: History = {
    accounts: [],
    moved: [],
    settled: [],
    terms: [],
    closed: [],
    resets: [],
    used: [],
    claims: [],
    counted: [],
  };
  readonly #answers = new Map<bigint, EntryStatus>();

  submit(entry: Entry, timestamp: bigint): EntryStatus {
    const first = this.#answers.get(entry.id);
    if (first !== undefined) return first === "created" ? "exists" : first;
    const before = structuredClone(this.#history);
    let status: EntryStatus = "created";
    try {
      this.#run(entry, timestamp, Number(timestamp / 1_000_000n));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      status = error.status;
      this.#history = before;
    }
    this.#answers.set(entry.id, status);
    return status;
  }

  #run(entry: Entry, timestamp: bigint, ms: number): void {
    const history = this.#history;
    for (const { id, flags = 0 } of entry.accounts ?? []) {
      if (!history.accounts.some((one) => one.id === id)) history.accounts.push({ id, flags });
    }
    for (const change of entry.counters ?? []) {
      if ("use" in change) this.#count(change.key, change.use);
      else this.#switchCounter(change.key, "open" in change ? "open" : "close");
    }
    for (const { key, holder } of entry.releases ?? []) {
      if (this.holder(key) !== holder) throw new Refused("claim_not_held");
      history.claims.push({ key, holder: null });
    }
    for (const key of entry.claims ?? []) {
      if (this.holder(key) !== null) throw new Refused("claim_taken");
      history.claims.push({ key, holder: entry.id });
    }
    for (const change of entry.limits ?? []) this.#changeLimit(change, timestamp);
    for (const give of entry.gives ?? []) this.#give(give.key, give.amount, give.usedAt, ms);
    for (const { key, amount } of entry.uses ?? []) this.#use(key, amount, ms);
    for (const [index, transfer] of (entry.transfers ?? []).entries()) {
      if ("post" in transfer) this.#settle(transfer.post, "posted", transfer.amount, ms);
      else if ("void" in transfer) this.#settle(transfer.void, "voided", 0n, ms);
      else {
        const { debit, credit, amount, pending } = transfer;
        const hold = pending === undefined ? null : nameOf({ entry: entry.id, index });
        const endsMs = pending?.timeoutSeconds ? ms + pending.timeoutSeconds * 1_000 : null;
        this.#move({ debit, credit, amount, hold, endsMs }, ms);
      }
    }
  }

  #switchCounter(key: bigint, value: "open" | "close"): void {
    const known = this.#history.counted.filter((one) => one.key === key);
    if (known.length === 0 && value === "close") throw new Refused("counter_not_found");
    if (value === "open" && known.some((one) => one.value === "close")) {
      throw new Refused("counter_closed");
    }
    this.#history.counted.push({ key, value });
  }

  #count(key: bigint, value: bigint): void {
    const known = this.#history.counted.filter((one) => one.key === key).map((one) => one.value);
    if (known.length === 0) throw new Refused("counter_not_found");
    if (known.includes("close")) throw new Refused("counter_closed");
    const tooOld = known.some((one) => typeof one === "bigint" && one >= value + 64n);
    if (tooOld || known.includes(value)) throw new Refused("counter_conflict");
    this.#history.counted.push({ key, value });
  }

  #termsOf(key: bigint): LimitTerms | null {
    return this.#history.terms.findLast((one) => one.key === key)?.terms ?? null;
  }

  #isClosed(key: bigint): boolean {
    return this.#history.closed.findLast((one) => one.key === key)?.closed ?? false;
  }

  #changeLimit(change: LimitChange, timestamp: bigint): void {
    const { key } = change;
    const terms = this.#termsOf(key);
    if ("set" in change) {
      const shape = (one: LimitTerms) => JSON.stringify([one.kind, one.window]);
      if (terms !== null && shape(terms) !== shape(change.set)) {
        throw new Refused("limit_exists_with_different_kind");
      }
      if (this.#isClosed(key)) throw new Refused("limit_closed");
      this.#history.terms.push({ key, terms: change.set });
      return;
    }
    if (terms === null) throw new Refused("limit_not_found");
    if (!("reset" in change)) {
      this.#history.closed.push({ key, closed: "close" in change });
      return;
    }
    if (this.#isClosed(key)) throw new Refused("limit_closed");
    this.#history.used = this.#history.used.filter((one) => one.key !== key);
    this.#history.resets.push({ key, timestamp });
  }

  /** Uses that still count: those whose bucket is not wholly older than the window. */
  #live(key: bigint, ms: number): Used[] {
    const window = this.#termsOf(key)?.window;
    return this.#history.used.filter((one) => {
      if (one.key !== key) return false;
      if (window === undefined) return true;
      const bucketEnd = (Math.floor(one.ms / window.bucketMs) + 1) * window.bucketMs;
      return bucketEnd > ms - window.bucketMs * window.buckets;
    });
  }

  #give(key: bigint, amount: bigint, usedAt: bigint, ms: number): void {
    const window = this.#termsOf(key)?.window;
    const forgiven = this.#history.resets.some((one) => one.key === key && one.timestamp > usedAt);
    if (forgiven) return;
    const bucket = (at: number) => (window === undefined ? 0 : Math.floor(at / window.bucketMs));
    let rest = amount;
    for (const use of this.#live(key, ms)) {
      if (bucket(use.ms) !== bucket(Number(usedAt / 1_000_000n))) continue;
      const given = use.amount < rest ? use.amount : rest;
      use.amount -= given;
      rest -= given;
    }
  }

  #use(key: bigint, amount: bigint, ms: number): void {
    const terms = this.#termsOf(key);
    if (terms === null) throw new Refused("limit_not_found");
    if (this.#isClosed(key)) throw new Refused("limit_closed");
    if (terms.expiresAt !== undefined && terms.expiresAt <= ms) throw new Refused("limit_expired");
    const used = terms.kind === "each" ? 0n : this.#sum(this.#live(key, ms));
    if (used + amount > terms.max) throw new Refused("limit_exceeded");
    if (terms.kind === "sum") this.#history.used.push({ key, ms, amount });
  }

  #sum(list: { amount: bigint }[]): bigint {
    return list.reduce((all, { amount }) => all + amount, 0n);
  }

  #holdState(hold: string, ms: number): "pending" | "posted" | "voided" | "expired" {
    const settled = this.#history.settled.find((one) => one.hold === hold);
    if (settled !== undefined) return settled.as;
    const { endsMs } = this.#history.moved.find((one) => one.hold === hold) ?? { endsMs: null };
    return endsMs !== null && endsMs <= ms ? "expired" : "pending";
  }

  #settle(ref: TransferRef, as: "posted" | "voided", amount: bigint | undefined, ms: number): void {
    const hold = nameOf(ref);
    const held = this.#history.moved.find((one) => one.hold === hold);
    if (held === undefined) throw new Refused("pending_transfer_not_found");
    const posted = amount ?? held.amount;
    if (posted > held.amount) throw new Refused("exceeds_pending_transfer_amount");
    const state = this.#holdState(hold, ms);
    if (state === "posted") throw new Refused("pending_transfer_already_posted");
    if (state === "voided") throw new Refused("pending_transfer_already_voided");
    if (state === "expired") throw new Refused("pending_transfer_expired");
    this.#history.settled.push({ hold, as, amount: posted });
  }

  #move(move: Moved, ms: number): void {
    const known = (id: bigint) => this.#history.accounts.find((one) => one.id === id);
    const [debit, credit] = [known(move.debit), known(move.credit)];
    if (debit === undefined) throw new Refused("debit_account_not_found");
    if (credit === undefined) throw new Refused("credit_account_not_found");
    const guarded = debit.flags & accountFlags.debitsMustNotExceedCredits;
    if (guarded && move.amount > this.balance(debit.id, ms)) throw new Refused("exceeds_credits");
    this.#history.moved.push(move);
  }

  /** What the account may still pay out. */
  balance(id: bigint, ms: number): bigint {
    let balance = 0n;
    for (const { debit, credit, amount, hold } of this.#history.moved) {
      const state = hold === null ? "plain" : this.#holdState(hold, ms);
      const settled = this.#history.settled.find((one) => one.hold === hold && one.as === "posted");
      const final = state === "plain" ? amount : (settled?.amount ?? 0n);
      if (debit === id) balance -= state === "pending" ? amount : final;
      if (credit === id) balance += final;
    }
    return balance;
  }

  available(key: bigint, ms: number): bigint | null {
    const terms = this.#termsOf(key);
    if (terms === null) return null;
    const expired = terms.expiresAt !== undefined && terms.expiresAt <= ms;
    if (expired || this.#isClosed(key)) return 0n;
    const used = terms.kind === "each" ? 0n : this.#sum(this.#live(key, ms));
    return used < terms.max ? terms.max - used : 0n;
  }

  holder(key: bigint): bigint | null {
    return this.#history.claims.findLast((one) => one.key === key)?.holder ?? null;
  }
}

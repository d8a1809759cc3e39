import type { Entry, LimitChange, LimitTerms, TransferInput } from "../entry.ts";
import { accountFlags, amountAll, transferFlags } from "../flags.ts";
import type { EntryStatus } from "../status.ts";

interface Moved {
  /** The transfer's id. */
  id: bigint;
  debit: bigint;
  credit: bigint;
  amount: bigint;
  code: number;
  isHold: boolean;
  /** When a hold ends. */
  endsMs: number | null;
  /** The account that it closes while it stands. */
  closes: bigint | null;
}

interface Used {
  key: bigint;
  ms: number;
  amount: bigint;
}

/** Everything that was ever accepted, as plain lists: what is asked is counted from the start. */
interface History {
  accounts: { id: bigint; flags: number }[];
  /** Of all transfers, whatever they did. */
  transfers: bigint[];
  moved: Moved[];
  settled: { hold: bigint; as: "posted" | "voided"; amount: bigint }[];
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

/**
 * A second implementation of the rules, from their description and for reading only: slow, without
 * running totals, and with nothing of the first one in it.
 */
export class NaiveLedger {
  #history: History = {
    accounts: [],
    transfers: [],
    moved: [],
    settled: [],
    terms: [],
    closed: [],
    resets: [],
    used: [],
    claims: [],
    counted: [],
  };
  readonly #answers = new Map<bigint, { status: EntryStatus; facts: string }>();

  submit(entry: Entry, timestamp: bigint): EntryStatus {
    const facts = JSON.stringify(entry, (_, value: unknown) =>
      typeof value === "bigint" ? `${value}` : value,
    );
    const first = this.#answers.get(entry.id);
    if (first !== undefined) {
      if (first.facts === facts) return first.status === "created" ? "exists" : first.status;
      return first.status === "created" ? "exists_with_different_facts" : "id_already_failed";
    }
    const before = structuredClone(this.#history);
    let status: EntryStatus = "created";
    try {
      this.#run(entry, timestamp, Number(timestamp / 1_000_000n));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      status = error.status;
      this.#history = before;
    }
    this.#answers.set(entry.id, { status, facts });
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
      this.#transfer(transfer, entry.id + BigInt(index), ms);
    }
  }

  #transfer(transfer: TransferInput, id: bigint, ms: number): void {
    const flags = transfer.flags ?? 0;
    if (flags & transferFlags.postPendingTransfer) this.#settle(transfer, "posted", ms);
    else if (flags & transferFlags.voidPendingTransfer) this.#settle(transfer, "voided", ms);
    else this.#move(transfer, { id, flags, ms });
    this.#history.transfers.push(id);
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
    const wanted = "open" in change ? change.open : "set" in change ? change.set : null;
    if (wanted !== null) {
      const shape = (one: LimitTerms) => JSON.stringify([one.kind, one.window]);
      if (terms !== null && shape(terms) !== shape(wanted)) {
        throw new Refused("limit_exists_with_different_kind");
      }
      if (terms !== null && "open" in change) return;
      if (this.#isClosed(key)) throw new Refused("limit_closed");
      this.#history.terms.push({ key, terms: wanted });
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

  #holdState(hold: bigint, ms: number): "pending" | "posted" | "voided" | "expired" {
    const settled = this.#history.settled.find((one) => one.hold === hold);
    if (settled !== undefined) return settled.as;
    const { endsMs } = this.#history.moved.find((one) => one.id === hold) ?? { endsMs: null };
    return endsMs !== null && endsMs <= ms ? "expired" : "pending";
  }

  #settle(transfer: TransferInput, as: "posted" | "voided", ms: number): void {
    const { pendingId = 0n, debit = 0n, credit = 0n, code = 0 } = transfer;
    const held = this.#history.moved.find((one) => one.id === pendingId && one.isHold);
    if (held === undefined) {
      const exists = this.#history.transfers.includes(pendingId);
      throw new Refused(exists ? "pending_transfer_not_pending" : "pending_transfer_not_found");
    }
    if (debit !== 0n && debit !== held.debit) {
      throw new Refused("pending_transfer_has_different_debit_account_id");
    }
    if (credit !== 0n && credit !== held.credit) {
      throw new Refused("pending_transfer_has_different_credit_account_id");
    }
    if (code !== 0 && code !== held.code) throw new Refused("pending_transfer_has_different_code");
    const whole = as === "posted" ? amountAll : 0n;
    const asked = transfer.amount ?? whole;
    const amount = asked === whole ? held.amount : asked;
    if (amount > held.amount) throw new Refused("exceeds_pending_transfer_amount");
    if (as === "voided" && amount < held.amount) {
      throw new Refused("pending_transfer_has_different_amount");
    }
    const state = this.#holdState(pendingId, ms);
    if (state === "posted") throw new Refused("pending_transfer_already_posted");
    if (state === "voided") throw new Refused("pending_transfer_already_voided");
    if (state === "expired") throw new Refused("pending_transfer_expired");
    if (as === "posted" && this.#isAccountClosed(held.debit, ms)) {
      throw new Refused("debit_account_already_closed");
    }
    if (as === "posted" && this.#isAccountClosed(held.credit, ms)) {
      throw new Refused("credit_account_already_closed");
    }
    this.#history.settled.push({ hold: pendingId, as, amount });
  }

  /** A closing hold closes for as long as it was neither voided nor expired. */
  #isAccountClosed(id: bigint, ms: number): boolean {
    return this.#history.moved.some((one) => {
      if (one.closes !== id) return false;
      const state = this.#holdState(one.id, ms);
      return state === "pending" || state === "posted";
    });
  }

  #move(transfer: TransferInput, of: { id: bigint; flags: number; ms: number }): void {
    const { debit = 0n, credit = 0n, code = 0, timeout = 0 } = transfer;
    const { id, flags, ms } = of;
    const known = (account: bigint) => this.#history.accounts.find((one) => one.id === account);
    const [from, to] = [known(debit), known(credit)];
    if (from === undefined) throw new Refused("debit_account_not_found");
    if (to === undefined) throw new Refused("credit_account_not_found");
    if (this.#isAccountClosed(debit, ms)) throw new Refused("debit_account_already_closed");
    if (this.#isAccountClosed(credit, ms)) throw new Refused("credit_account_already_closed");
    const amount = this.#balancedAmount(transfer, ms);
    if (from.flags & accountFlags.debitsMustNotExceedCredits && amount > this.balance(debit, ms)) {
      throw new Refused("exceeds_credits");
    }
    if (to.flags & accountFlags.creditsMustNotExceedDebits && amount > this.owed(credit, ms)) {
      throw new Refused("exceeds_debits");
    }
    const isHold = (flags & transferFlags.pending) !== 0;
    const endsMs = timeout > 0 ? ms + 1_000 * timeout : null;
    const closing = flags & transferFlags.closingDebit ? debit : null;
    const closes = flags & transferFlags.closingCredit ? credit : closing;
    this.#history.moved.push({ id, debit, credit, amount, code, isHold, endsMs, closes });
  }

  #balancedAmount(transfer: TransferInput, ms: number): bigint {
    const { debit = 0n, credit = 0n, flags = 0 } = transfer;
    const bounds = [transfer.amount ?? 0n];
    if (flags & transferFlags.balancingDebit) bounds.push(this.balance(debit, ms));
    if (flags & transferFlags.balancingCredit) bounds.push(this.owed(credit, ms));
    const least = bounds.reduce((a, b) => (b < a ? b : a));
    return least < 0n ? 0n : least;
  }

  /** What the account may still pay out. */
  balance(id: bigint, ms: number): bigint {
    return this.#total(id, "credit", "final", ms) - this.#total(id, "debit", "reserved", ms);
  }

  /** What may still be paid back to it. */
  owed(id: bigint, ms: number): bigint {
    return this.#total(id, "debit", "final", ms) - this.#total(id, "credit", "reserved", ms);
  }

  /** All that went through one side of an account; `reserved`: with what is only held. */
  #total(id: bigint, side: "debit" | "credit", as: "final" | "reserved", ms: number): bigint {
    let total = 0n;
    for (const moved of this.#history.moved) {
      if (moved[side] !== id) continue;
      const posted = this.#history.settled.find((one) => one.hold === moved.id);
      if (!moved.isHold) total += moved.amount;
      else if (posted?.as === "posted") total += posted.amount;
      else if (as === "reserved" && this.#holdState(moved.id, ms) === "pending") {
        total += moved.amount;
      }
    }
    return total;
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

import { type Asset, day, hour, type Instant, uintBytes, utf8 } from "@farthing/core";
import { accountFlags, deriveEntryId, type Entry, type LimitChange } from "@farthing/ledger";

/** `money`: one transfer. `payment`: price, fee and six limits. `click`: a payment as the server writes it. */
export type EntryKind = "money" | "payment" | "click";

const asset: Asset = "PLAY/6";
const payers = 10_000;
const merchants = 100;
const memo = utf8("x".repeat(400));

const key = (kind: bigint, number: number): bigint => (kind << 64n) + BigInt(number) + 1n;
const accounts = { rail: key(1n, 0), fees: key(2n, 0) };
const payerAccount = (number: number) => key(3n, number);
const merchantAccount = (number: number) => key(4n, number);
const limitKeys = (payer: number) => Array.from({ length: 6 }, (_, at) => key(5n, 8 * payer + at));
const counterKey = (payer: number) => key(6n, payer);

/** Opens a payer: money that lasts, six limits that never refuse, a counter. Windows are those of real payments. */
function openPayer(payer: number): Pick<Required<Entry>, "accounts" | "transfers" | "limits"> {
  const flags = accountFlags.debitsMustNotExceedCredits;
  const max = 1n << 60n;
  const hours = { bucketMs: hour, buckets: 24 };
  const days = { bucketMs: day, buckets: 30 };
  const windows = [null, hours, null, hours, days, null];
  const limits = limitKeys(payer).map((one, at): LimitChange => {
    const window = windows[at];
    if (at === 0) return { key: one, set: { kind: "each", max } };
    return { key: one, set: { kind: "sum", max, ...(window ? { window } : {}) } };
  });
  return {
    accounts: [{ id: payerAccount(payer), asset, code: 1, flags }],
    transfers: [
      { debit: accounts.rail, credit: payerAccount(payer), amount: 1n << 50n, asset, code: 1 },
    ],
    limits,
  };
}

/** Made by number, the same in every run: half of all sales are one merchant's, payers take turns at random. */
export class EntryMaker {
  readonly #kind: EntryKind;
  readonly #commitments: readonly Uint8Array[];
  #number: number;
  #random = 1;

  constructor(kind: EntryKind, from = 0) {
    this.#kind = kind;
    this.#number = from;
    this.#commitments = Array.from({ length: 256 }, (_, at) => new Uint8Array(32).fill(at));
  }

  /** Entries that open everything the others need. */
  openings(now: Instant): Entry[] {
    const shared = [accounts.rail, accounts.fees].map((id) => ({ id, asset, code: 2 }));
    const sellers = Array.from({ length: merchants }, (_, number) => ({
      id: merchantAccount(number),
      asset,
      code: 3,
    }));
    const all = [...shared, ...sellers];
    const opens = Array.from({ length: Math.ceil(all.length / 64) }, (_, at) => ({
      ...this.#base(now),
      accounts: all.slice(64 * at, 64 * (at + 1)),
    }));
    const wallets = Array.from({ length: payers }, (_, payer) => ({
      ...this.#base(now),
      ...openPayer(payer),
      counters: [{ key: counterKey(payer), open: true as const }],
    }));
    return [...opens, ...wallets];
  }

  next(now: Instant): Entry {
    const payer = this.#draw(payers);
    const merchant = this.#draw(2) === 0 ? 0 : this.#draw(merchants);
    const sale = {
      debit: payerAccount(payer),
      credit: merchantAccount(merchant),
      amount: 50_000n,
      asset,
      code: 1,
    };
    const base = this.#base(now);
    if (this.#kind === "money") return { ...base, transfers: [sale] };
    const fee = { ...sale, debit: sale.credit, credit: accounts.fees, amount: 2_500n, code: 2 };
    const uses = limitKeys(payer).map((one) => ({ key: one, amount: sale.amount }));
    const payment = { ...base, transfers: [sale, fee], uses };
    if (this.#kind === "payment") return payment;
    const counters = [{ key: counterKey(payer), use: BigInt(this.#number) }];
    return { ...payment, counters, claims: [key(7n, this.#number)], memo };
  }

  #base(now: Instant): Pick<Entry, "id" | "time" | "commitment"> {
    this.#number += 1;
    const number = uintBytes(BigInt(this.#number), 8);
    const id = deriveEntryId({ time: now, payer: 1n, key: number, leg: 0 });
    return { id, time: now, commitment: this.#commitments[this.#number % 256] ?? number };
  }

  /** A number below `end`: a linear congruential step (Numerical Recipes), because a bench repeats itself. */
  #draw(end: number): number {
    this.#random = (Math.imul(this.#random, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((this.#random / 2 ** 32) * end);
  }
}

import { assert } from "@farthing/core";
import type { Lines, Op } from "../history.ts";

/** The numbers that hold for every payer of the bank. Amounts in the smallest unit. */
export interface BankRules {
  readonly welcome: bigint;
  readonly per24h: bigint;
  readonly per30d: bigint;
  readonly sinceCheck: bigint;
  readonly topUp24h: bigint;
  readonly perMerchant24h: bigint;
  readonly feeBasisPoints: number;
  /** Undos of one payer at one merchant in 24 hours. */
  readonly undosMax: number;
}

/** What is counted against a maximum. Windows are not modelled: a run is shorter than the shortest of them. */
interface Sum {
  max: bigint;
  used: bigint;
  /** What was used before cannot be given back any more. */
  resetAt: bigint;
}

interface Allowance {
  perClick: bigint;
  readonly day: Sum;
  readonly total: Sum;
  closed: boolean;
}

interface Payer {
  balance: bigint;
  readonly day: Sum;
  readonly month: Sum;
  readonly sinceCheck: Sum;
  readonly topUps: Sum;
}

interface Payment {
  readonly id: string;
  readonly payer: number;
  readonly merchant: string;
  readonly price: bigint;
  readonly ownership: string | null;
  /** Of a click: the lines it was counted against. */
  readonly allowance: string | null;
  readonly uses: readonly Sum[];
  readonly at: bigint;
  returned: "already-undone" | "already-refunded" | null;
}

/** A number that somebody may look at, as it is from an entry on. */
export type Shown = readonly [register: string, value: string];

/** What the rules say to an entry. `changed`: the numbers that are new with it. */
export interface Ruling {
  readonly word: string;
  readonly created: boolean;
  /** The payment that the caller hears of. */
  readonly payment: string | null;
  readonly changed: readonly Shown[];
}

type Of<Kind extends Op["kind"]> = Extract<Op, { kind: Kind }>;

/**
 * A bank from its description (docs/explanation/ledger.md, give-money-back.md), for comparing only: it knows what the
 * callers asked for and nothing of the ledger's keys, parts and statuses. One entry costs the same at any age.
 */
export class BankModel {
  readonly #rules: BankRules;
  readonly #payers = new Map<number, Payer>();
  readonly #allowances = new Map<string, Allowance>();
  readonly #payments = new Map<string, Payment>();
  readonly #owned = new Map<string, string>();
  readonly #merchantDays = new Map<string, Sum>();
  readonly #undos = new Map<string, Sum>();
  readonly merchants = new Map<string, bigint>();
  fees = 0n;

  constructor(rules: BankRules) {
    this.#rules = rules;
  }

  balance(payer: number): bigint {
    return this.#payers.get(payer)?.balance ?? 0n;
  }

  /** What became of a payment; null when it stands or never was. */
  returned(payment: string): string | null {
    return this.#payments.get(payment)?.returned ?? null;
  }

  /** Opens the wallet of a payer, once. */
  welcome(payer: number): Ruling {
    if (this.#payers.has(payer)) return refused("wallet-exists");
    const { welcome, per24h, per30d, sinceCheck, topUp24h } = this.#rules;
    const [day, month] = [newSum(per24h), newSum(per30d)];
    const opened = { day, month, sinceCheck: newSum(sinceCheck), topUps: newSum(topUp24h) };
    this.#payers.set(payer, { balance: welcome, ...opened });
    return this.#done("welcome", null, [this.#balanceOf(payer)]);
  }

  /** Entry `id` of engine time `at` does `op`. `allowance`: the one that an approval names. */
  apply(op: Op, of: { id: string; at: bigint; allowance: string | null }): Ruling {
    switch (op.kind) {
      case "click":
        return this.#click(op, of);
      case "approve":
        return this.#approve(op, of);
      case "undo":
        return this.#undo(op);
      case "refund":
        return this.#refund(op);
      case "top-up":
        return this.#topUp(op, of.id);
      case "revoke":
        return this.#revoke(op);
    }
  }

  #click(op: Of<"click">, { id, at }: { id: string; at: bigint }): Ruling {
    const allowance = this.#allowances.get(op.allowance);
    if (allowance === undefined) return refused("problem:device-unknown");
    const payer = this.#payer(op.payer);
    const { price } = op;
    if (allowance.closed) return refused("declined:device-revoked");
    const ownership = op.owns === null ? null : `${op.payer} ${op.merchant} ${op.owns}`;
    const holder = ownership === null ? undefined : this.#owned.get(ownership);
    if (holder !== undefined) return { ...refused("owned"), payment: holder };
    if (price > allowance.perClick) return refused("step-up:over-per-click");
    const over = firstOver(price, [
      ["step-up:over-24h", allowance.day],
      ["step-up:over-total", allowance.total],
      ["declined:daily-limit-reached", payer.day],
      ["declined:monthly-limit-reached", payer.month],
      ["declined:merchant-limit-reached", this.#merchantDay(op)],
      ["step-up:check-due", payer.sinceCheck],
    ]);
    if (over !== null) return refused(over);
    const ofPayer = [payer.day, payer.month, this.#merchantDay(op), payer.sinceCheck];
    const uses = [allowance.day, allowance.total, ...ofPayer];
    return this.#pay(op, { id, at, ownership, uses, allowance: op.allowance });
  }

  /** A passkey agreed: only the payer's own sums over all sites are asked, and the count since the last check ends. */
  #approve(op: Of<"approve">, of: { id: string; at: bigint; allowance: string | null }): Ruling {
    const payer = this.#payer(op.payer);
    const standing = of.allowance === null ? undefined : this.#allowances.get(of.allowance);
    if (standing?.closed === true) return refused("declined:device-revoked");
    const over = firstOver(op.price, [
      ["declined:daily-limit-reached", payer.day],
      ["declined:monthly-limit-reached", payer.month],
      ["declined:merchant-limit-reached", this.#merchantDay(op)],
    ]);
    if (over !== null) return refused(over);
    if (payer.balance < op.price) return refused("declined:insufficient-balance");
    payer.sinceCheck.used = 0n;
    payer.sinceCheck.resetAt = of.at;
    if (of.allowance !== null) this.#setLines(of.allowance, op.limits);
    const uses = [payer.day, payer.month, this.#merchantDay(op)];
    return this.#pay(op, { ...of, ownership: null, uses });
  }

  /** What one payer pays one merchant, however. */
  #merchantDay({ payer, merchant }: Pick<Of<"click">, "payer" | "merchant">): Sum {
    const name = `${payer} ${merchant}`;
    const known = this.#merchantDays.get(name) ?? newSum(this.#rules.perMerchant24h);
    this.#merchantDays.set(name, known);
    return known;
  }

  #setLines(id: string, { perClick, per24h, total }: Lines): void {
    const standing = this.#allowances.get(id);
    if (standing === undefined) {
      const sums = { day: newSum(per24h), total: newSum(total) };
      this.#allowances.set(id, { perClick, ...sums, closed: false });
      return;
    }
    standing.perClick = perClick;
    standing.day.max = per24h;
    standing.total.max = total;
  }

  #pay(
    op: Of<"click" | "approve">,
    of: {
      id: string;
      at: bigint;
      ownership: string | null;
      uses: readonly Sum[];
      allowance: string | null;
    },
  ): Ruling {
    const { id, at, ownership, uses } = of;
    const payer = this.#payer(op.payer);
    if (payer.balance < op.price) return refused("declined:insufficient-balance");
    for (const sum of uses) sum.used += op.price;
    if (ownership !== null) this.#owned.set(ownership, id);
    const { merchant, price } = op;
    const allowance = op.kind === "click" ? op.allowance : null;
    const facts = { id, payer: op.payer, merchant, price, ownership, allowance, uses, at };
    const paid: Payment = { ...facts, returned: null };
    this.#payments.set(id, paid);
    this.#move(paid, 1n);
    const lines = of.allowance === null ? [] : this.#linesOf(of.allowance);
    return this.#done("captured", id, [this.#balanceOf(op.payer), ...lines]);
  }

  #undo({ payment }: Of<"undo">): Ruling {
    const paid = this.#payments.get(payment);
    if (paid === undefined) return refused("problem:not-found");
    if (paid.returned !== null) return refused(`problem:${paid.returned}`);
    const name = `${paid.payer} ${paid.merchant}`;
    const quota = this.#undos.get(name) ?? newSum(BigInt(this.#rules.undosMax));
    this.#undos.set(name, quota);
    if (quota.used >= quota.max) return refused("problem:undo-limit-reached");
    quota.used += 1n;
    for (const sum of paid.uses) if (sum.resetAt <= paid.at) sum.used -= paid.price;
    this.#giveBack(paid, "already-undone");
    const lines = paid.allowance === null ? [] : this.#linesOf(paid.allowance);
    return this.#done("reversed", payment, [this.#balanceOf(paid.payer), ...lines]);
  }

  #refund({ payment }: Of<"refund">): Ruling {
    const paid = this.#payments.get(payment);
    if (paid === undefined) return refused("problem:not-found");
    if (paid.returned !== null) return refused(`problem:${paid.returned}`);
    this.#giveBack(paid, "already-refunded");
    return this.#done("refunded", payment, [this.#balanceOf(paid.payer)]);
  }

  #giveBack(paid: Payment, as: NonNullable<Payment["returned"]>): void {
    paid.returned = as;
    if (paid.ownership !== null) this.#owned.delete(paid.ownership);
    this.#move(paid, -1n);
  }

  #topUp({ payer, amount }: Of<"top-up">, id: string): Ruling {
    const { topUps } = this.#payer(payer);
    if (topUps.used + amount > topUps.max) return refused("problem:top-up-refused");
    topUps.used += amount;
    this.#payer(payer).balance += amount;
    return this.#done("topped-up", id, [this.#balanceOf(payer)]);
  }

  #revoke({ allowance }: Of<"revoke">): Ruling {
    const standing = this.#allowances.get(allowance);
    if (standing === undefined) return refused("problem:not-found");
    standing.closed = true;
    return this.#done("revoked", null, this.#linesOf(allowance));
  }

  /** The price from payer to merchant and the operator's part of it, or both back. */
  #move({ payer, merchant, price }: Payment, sign: 1n | -1n): void {
    const fee = (price * BigInt(this.#rules.feeBasisPoints)) / 10_000n;
    this.#payer(payer).balance -= sign * price;
    this.merchants.set(merchant, (this.merchants.get(merchant) ?? 0n) + sign * (price - fee));
    this.fees += sign * fee;
  }

  #payer(payer: number): Payer {
    const known = this.#payers.get(payer);
    assert(known !== undefined, "a payer has a wallet");
    return known;
  }

  #balanceOf(payer: number): Shown {
    return [`balance/${payer}`, this.balance(payer).toString()];
  }

  #linesOf(id: string): Shown[] {
    const allowance = this.#allowances.get(id);
    if (allowance === undefined) return [];
    const left = ({ max, used }: Sum) => (allowance.closed || used > max ? 0n : max - used);
    return [
      [`left24h/${id}`, left(allowance.day).toString()],
      [`leftTotal/${id}`, left(allowance.total).toString()],
    ];
  }

  #done(word: string, payment: string | null, changed: readonly Shown[]): Ruling {
    return { word, created: true, payment, changed };
  }
}

function newSum(max: bigint): Sum {
  return { max, used: 0n, resetAt: 0n };
}

function refused(word: string): Ruling {
  return { word, created: false, payment: null, changed: [] };
}

/** The first sum that the price does not fit in any more. */
function firstOver(
  price: bigint,
  sums: readonly (readonly [word: string, sum: Sum])[],
): string | null {
  return sums.find(([, { max, used }]) => used + price > max)?.[0] ?? null;
}

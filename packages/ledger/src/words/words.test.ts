import { amountMax, type Asset, instant } from "@farthing/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { RulesStage } from "../contract/rulesStage.ts";
import type { Entry } from "../entry.ts";
import { transferId } from "../entryId.ts";
import type { EntryResult, StoredEntry } from "../result.ts";
import { capture } from "./capture.ts";
import { charge } from "./charge.ts";
import { exchange } from "./exchange.ts";
import { hold } from "./hold.ts";
import { makeWhole } from "./makeWhole.ts";
import { mature } from "./mature.ts";
import { openAccount } from "./openAccount.ts";
import { type Price, priced } from "./price.ts";
import { refund } from "./refund.ts";
import { reverse } from "./reverse.ts";
import { split } from "./split.ts";
import { topUp } from "./topUp.ts";

const asset: Asset = "PLAY/6";
const other: Asset = "USD/6";
const [rail, payer, merchant, fees, payable] = [1n, 2n, 3n, 4n, 5n];
const [sellLiquidity, buyLiquidity, buyer, otherRail] = [6n, 7n, 8n, 9n];
const accounts = { payer, merchant, fees };
const all = [rail, payer, merchant, fees, payable];
const key = 99n;
const paidMax = 1_000_000_000n;

/** The rules with one shop in them. */
class Shop {
  readonly stage = new RulesStage();
  #entries = 0n;

  /** The id that the next entry gets. */
  get next(): bigint {
    return (this.#entries + 1n) * 64n;
  }

  async submit(parts: Partial<Entry>): Promise<EntryResult> {
    const id = this.next;
    this.#entries += 1n;
    const time = instant(this.stage.now());
    return this.stage.submit({ ...parts, id, time, commitment: new Uint8Array(32) });
  }

  async open(money: bigint): Promise<this> {
    const kinds = ["rail", "payer", "merchant", "fees", "payable"] as const;
    const opened = kinds.map((kind, at) => openAccount(kind, { id: all[at] ?? 0n, asset }));
    const transfers = topUp({ rail, payer, amount: money, asset });
    expect((await this.submit({ accounts: opened, transfers })).status).toBe("created");
    return this;
  }

  async sell(price: Price, uses: Entry["uses"] = []): Promise<StoredEntry> {
    const { entry } = await this.submit({ transfers: charge(price, accounts), uses });
    if (entry === null) throw new Error("the sale is created");
    return entry;
  }

  balance(id: bigint): bigint {
    return this.stage.balance(id) ?? 0n;
  }

  sum(ids: readonly bigint[]): bigint {
    return ids.reduce((sum, id) => sum + this.balance(id), 0n);
  }

  account(id: bigint) {
    const found = this.stage.state.accounts.get(id);
    if (found === undefined) throw new Error("the account is open");
    return found;
  }
}

const amounts = fc.bigInt({ min: 1n, max: paidMax });
const feeRates = fc.integer({ min: 0, max: 10_000 });

test("refunds in any pieces: sums are exact, and the operator keeps no fee of what is wholly back", async () => {
  const pieces = fc.array(fc.bigInt({ min: 1n, max: paidMax }), { minLength: 1, maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(amounts, feeRates, pieces, async (amount, rate, wanted) => {
      const shop = await new Shop().open(paidMax);
      const price = priced({ amount, asset }, rate);
      await shop.sell(price);
      let before = 0n;
      for (const piece of [...wanted, paidMax]) {
        const left = amount - before;
        if (left === 0n) break;
        const part = piece < left ? piece : left;
        const { status } = await shop.submit(
          refund({ price, accounts, key, before, amount: part }),
        );
        expect(status).toBe("created");
        before += part;
        const kept = amount - before;
        expect(shop.balance(payer)).toBe(paidMax - kept);
        // The operator's part of what the merchant keeps is rounded down, as in a charge.
        expect(shop.balance(fees)).toBe((price.fee * kept) / amount);
        expect(shop.sum(all)).toBe(0n);
      }
      expect(all.map((id) => shop.balance(id))).toEqual([-paidMax, paidMax, 0n, 0n, 0n]);
    }),
    { numRuns: 200 },
  );
});

test("whatever is asked in whatever order, a payer never gets back more than was paid", async () => {
  const asked = fc.oneof(
    fc.constant<"undo">("undo"),
    fc.record({ stale: fc.boolean(), amount: fc.bigInt({ min: 1n, max: 12n }) }),
  );
  await fc.assert(
    fc.asyncProperty(fc.array(asked, { minLength: 1, maxLength: 8 }), async (steps) => {
      const shop = await new Shop().open(100n);
      const price = priced({ amount: 10n, asset }, 1_500);
      const sale = await shop.sell(price);
      let back = 0n;
      for (const step of steps) {
        if (step === "undo") {
          const { status } = await shop.submit(reverse(sale, { key, paid: 10n }));
          expect(status).toBe(back === 0n ? "created" : "limit_exceeded");
          if (status === "created") back = 10n;
          continue;
        }
        const before = step.stale ? 0n : back;
        const { amount } = step;
        if (before + amount > 10n) {
          expect(() => refund({ price, accounts, key, before, amount })).toThrow("than was paid");
          continue;
        }
        const { status } = await shop.submit(refund({ price, accounts, key, before, amount }));
        expect(status).toBe(before === back ? "created" : "limit_exceeded");
        if (status === "created") back += amount;
      }
      expect(shop.balance(payer)).toBe(90n + back);
      expect(shop.sum(all)).toBe(0n);
      if (back === 10n) expect(shop.balance(fees)).toBe(0n);
    }),
    { numRuns: 300 },
  );
});

test("an undo gives limits and claims back as well; a refund leaves them", async () => {
  const shop = await new Shop().open(100n);
  const limit = 77n;
  const price = priced({ amount: 10n, asset }, 1_500);
  await shop.submit({ limits: [{ key: limit, set: { kind: "sum", max: 20n } }] });
  const uses = [{ key: limit, amount: 10n }];
  const first = await shop.sell(price, uses);
  expect((await shop.submit(reverse(first, { key, paid: 10n }))).status).toBe("created");
  expect(shop.stage.available(limit)).toBe(20n);
  await shop.sell(price, uses);
  const again = refund({ price, accounts, key: key + 1n, before: 0n, amount: 10n });
  expect((await shop.submit(again)).status).toBe("created");
  expect(shop.stage.available(limit)).toBe(10n);
});

test("an undo of a hold lets go of it", async () => {
  const shop = await new Shop().open(100n);
  const transfers = hold({ payer, merchant, amount: 10n, asset, timeoutSeconds: 60 });
  const { entry } = await shop.submit({ transfers });
  if (entry === null) throw new Error("held");
  expect(shop.balance(payer)).toBe(90n);
  expect((await shop.submit(reverse(entry, { key, paid: 10n }))).status).toBe("created");
  expect(shop.balance(payer)).toBe(100n);
});

test("captures never exceed what is held, and the payer has the rest", async () => {
  await fc.assert(
    fc.asyncProperty(amounts, amounts, feeRates, async (held, wanted, feeBasisPoints) => {
      const shop = await new Shop().open(paidMax);
      const id = transferId(shop.next, 0);
      await shop.submit({
        transfers: hold({ payer, merchant, amount: held, asset, timeoutSeconds: 60 }),
      });
      const of = { id, amount: held, asset, credit: merchant };
      const take = (amount: bigint) => capture({ hold: of, amount, feeBasisPoints, fees });
      const { status } = await shop.submit({ transfers: take(wanted) });
      const fits = wanted <= held;
      expect(status).toBe(fits ? "created" : "exceeds_pending_transfer_amount");
      expect(shop.balance(payer)).toBe(paidMax - (fits ? wanted : held));
      const { fee } = priced({ amount: wanted, asset }, feeBasisPoints);
      expect(shop.balance(fees)).toBe(fits ? fee : 0n);
      expect(shop.balance(merchant)).toBe(fits ? wanted - fee : 0n);
      if (fits) {
        const { status: second } = await shop.submit({ transfers: take(1n) });
        expect(second).toBe("pending_transfer_already_posted");
      }
    }),
    { numRuns: 200 },
  );
});

test("split: parts are exact, and nobody is a whole unit from a fair part", () => {
  const weights = fc.array(fc.bigInt({ min: 0n, max: 1_000n }), { minLength: 1, maxLength: 64 });
  const sums = fc.bigInt({ min: 0n, max: amountMax });
  fc.assert(
    fc.property(sums, weights, (amount, list) => {
      const whole = list.reduce((sum, weight) => sum + weight, 0n);
      fc.pre(whole > 0n);
      const to = list.map((weight, at) => ({ account: BigInt(at) + 10n, weight }));
      const parts = new Map(
        split({ from: rail, amount, asset, to }).map((leg) => [leg.credit, leg.amount ?? 0n]),
      );
      expect([...parts.values()].reduce((sum, part) => sum + part, 0n)).toBe(amount);
      for (const { account, weight } of to) {
        const off = (parts.get(account) ?? 0n) * whole - amount * weight;
        expect(off < whole && off > -whole).toBe(true);
        if (weight === 0n) expect(parts.has(account)).toBe(false);
      }
    }),
    { numRuns: 500 },
  );
});

test("exchange conserves each asset, and costs the payer at most the spread and the operator nothing", async () => {
  const rates = fc.record({
    bought: fc.bigInt({ min: 1n, max: 1_000_000n }),
    sold: fc.bigInt({ min: 1n, max: 1_000_000n }),
  });
  const spreads = fc.integer({ min: 0, max: 9_999 });
  let made = 0;
  await fc.assert(
    fc.asyncProperty(amounts, rates, spreads, async (amount, rate, spreadBasisPoints) => {
      const shop = await new Shop().open(paidMax);
      const liquidity = paidMax * 1_000_000n;
      await shop.submit({
        accounts: [
          openAccount("liquidity", { id: sellLiquidity, asset }),
          openAccount("liquidity", { id: buyLiquidity, asset: other }),
          openAccount("payer", { id: buyer, asset: other }),
          openAccount("rail", { id: otherRail, asset: other }),
        ],
        transfers: topUp({ rail: otherRail, payer: buyLiquidity, amount: liquidity, asset: other }),
      });
      const done = exchange({
        sell: { payer, liquidity: sellLiquidity, asset },
        buy: { payer: buyer, liquidity: buyLiquidity, asset: other },
        amount,
        rate,
        spreadBasisPoints,
        spreadTo: fees,
      });
      if (done === null) return;
      made += 1;
      expect((await shop.submit({ transfers: done.transfers })).status).toBe("created");
      expect(shop.balance(payer)).toBe(paidMax - amount);
      expect(shop.balance(buyer)).toBe(done.bought);
      expect(shop.balance(fees)).toBe(done.spread);
      expect(shop.sum([...all, sellLiquidity])).toBe(0n);
      expect(shop.sum([buyLiquidity, buyer, otherRail])).toBe(0n);
      const worth = done.bought * rate.sold;
      // bought ≥ (amount less the spread) × rate, and what came in for it is worth at least that.
      const least = amount * BigInt(10_000 - spreadBasisPoints) * rate.bought;
      expect(worth * 10_000n >= least).toBe(true);
      expect(worth <= (amount - done.spread) * rate.bought).toBe(true);
      expect(done.spread * 10_000n <= amount * BigInt(spreadBasisPoints)).toBe(true);
    }),
    { numRuns: 200 },
  );
  expect(made).toBeGreaterThan(100);
});

type Step =
  | { readonly do: "sell"; readonly amount: bigint }
  | { readonly do: "refund"; readonly part: number }
  | { readonly do: "mature" | "day" };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant<"sell">("sell"), amount: fc.bigInt({ min: 1n, max: 1_000n }) }),
  fc.record({ do: fc.constant<"refund">("refund"), part: fc.nat({ max: 100 }) }),
  fc.record({ do: fc.constantFrom<"mature" | "day">("mature", "day") }),
);

/** The merchant's credits at the end of each day: what `totalsAt` would read from its statement. */
function creditsAt(days: readonly bigint[], ageDays: number): bigint {
  return days[days.length - 1 - ageDays] ?? 0n;
}

test("what matures is never younger than the reserve age, and never more than the balance", async () => {
  const reserveDays = 2;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const shop = await new Shop().open(paidMax);
      const days: bigint[] = [];
      const sales: { price: Price; back: bigint; key: bigint }[] = [];
      for (const [at, each] of steps.entries()) {
        if (each.do === "day") days.push(shop.account(merchant).creditsPosted);
        if (each.do === "sell") {
          const price = priced({ amount: each.amount, asset }, 700);
          await shop.sell(price);
          sales.push({ price, back: 0n, key: 1_000n + BigInt(at) });
        }
        const sale = each.do === "refund" ? sales[each.part % sales.length] : undefined;
        if (sale !== undefined && sale.back < sale.price.amount) {
          const amount = (sale.price.amount - sale.back + 1n) / 2n;
          const parts = refund({ ...sale, accounts, before: sale.back, amount });
          expect((await shop.submit(parts)).status).toBe("created");
          sale.back += amount;
        }
        if (each.do !== "mature") continue;
        const { debitsPosted, creditsPosted } = shop.account(merchant);
        const creditsThen = creditsAt(days, reserveDays);
        const balance = shop.balance(merchant);
        const entry = shop.next;
        const of = { entry, merchant: shop.account(merchant), payable, creditsThen };
        const { transfers, matured } = mature(of);
        const before = shop.balance(payable);
        expect((await shop.submit({ transfers })).status).toBe("created");
        const moved = shop.balance(payable) - before;
        expect(moved).toBe(matured);
        expect(moved <= (balance > 0n ? balance : 0n)).toBe(true);
        // All that ever left this account came in by then, whatever it left for.
        if (moved > 0n) expect(debitsPosted + moved <= creditsThen).toBe(true);
        expect(shop.balance(merchant) >= creditsPosted - creditsThen || moved === 0n).toBe(true);
      }
      expect(shop.sum(all)).toBe(0n);
    }),
    { numRuns: 200 },
  );
});

test("what a word cannot say has a name", () => {
  const price = { amount: 10n, fee: 11n, asset };
  expect(() => charge(price, accounts)).toThrow("must hold: a fee is at most its price");
  expect(() => makeWhole({ losses: 1n, merchant, amount: 0n, asset })).toThrow("made whole");
  const large = { amount: amountMax + 1n, fee: 0n, asset };
  const parts = { price: large, accounts, key, before: 0n, amount: 1n };
  expect(() => refund(parts)).toThrow("must hold: what was paid fits a limit");
  const shares = Array.from({ length: 65 }, () => ({ account: 1n, weight: 1n }));
  expect(() => split({ from: rail, amount: 1n, asset, to: shares })).toThrow("at most 64");
  const later = { id: merchant, asset, code: 2, debitsPending: 0n, debitsPosted: 0n };
  const one = { ...later, creditsPosted: 5n };
  expect(() => mature({ entry: 64n, merchant: one, payable, creditsThen: 6n })).toThrow(
    "must hold: credits only grow",
  );
});

import { assert, type Asset, isAsset, second } from "@farthing/core";
import type { Entry } from "../entry.ts";
import { transferId } from "../entryId.ts";
import type { StoredTransfer } from "../result.ts";
import { capture } from "../words/capture.ts";
import { charge } from "../words/charge.ts";
import { closeAccount } from "../words/closeAccount.ts";
import { exchange } from "../words/exchange.ts";
import { hold } from "../words/hold.ts";
import { mature } from "../words/mature.ts";
import { type AccountKind, accountKinds, openAccount } from "../words/openAccount.ts";
import { payOut } from "../words/payOut.ts";
import { payOutReturned } from "../words/payOutReturned.ts";
import { priced } from "../words/price.ts";
import { refund } from "../words/refund.ts";
import { release } from "../words/release.ts";
import { reverse } from "../words/reverse.ts";
import { split } from "../words/split.ts";
import { topUp } from "../words/topUp.ts";
import { duration } from "./parsePart.ts";
import type { Sale, WordStory } from "./wordStory.ts";

/** The parts of a line's entry, and what is remembered of it once it was created. */
interface Asked {
  readonly parts: Partial<Entry>;
  readonly once?: () => void;
}

type Word = (story: WordStory, args: readonly string[], label: string) => Asked;

function isKind(text: string): text is AccountKind {
  return text in accountKinds;
}

function assetOf(args: readonly string[]): Asset {
  return args.find(isAsset) ?? "PLAY/6";
}

function basisPoints(args: readonly string[]): number {
  return Number(args.find((word) => word.endsWith("bp"))?.slice(0, -2) ?? 0);
}

function number(text = ""): bigint {
  return BigInt(text);
}

/** `before=400` */
function given(args: readonly string[], name: string): string | undefined {
  return args.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
}

function saleOf(story: WordStory, name = ""): Sale {
  const sale = story.sales.get(name);
  assert(sale !== undefined, `${name} was sold`);
  return sale;
}

function legOf(story: WordStory, name = "", place = 0): StoredTransfer {
  const leg = story.stored.get(name)?.transfers[place];
  assert(leg !== undefined, `${name} was created`);
  return leg;
}

/** `charge A M F 1000 250bp` */
function chargeWord(story: WordStory, args: readonly string[], label: string): Asked {
  const [payer = "", merchant = "", fees = "", amount] = args;
  const price = priced({ amount: number(amount), asset: assetOf(args) }, basisPoints(args));
  const keys = [payer, merchant, fees].map((name) => story.key(name));
  const accounts = { payer: keys[0] ?? 0n, merchant: keys[1] ?? 0n, fees: keys[2] ?? 0n };
  return {
    parts: { transfers: charge(price, accounts) },
    once: () => story.sales.set(label, { price, accounts, back: 0n }),
  };
}

/** `capture h F 200 250bp`, or `all` */
function captureWord(story: WordStory, args: readonly string[], label: string): Asked {
  const [name, feesName = "", amount = "all"] = args;
  const { id, amount: held, asset, debit, credit } = legOf(story, name);
  const fees = story.key(feesName);
  const feeBasisPoints = basisPoints(args);
  const of = { hold: { id, amount: held, asset, credit }, feeBasisPoints, fees };
  const part = amount === "all" ? held : number(amount);
  const price = priced({ amount: part < 0n ? 0n : part, asset }, feeBasisPoints);
  const accounts = { payer: debit, merchant: credit, fees };
  return {
    parts: { transfers: capture(amount === "all" ? of : { ...of, amount: part }) },
    once: () => story.sales.set(label, { price, accounts, back: 0n }),
  };
}

/** `refund p 400 before=0`: by default `before` is what is back. */
function refundWord(story: WordStory, args: readonly string[]): Asked {
  const [name = "", amount] = args;
  const sale = saleOf(story, name);
  const piece = number(amount);
  const before = given(args, "before");
  const of = { ...sale, key: story.key(`${name} back`), amount: piece };
  return {
    parts: refund({ ...of, before: before === undefined ? sale.back : number(before) }),
    once: () => (sale.back += piece),
  };
}

function undoWord(story: WordStory, [name = ""]: readonly string[]): Asked {
  const sale = saleOf(story, name);
  const stored = story.stored.get(name);
  assert(stored !== undefined, "a sale is stored");
  const paid = sale.price.amount;
  return {
    parts: reverse(stored, { key: story.key(`${name} back`), paid }),
    once: () => (sale.back = paid),
  };
}

/** `split M 100 A:2 B:1` */
function splitWord(story: WordStory, [from = "", amount, ...shares]: readonly string[]): Asked {
  const to = shares.map((share) => {
    const [name = "", weight] = share.split(":");
    return { account: story.key(name), weight: number(weight) };
  });
  const of = { from: story.key(from), amount: number(amount), asset: assetOf([]), to };
  return { parts: { transfers: split(of) } };
}

/** `exchange A L LU AU F 1000 9/10 100bp`: PLAY/6 from A over L and LU to AU in USD/6, the spread to F. */
function exchangeWord(story: WordStory, args: readonly string[]): Asked {
  const [payer = "", liquidity = "", other = "", to = "", spreadTo = "", amount, rate = ""] = args;
  const [bought, sold] = rate.split("/").map(BigInt);
  const done = exchange({
    sell: { payer: story.key(payer), liquidity: story.key(liquidity), asset: "PLAY/6" },
    buy: { payer: story.key(to), liquidity: story.key(other), asset: "USD/6" },
    amount: number(amount),
    rate: { bought: bought ?? 0n, sold: sold ?? 0n },
    spreadBasisPoints: basisPoints(args),
    spreadTo: story.key(spreadTo),
  });
  assert(done !== null, "no whole number of units fits");
  return { parts: { transfers: done.transfers } };
}

function matureWord(story: WordStory, args: readonly string[], label: string): Asked {
  const [merchant = "", payable = "", mark = ""] = args;
  const creditsThen = story.marks.get(mark) ?? 0n;
  const seen = given(args, "seen");
  // What a reader that is late saw: the account before the last line moved it.
  const account = story.account(merchant);
  const debitsPosted = seen === undefined ? account.debitsPosted : number(seen);
  const { transfers } = mature({
    entry: story.entry(label),
    merchant: { ...account, debitsPosted },
    payable: story.key(payable),
    creditsThen,
  });
  return { parts: { transfers } };
}

/** Every money word as a line of a story. */
export const wordParts: Readonly<Record<string, Word>> = {
  open: (story, args) => {
    const [name = "", kind = ""] = args;
    assert(isKind(kind), `a kind of account, not ${kind}`);
    return {
      parts: { accounts: [openAccount(kind, { id: story.key(name), asset: assetOf(args) })] },
    };
  },
  topUp: (story, args) => {
    const [rail = "", payer = "", amount] = args;
    const of = { rail: story.key(rail), payer: story.key(payer), amount: number(amount) };
    return { parts: { transfers: topUp({ ...of, asset: assetOf(args) }) } };
  },
  charge: chargeWord,
  hold: (story, [payer = "", merchant = "", amount, time = ""]) => {
    const of = { payer: story.key(payer), merchant: story.key(merchant), amount: number(amount) };
    const timeoutSeconds = duration(time) / second;
    return { parts: { transfers: hold({ ...of, asset: "PLAY/6", timeoutSeconds }) } };
  },
  capture: captureWord,
  release: (story, [name]) => ({ parts: { transfers: release(legOf(story, name).id) } }),
  refund: refundWord,
  undo: undoWord,
  split: splitWord,
  exchange: exchangeWord,
  mature: matureWord,
  payOut: (story, [payable = "", rail = "", amount]) => {
    const of = { payable: story.account(payable), rail: story.key(rail), amount: number(amount) };
    return { parts: { transfers: payOut(of) } };
  },
  returned: (story, [name = ""]) => ({
    parts: payOutReturned(legOf(story, name), { key: story.key(`${name} returned`) }),
  }),
  close: (story, [name = "", rest = ""]) => ({
    parts: { transfers: closeAccount(story.account(name), { rest: story.key(rest) }) },
  }),
  reopen: (story, [name = ""]) => ({
    parts: { transfers: release(transferId(story.entry(name), 1)) },
  }),
};

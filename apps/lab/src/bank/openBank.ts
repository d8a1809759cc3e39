import { systemClock } from "@farthing/core";
import { buyOffers } from "../payer/buyOffers.ts";
import { makeDevice } from "../payer/device.ts";
import type { Http } from "../payer/http.ts";
import { openPayer } from "../payer/openPayer.ts";
import type { Chance } from "../seeded.ts";
import type { Shop } from "../server/readShop.ts";
import type { Bank, PricedOffer, Stall, Wallet } from "./bank.ts";
import { approve } from "./walletHand.ts";

/** Some small, so that a payer pays often; some so high that lines, balances and the payer's own limits are reached. */
const prices = [100n, 9_999n, 20_000n, 90_000n, 300_000n, 450_000n, 499_999n];
const ownedPerStall = 12;
// What a wallet made by the first payment may allow (rule 2): the preset.
const firstLimits = { perClick: 50_000n, per24h: 500_000n, total: 2_000_000n };
const firstPrice = 100n;

/** Prices every merchant's goods: each price for access again and again, and some that are owned once paid. */
export async function openStall(http: Http, shop: Shop, chance: Chance): Promise<Stall> {
  const offers: PricedOffer[] = [];
  const add = async (name: string, price: bigint, access: "own" | "use") => {
    const wire = { amount: price.toString(), asset: "PLAY/6" };
    const [text] = await buyOffers(http, shop, { count: 1, price: wire, name, access });
    if (text === undefined) throw new Error("one offer was asked for");
    offers.push({ text, price, owns: access === "own" ? `${shop.origin}/${name}/0` : null });
  };
  for (const price of prices) await add(`each-${price}`, price, "use");
  for (let number = 0; number < ownedPerStall; number += 1) {
    await add(`article-${number}`, chance.one(prices), "own");
  }
  return { shop, offers, paid: [] };
}

/** Makes one wallet with a button at two merchants. */
export async function openWallet(bank: Bank, number: number, chance: Chance): Promise<Wallet> {
  const { direct: http, stalls } = bank;
  const [first, second] = [0, 1].map((next) => stalls[(number + next) % stalls.length]);
  const offer = first?.offers.find(({ price }) => price === firstPrice);
  if (first === undefined || second === undefined || offer === undefined) {
    throw new Error("there are two stalls, and something for the first price");
  }
  const { merchant, origin: parent } = first.shop;
  const { perClick, per24h, total } = firstLimits;
  const wire = {
    perClick: perClick.toString(),
    per24h: per24h.toString(),
    total: total.toString(),
  };
  const start = performance.now();
  const clock = systemClock;
  const options = { http, clock, offer: offer.text, merchant, parent, limits: wire };
  const { device, allowance, session, passkey, grant } = await openPayer(options);
  const price = firstPrice;
  bank.calls.push({
    op: { kind: "approve", payer: number, merchant, grant, price, limits: firstLimits },
    start,
    end: performance.now(),
    heard: { word: "captured", payment: null },
    again: [],
  });
  const wallet: Wallet = { number, session, passkey, seats: [] };
  wallet.seats.push({ payer: wallet, stall: first, device, allowance });
  const seat = { payer: wallet, stall: second, device: makeDevice(), allowance: "" };
  if (await approve({ bank, chance }, seat)) wallet.seats.push(seat);
  return wallet;
}

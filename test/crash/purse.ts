import { instant, uintBytes } from "@farthing/core";
import { accountFlags, deriveEntryId, type Entry } from "@farthing/ledger";

const asset = "PLAY/6";
const [rail, purse, shop] = [1n, 2n, 3n];

export const price = 10n;
/** What the purse starts with, and the most that its limit lets it pay: nobody gets that far. */
export const plenty = 1_000_000_000n;
/** The accounts and the limit that payments change. */
export const purseKeys = { purse, shop, limit: 4n };

/** One purse that may not go below zero, and one limit. The same entry whenever it is asked for. */
export function openPurse(time: number): Entry {
  return {
    ...nameOf(0, time),
    accounts: [
      { id: rail, asset, code: 1 },
      { id: purse, asset, code: 2, flags: accountFlags.debitsMustNotExceedCredits },
      { id: shop, asset, code: 3 },
    ],
    transfers: [{ debit: rail, credit: purse, amount: plenty, asset, code: 1 }],
    limits: [{ key: purseKeys.limit, set: { kind: "sum", max: plenty } }],
  };
}

/** Payment `number`, from 1: the same entry whenever it is asked for. */
export function payment(number: number, time: number): Entry {
  return {
    ...nameOf(number, time),
    transfers: [{ debit: purse, credit: shop, amount: price, asset, code: 2 }],
    uses: [{ key: purseKeys.limit, amount: price }],
    memo: uintBytes(BigInt(number), 8),
  };
}

function nameOf(number: number, ms: number): Pick<Entry, "id" | "time" | "commitment"> {
  const [time, key] = [instant(ms), uintBytes(BigInt(number), 8)];
  const id = deriveEntryId({ time, payer: purse, key, leg: 0 });
  return { id, time, commitment: new Uint8Array(32).fill(number & 0xff) };
}

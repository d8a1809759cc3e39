import { bytesToUint, day, hour, type Instant, utf8 } from "@farthing/core";
import type { Entry } from "../entry.ts";
import { deriveEntryId } from "../entryId.ts";
import { accountFlags } from "../flags.ts";

const asset = "PLAY/6";

/** A number of its own for every name. */
export function named(name: string): bigint {
  return bytesToUint(utf8(name.padEnd(16, " ").slice(0, 16)));
}

/** What every payer of the shop may spend: per click, in 24 hours, in all. */
function limitsOf(payer: string) {
  return [named(`${payer} click`), named(`${payer} day`), named(`${payer} total`)] as const;
}

/** A commitment that differs from entry to entry. */
function commitmentOf(id: bigint): Uint8Array {
  return new Uint8Array(32).fill(Number(id & 0xffn));
}

function base(key: string, time: Instant): Pick<Entry, "id" | "time" | "commitment"> {
  const id = deriveEntryId({ time, payer: named("shop"), key: utf8(key), leg: 0 });
  return { id, time, commitment: commitmentOf(id) };
}

/** Opens the shop's accounts and one payer with 1 000 to spend and a device. */
export function openShop(payer: string, time: Instant): Entry {
  const [click, dayLimit, total] = limitsOf(payer);
  return {
    ...base(`open ${payer}`, time),
    accounts: [
      { id: named("rail"), asset, code: 1 },
      { id: named("merchant"), asset, code: 2 },
      { id: named("fees"), asset, code: 3 },
      { id: named(payer), asset, code: 4, flags: accountFlags.debitsMustNotExceedCredits },
    ],
    transfers: [{ debit: named("rail"), credit: named(payer), amount: 1_000_000n, asset, code: 1 }],
    limits: [
      { key: click, set: { kind: "each", max: 10n } },
      {
        key: dayLimit,
        set: { kind: "sum", max: 900_000n, window: { bucketMs: hour, buckets: 24 } },
      },
      { key: total, set: { kind: "sum", max: 950_000n, window: { bucketMs: day, buckets: 30 } } },
    ],
    counters: [{ key: named(`${payer} key`), open: true }],
  };
}

/** Payment number `number` of `payer`: 10, of which 1 is the fee. */
export function pay(payer: string, number: number, time: Instant): Entry {
  return {
    ...base(`${payer} pays ${number}`, time),
    transfers: [
      { debit: named(payer), credit: named("merchant"), amount: 10n, asset, code: 2 },
      { debit: named("merchant"), credit: named("fees"), amount: 1n, asset, code: 3 },
    ],
    uses: limitsOf(payer).map((key) => ({ key, amount: 10n })),
    claims: [named(`${payer} ${number}`)],
    counters: [{ key: named(`${payer} key`), use: BigInt(number) }],
    memo: utf8(`payment ${number} of ${payer}`),
  };
}

/** Everything that a payer's payments change, to compare before and after. */
export const shopKeys = {
  accounts: (payer: string) => [named("rail"), named("merchant"), named("fees"), named(payer)],
  limits: (payer: string) => [...limitsOf(payer)],
  claim: (payer: string, number: number) => named(`${payer} ${number}`),
  counter: (payer: string) => named(`${payer} key`),
} as const;

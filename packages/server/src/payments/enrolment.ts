import { assert, toBase64url } from "@farthing/core";
import type { RawDeviceKey } from "@farthing/identity";
import type { PaymentAccounts } from "@farthing/ledger";
import type { DeviceAlgorithm, PresetName, WalletSettings } from "@farthing/protocol";
import { type BoundedCache, newBoundedCache } from "../boundedCache.ts";
import type { Deps } from "../deps.ts";
import { moneyOf } from "../limits/caps.ts";
import { agreedPreset } from "../limits/agreedPreset.ts";
import type { PresetState } from "../limits/presetOf.ts";
import { walletOfGuest } from "../tabs/walletOfGuest.ts";
import type { GroupKeys } from "./commitment.ts";
import { groupKeys } from "./groupKeys.ts";
import {
  accountId,
  allowanceKeys,
  counterKey,
  limitKey,
  merchantDayKey,
  payerKeys,
} from "./keys.ts";
import type { MerchantDay } from "./paymentEntry.ts";
import { type Rung, rungOf } from "./rung.ts";

/** A frame's key under an allowance, with everything that a click needs already derived. */
export interface Enrolment {
  readonly device: string;
  /** Base64url. */
  readonly thumbprint: string;
  readonly key: RawDeviceKey;
  readonly payer: string;
  readonly merchant: string;
  readonly allowance: string;
  /** A guest: what is bought goes on a tab. */
  readonly isGuest: boolean;
  /** Of a guest: the wallet that paid the bill, so that nothing more goes on it; null: none did. */
  readonly wallet: string | null;
  /** The guest whose key this was: what was bought by it then opens by it still; null: nobody's. */
  readonly formerGuest: string | null;
  readonly accounts: PaymentAccounts;
  readonly allowanceKeys: ReturnType<typeof allowanceKeys>;
  /** The limit of a key that a partition cookie enrolled (rung C); null for one that an approval enrolled. */
  readonly deviceClick: bigint | null;
  readonly rung: Rung;
  readonly payerKeys: ReturnType<typeof payerKeys>;
  readonly merchantDay: MerchantDay;
  readonly counter: bigint;
  readonly groupKeys: GroupKeys;
  /** What the payer set, as of the last time that the store was read. */
  readonly undoMs: number;
  readonly hold: WalletSettings["hold"];
  /** In force, the most that was agreed to, and when a limit was last raised (milliseconds since 1970; null for never). */
  readonly preset: PresetName;
  readonly agreed: PresetState["agreed"];
  readonly raisedAt: number | null;
  /** When the browser was approved, the wallet made, the allowance agreed to: milliseconds since 1970. */
  readonly deviceSince: number;
  readonly payerSince: number;
  readonly allowanceSince: number;
}

const enrolmentsMax = 50_000;
const caches = new WeakMap<Deps, BoundedCache<Enrolment>>();

/**
 * The enrolment of the key with that thumbprint as this process last saw it, or `undefined`. May be
 * stale: whether the key may pay is decided by its counter and limits in the ledger, with every click.
 */
export function knownEnrolment(deps: Deps, thumbprint: string): Enrolment | undefined {
  return cacheOf(deps).get(thumbprint);
}

/** The enrolment of the key as the store has it now, or `null`. */
export async function loadEnrolment(deps: Deps, thumbprint: Uint8Array): Promise<Enrolment | null> {
  const row = await deps.store
    .selectFrom("devices")
    .innerJoin("payers", "payers.id", "devices.payer_id")
    .innerJoin("allowances", "allowances.id", "devices.allowance_id")
    .leftJoin("families", "families.id", "devices.family_id")
    .leftJoin("guests", "guests.payer_id", "devices.payer_id")
    .select(["devices.id as id", "devices.payer_id", "devices.merchant_id"])
    .select(["devices.allowance_id", "alg", "public_key", "added_at"])
    .select(["payers.created_at as payer_since", "allowances.created_at as allowance_since"])
    .select(["families.created_at as family_since", "guests.payer_id as guest"])
    .select(["undo_ms", "hold", "by_cookie", "kept", "family_id", "guest_id"])
    .where("thumbprint", "=", thumbprint)
    .executeTakeFirst();
  const name = toBase64url(thumbprint);
  if (row === undefined) {
    cacheOf(deps).delete(name);
    return null;
  }
  const { payer_id: payer, merchant_id: merchant, allowance_id: allowance } = row;
  const { preset, agreed, raisedAt } = await agreedPreset(deps, payer);
  const enrolment: Enrolment = {
    device: row.id,
    thumbprint: name,
    key: { alg: algorithm(row.alg), key: row.public_key },
    payer,
    merchant,
    allowance,
    isGuest: row.guest !== null,
    wallet: row.guest === null ? null : await walletOfGuest(deps, payer),
    formerGuest: row.guest_id,
    accounts: (row.guest === null ? paymentAccounts : tabAccounts)(payer, merchant),
    allowanceKeys: allowanceKeys(allowance),
    rung: rungOf({ isKept: row.kept === 1, hasCookie: row.family_id !== null }),
    deviceClick: row.by_cookie === 1 ? limitKey("device-click", row.id) : null,
    payerKeys: payerKeys(payer),
    merchantDay: merchantDayOf(deps, { payer, merchant, preset, agreed }),
    counter: counterKey(row.id),
    groupKeys: await groupKeys(deps, { payer, merchant }),
    undoMs: row.undo_ms,
    hold: row.hold,
    preset,
    agreed,
    raisedAt,
    // A browser that forgets its keys is as old as its cookie (rung C).
    deviceSince: Math.min(row.added_at, row.family_since ?? row.added_at),
    payerSince: row.payer_since,
    allowanceSince: row.allowance_since,
  };
  cacheOf(deps).set(name, enrolment);
  return enrolment;
}

/** Has every key of a payer read from the store again: something changed that clicks read from memory. */
export async function forgetEnrolments(deps: Deps, payer: string): Promise<void> {
  const rows = await deps.store
    .selectFrom("devices")
    .innerJoin("allowances", "allowances.id", "devices.allowance_id")
    .select("thumbprint")
    .where("allowances.payer_id", "=", payer)
    .where("devices.revoked_at", "is", null)
    .execute();
  const cache = cacheOf(deps);
  for (const { thumbprint } of rows) cache.delete(toBase64url(thumbprint));
}

/** Keeps nothing in memory of these keys: their payer is erased. */
export function dropEnrolments(deps: Deps, thumbprints: readonly Uint8Array[]): void {
  for (const print of thumbprints) cacheOf(deps).delete(toBase64url(print));
}

/** The limit of one payer at one merchant, as a payment needs it: an allowance from before there was one opens it now. */
export function merchantDayOf(
  deps: Deps,
  of: { payer: string; merchant: string } & Pick<PresetState, "preset" | "agreed">,
): MerchantDay {
  const key = merchantDayKey(of.payer, of.merchant);
  const [limit] = deps.ledger.lookupLimits([key]);
  return { key, opens: limit ? null : moneyOf(deps, of).merchantDay };
}

/** The accounts of a payment from `payer` to `merchant`. */
export function paymentAccounts(payer: string, merchant: string): PaymentAccounts {
  return {
    payer: accountId("payer", payer),
    merchant: accountId("merchant", merchant),
    fees: accountId("operator:fees", ""),
  };
}

/** The accounts of a sale on a guest's tab: the operator's part is taken when it is settled. */
export function tabAccounts(guest: string, merchant: string): PaymentAccounts {
  return {
    payer: accountId("tab", guest),
    merchant: accountId("merchant-unsettled", merchant),
    fees: accountId("operator:fees", ""),
  };
}

function algorithm(text: string): DeviceAlgorithm {
  assert(text === "Ed25519" || text === "P-256", "a stored key has an algorithm we know");
  return text;
}

function cacheOf(deps: Deps): BoundedCache<Enrolment> {
  const cache = caches.get(deps) ?? newBoundedCache<Enrolment>(enrolmentsMax);
  caches.set(deps, cache);
  return cache;
}

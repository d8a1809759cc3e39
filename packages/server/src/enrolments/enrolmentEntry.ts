import { concat, idToBytes, idToUint, assert, later, toBase64url, hour } from "@farthing/core";
import { deriveEntryId, type Entry } from "@farthing/ledger";
import { entryFacts } from "../payments/entryFacts.ts";
import type { Deps } from "../deps.ts";
import { allowanceKeys, counterKey, familyKey, limitKey } from "../payments/keys.ts";
import type { AllowanceMemo } from "../payments/memo.ts";
import type { FamilyTable } from "../store/tables.ts";
import { closings } from "../wallets/revoke.ts";

/** A key that a cookie enrolled lives that long, in milliseconds (rule 9). */
export const cookieKeyLifeMs = 12 * hour;

/**
 * The journal entry by which a key joins a family: opens its counter and its own limit, and closes the keys that make
 * room. A use of nothing asks in the same breath that the allowance still stands; setting the family's own limit fails
 * once that is closed.
 */
export async function enrolmentEntry(
  deps: Deps,
  of: {
    family: FamilyTable;
    print: Uint8Array;
    device: string;
    /** Most that one click by this key takes. */
    max: bigint;
    /** Ids of the keys that leave. */
    leaving: readonly string[];
  },
): Promise<Entry> {
  const { family, print, device, max, leaving } = of;
  const { payer_id: payer, merchant_id: merchant, allowance_id: allowance } = family;
  const time = deps.clock.now();
  const unique = idToBytes("device", device);
  assert(unique !== null, "a key has an id");
  const key = concat(unique, print);
  const id = deriveEntryId({ time, payer: idToUint("payer", payer), key, leg: 0 });
  const memo: AllowanceMemo = {
    v: 1,
    kind: "allowance",
    payer,
    merchant,
    allowance,
    device: toBase64url(print),
    family: family.id,
  };
  const expiresAt = later(time, cookieKeyLifeMs);
  return {
    time,
    limits: [
      { key: familyKey(family.id), set: { kind: "each", max: 0n } },
      { key: limitKey("device-click", device), set: { kind: "each", max, expiresAt } },
    ],
    uses: [{ key: allowanceKeys(allowance).click, amount: 0n }],
    counters: [{ key: counterKey(device), open: true }, ...closings(deps, leaving)],
    ...(await entryFacts(deps, id, memo)),
  };
}

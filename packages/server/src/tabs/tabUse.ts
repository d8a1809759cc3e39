import { lengthPrefixed, bytesToUint, utf8 } from "@farthing/core";
import { type LimitChange, type LimitUse, tabSalesMax } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { addressBlock } from "../http/addressBlock.ts";
import { figuresOf } from "../limits/caps.ts";
import { hmacSha256 } from "../payments/hmac.ts";
import { dayWindow, tabKeys } from "../payments/keys.ts";

/** What a sale on a guest's tab brings into its entry, in the order in which a refusal is named. */
export interface TabUse {
  readonly limits: readonly LimitChange[];
  readonly uses: readonly LimitUse[];
}

/** A settlement names each sale that it pays, in one entry: no more than fit are open at a time. */
export const salesMax = BigInt(Math.min(30, tabSalesMax));

/** What a guest may owe before the first settlement and after one; 0: nobody pays later. A guest has chosen no preset. */
export function tabLines(deps: Pick<Deps, "config" | "clock" | "policies">) {
  return figuresOf(deps, "balanced").guestTab;
}

/** What holds for all tabs, in the policy of now. */
export function tabRules({ policies, clock }: Pick<Deps, "policies" | "clock">) {
  return policies.current(clock.now()).guestTabs;
}

/**
 * The limit on what guests of one network newly owe. Its key is keyed: a journal that is shown to somebody does not tell
 * from which networks people read.
 */
export function networkKey({ keys }: Pick<Deps, "keys">, address: string): bigint {
  const block = addressBlock(address) ?? address;
  const named = lengthPrefixed(utf8("farthing/tab-network/v1"), utf8(block));
  return bytesToUint(hmacSha256(keys.pairwiseKey, named).subarray(0, 16));
}

/** Counts a sale against the guest's line and the network's. The network's limit is what the policy says now. */
export function tabUse(
  deps: Pick<Deps, "keys" | "policies" | "clock">,
  { guest, amount, address }: { guest: string; amount: bigint; address: string },
): TabUse {
  const network = networkKey(deps, address);
  const { owed, sales } = tabKeys(guest);
  const max = tabRules(deps).perBlockDay;
  return {
    limits: [{ key: network, set: { kind: "sum", max, window: dayWindow } }],
    uses: [
      { key: owed, amount },
      { key: sales, amount: 1n },
      { key: network, amount },
    ],
  };
}

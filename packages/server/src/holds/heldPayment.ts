import { assert, idToUint } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { readPaymentMemo } from "../payments/memo.ts";
import type { Paid } from "../refunds/refund.ts";

/** A payment of the lists, as the journal has it. */
export function heldPayment({ ledger }: Pick<Deps, "ledger">, payment: string): Paid {
  const entry = ledger.lookupEntry(idToUint("payment", payment));
  assert(entry !== null, "what the lists show is in the journal");
  return { entry, memo: readPaymentMemo(entry.memo) };
}

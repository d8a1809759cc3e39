import { idFromUint, type PaymentId } from "@farthing/core";

/** The id under which payers and merchants know a journal entry: `pay_` and the entry's 16 bytes. */
export function entryName(id: bigint): PaymentId {
  return idFromUint("payment", id);
}

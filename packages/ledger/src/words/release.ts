import type { TransferInput } from "../entry.ts";
import { transferFlags } from "../flags.ts";

/**
 * Lets go of a hold: all of it goes back to the payer. After a capture `pending_transfer_already_posted`, after its time
 * `pending_transfer_expired`. Releasing the closing transfer of `closeAccount` opens the account again.
 *
 * @example release(transferId(heldBy, 0))
 */
export function release(hold: bigint): TransferInput[] {
  return [{ flags: transferFlags.voidPendingTransfer, pendingId: hold }];
}

import { day, second } from "@farthing/core";

/**
 * How much longer the ledger itself keeps a hold than it is agreed to, in milliseconds: a server that was down for so long
 * still captures what is due. After that the ledger's clock lets go of it.
 */
const marginMs = 7 * day;

/** The ledger's own time-out of a hold, in seconds. */
export function ledgerTimeoutSeconds(holdMs: number): number {
  return Math.ceil((holdMs + marginMs) / second);
}

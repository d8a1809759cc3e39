import type { HelloResponse, WalletSettings } from "@farthing/protocol";
import type { ServerConfig } from "../config.ts";

/** Whether a price needs a second yes: holding the button, or pressing again (rule 17). */
export function needsConfirm({ confirmAbove }: ServerConfig, amount: bigint): boolean {
  return amount > confirmAbove;
}

/** How the frame asks for that second yes. Who set "never hold" is not offered to hold. */
export function confirmFor(
  config: ServerConfig,
  of: { amount: bigint; hold: WalletSettings["hold"] },
): HelloResponse["confirm"] {
  if (!needsConfirm(config, of.amount)) return "none";
  return of.hold === "never" ? "press" : "hold";
}

import { idToUint } from "@farthing/core";
import type { AgentAskView } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import type { AgentAskTable } from "../store/agentTables.ts";

/** How a request stands. A yes that the ledger refused, for want of money, is over: the program asks again. */
export function askState(
  { ledger, clock }: Pick<Deps, "ledger" | "clock">,
  ask: AgentAskTable,
): AgentAskView["state"] {
  const answered = ledger.lookupEntry(idToUint("payment", ask.payment_id));
  if (answered !== null) return answered.status === "created" ? "paid" : "over";
  if (ask.refused_at !== null) return "refused";
  return ask.anew_at !== null || ask.expires_at <= clock.now() ? "over" : "waiting";
}

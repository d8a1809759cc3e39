import type { AgentSite } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { siteKey } from "./agent.ts";

/** The sites that a program may still pay: those that its payer named and nobody stopped. */
export async function openSites(
  { store, ledger }: Pick<Deps, "store" | "ledger">,
  agent: string,
): Promise<AgentSite[]> {
  const rows = await store
    .selectFrom("agent_sites")
    .innerJoin("merchants", "merchants.id", "merchant_id")
    .select(["merchants.id as id", "merchants.name as name"])
    .where("agent_id", "=", agent)
    .orderBy("merchants.name")
    .execute();
  const lines = ledger.lookupLimits(rows.map(({ id }) => siteKey(agent, id)));
  return rows.filter((_, at) => lines[at] && !lines[at].closed);
}

import type { Deps } from "../deps.ts";
import { loadGrant, moveGrant } from "./grant.ts";
import { nextStatus } from "./rules.ts";

/** The wallet's page goes away without an answer: "Not paid. Nothing was charged." Said too late, it changes nothing. */
export async function leaveGrant(deps: Deps, id: string): Promise<void> {
  const grant = await loadGrant(deps, id);
  const to = nextStatus(grant.status, "leave");
  if (to !== null) await moveGrant(deps, grant, { event: "leave", to });
}

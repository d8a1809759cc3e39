import type { Deps } from "../deps.ts";
import { endGrant, type Grant } from "./grant.ts";
import { loadPaidGrant } from "./recover.ts";
import type { GrantEvent, GrantState } from "./rules.ts";

// Each try loses only to new terms or to an approval; after that the answer is that it stands.
const triesMax = 3;

/**
 * Ends a grant that nobody waits for any more, and answers with how it stands. Said too late it changes nothing; said
 * while an approval is under way neither: only the ledger knows how that ends.
 */
export async function giveUp(
  deps: Deps,
  id: string,
  end: { event: GrantEvent; to: GrantState },
): Promise<Grant> {
  for (let tries = 0; tries < triesMax; tries += 1) {
    const isEnded = await endGrant(deps, await loadPaidGrant(deps, id), end);
    if (isEnded) break;
  }
  return loadPaidGrant(deps, id);
}

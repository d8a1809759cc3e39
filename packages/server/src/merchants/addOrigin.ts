import { Bug, isLoopback, ProblemError } from "@farthing/core";
import { isOneHost } from "./isOneHost.ts";
import type { Registry } from "./registerMerchant.ts";

/** Origins of one merchant. */
export const originsMax = 20;

// Each try loses only to another addition of the same merchant, and there are at most twenty.
const triesMax = originsMax + 1;

/**
 * One more origin whose pages may show this merchant's buttons, and on which it sells (rule 23); answers with all of
 * them. One that is there already changes nothing. A merchant adds addresses of this machine itself; others the operator
 * adds, because nothing here proves whose site it is, and an offer names it to payers. Plain http only on this machine:
 * elsewhere somebody on the way could put another price beside the button. Never the wallet's own: a return address
 * there would be a way into somebody else's grant that counts as the button's (rule 4). Throws `invalid-request`.
 */
export async function addOrigin(
  deps: Registry,
  { merchant, origin, by }: { merchant: string; origin: string; by: "merchant" | "operator" },
): Promise<readonly string[]> {
  const { protocol, hostname } = new URL(origin);
  if (by === "merchant" && !isLoopback(hostname)) {
    throw new ProblemError(
      "invalid-request",
      "`origin`: an address of this machine; the wallet's operator adds any other site",
    );
  }
  if (protocol !== "https:" && !(protocol === "http:" && isLoopback(hostname))) {
    throw new ProblemError("invalid-request", "`origin`: https, or http on this machine");
  }
  if (!isOneHost(origin))
    throw new ProblemError("invalid-request", "`origin`: the name of one host");
  if (origin === deps.config.origin) {
    throw new ProblemError("invalid-request", "`origin`: this is the wallet's own address");
  }
  for (let tries = 0; tries < triesMax; tries += 1) {
    const { origins: before } = await deps.store
      .selectFrom("merchants")
      .select("origins")
      .where("id", "=", merchant)
      .executeTakeFirstOrThrow();
    const origins = JSON.parse(before) as string[];
    if (origins.includes(origin)) return origins;
    if (origins.length >= originsMax) {
      throw new ProblemError("invalid-request", `\`origin\`: at most ${originsMax} of a merchant`);
    }
    const after = [...origins, origin];
    const { numUpdatedRows } = await deps.store
      .updateTable("merchants")
      .set({ origins: JSON.stringify(after) })
      .where("id", "=", merchant)
      .where("origins", "=", before)
      .executeTakeFirst();
    if (numUpdatedRows === 0n) continue;
    deps.caches.merchants.delete(merchant);
    return after;
  }
  throw new Bug("must hold: an addition loses at most to every other one");
}

import { FarthingError } from "@farthing/sdk";
import type { Desk } from "./desk.ts";
import type { Ware } from "./wares/ware.ts";

/** An offer, or null while the wallet is silent: the page then says so instead of failing. */
export async function offerFor(desk: Desk, ware: Ware, visitor: string): Promise<string | null> {
  try {
    return await desk.offers.get(ware, visitor);
  } catch (error) {
    if (error instanceof FarthingError) return null;
    throw error;
  }
}

import type { Deps } from "../deps.ts";
import { giveUp } from "./giveUp.ts";

/** The wallet's page goes away without an answer: "Not paid. Nothing was charged." Said too late, it changes nothing. */
export async function leaveGrant(deps: Deps, id: string): Promise<void> {
  await giveUp(deps, id, { event: "leave", to: "closed" });
}

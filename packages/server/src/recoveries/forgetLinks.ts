import type { Kysely } from "kysely";
import type { Tables } from "../store/tables.ts";

/** Links that were mailed to begin a recovery do nothing any more; what has begun goes on until it is cancelled. */
export async function forgetLinks(unit: Kysely<Tables>, payer: string): Promise<void> {
  await unit
    .deleteFrom("recoveries")
    .where("payer_id", "=", payer)
    .where("state", "=", "asked")
    .execute();
}

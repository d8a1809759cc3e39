import { ProblemError } from "@farthing/core";
import type { AgentSite } from "@farthing/protocol";
import { sql } from "kysely";
import type { Deps } from "../deps.ts";

/** The merchant whose pages are at `origin`. Throws `not-found`. */
export async function findSite({ store }: Pick<Deps, "store">, origin: string): Promise<AgentSite> {
  const row = await store
    .selectFrom("merchants")
    .select(["id", "name"])
    .where(sql<boolean>`exists (select 1 from json_each(origins) where value = ${origin})`)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError("not-found", "no site of this wallet is there");
  return row;
}

import { type Kysely, sql } from "kysely";
import type { Tables } from "../store/tables.ts";

/** What names a payer and stays, because the journal says it: it would be there again after the next rebuild. */
const staying = ["payments", "erased_payers"];

/**
 * Deletes all that the store has of a payer, in one unit of work: every row of every table that names one, whichever tables
 * there are, but those that only show the journal. The payer's key goes with it.
 */
export async function forgetPayer(unit: Kysely<Tables>, payer: string): Promise<void> {
  // Tables name each other: what is whole is judged at the end.
  await sql`pragma defer_foreign_keys = on`.execute(unit);
  await deleteBelow(unit, payer);
  const { rows } = await sql<{ name: string }>`
    select t.name as name from sqlite_schema t, pragma_table_info(t.name) c
    where t.type = 'table' and c.name = 'payer_id'`.execute(unit);
  for (const { name } of rows) {
    if (staying.includes(name)) continue;
    await sql`delete from ${sql.table(name)} where payer_id = ${payer}`.execute(unit);
  }
  await unit.deleteFrom("payers").where("id", "=", payer).execute();
}

/** Rows that name no payer and belong to rows that do. */
async function deleteBelow(unit: Kysely<Tables>, payer: string): Promise<void> {
  const agents = unit.selectFrom("agents").select("id").where("payer_id", "=", payer);
  await unit.deleteFrom("agent_sites").where("agent_id", "in", agents).execute();
  const reported = unit.selectFrom("reports").select("payment_id").where("payer_id", "=", payer);
  await unit.deleteFrom("report_steps").where("payment_id", "in", reported).execute();
  // A guest said it of what this wallet paid for.
  const paid = unit.selectFrom("payments").select("id").where("payer_id", "=", payer);
  await unit.deleteFrom("report_steps").where("payment_id", "in", paid).execute();
  await unit.deleteFrom("reports").where("payment_id", "in", paid).execute();
  // Asked for with this payer's keys, and never approved: they name nobody else.
  const keys = unit.selectFrom("devices").select("thumbprint").where("payer_id", "=", payer);
  await unit.deleteFrom("grants").where("thumbprint", "in", keys).execute();
}

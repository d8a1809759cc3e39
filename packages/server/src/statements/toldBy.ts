import type { StatementLine } from "@farthing/protocol";
import type { Kysely } from "kysely";
import type { Tables } from "../store/tables.ts";

/** What the payments table tells about a line. */
export interface Told {
  readonly payment: string | null;
  readonly returns: StatementLine["returns"];
  readonly title: string;
  readonly merchant: string;
}

const nothing: Told = { payment: null, returns: null, title: "", merchant: "" };

/** The payment behind each journal entry of a page: made by it, or given back by it. Two searches for each entry. */
export async function toldBy(
  store: Kysely<Tables>,
  lines: readonly { readonly seq: bigint }[],
): Promise<(seq: bigint) => Told> {
  const seqs = [...new Set(lines.map(({ seq }) => seq))];
  if (seqs.length === 0) return () => nothing;
  const payments = store
    .selectFrom("payments as payment")
    .leftJoin("merchants as merchant", "merchant.id", "payment.merchant_id")
    .select(["payment.id", "payment.title", "merchant.name"]);
  const made = await payments.select("payment.seq").where("payment.seq", "in", seqs).execute();
  const returned = await payments
    .innerJoin("payment_returns as return", "return.payment", "payment.seq")
    .select(["return.seq", "return.kind"])
    .where("return.seq", "in", seqs)
    .execute();
  const told = new Map<bigint, Told>();
  for (const { seq, id, title, name } of made) {
    told.set(seq, { payment: id, returns: null, title, merchant: name ?? "" });
  }
  for (const { seq, id, title, kind, name } of returned) {
    told.set(seq, { payment: id, returns: kind, title, merchant: name ?? "" });
  }
  return (seq) => told.get(seq) ?? nothing;
}

import type { Asset } from "@farthing/core";
import type { PaymentPage } from "@farthing/protocol";
import { type Expression, sql, type SqlBool } from "kysely";
import type { Deps } from "../deps.ts";
import { projectionWaitMs } from "../projections/projection.ts";

const pageSize = 50;

/** Whose payments, and which of them. */
export interface PaymentsAsk {
  readonly payer: string;
  readonly before: bigint | null;
  /** Paid to this merchant; null: to any. */
  readonly site: string | null;
  /** Part of the title, the address or the merchant's name; null: any. */
  readonly text: string | null;
}

/**
 * A payer's payments and top-ups, newest first. Waits for the projection to show what was committed
 * before the question, so that a payer finds what was just paid; when it lags longer, what is shown
 * is older, never wrong. `before` is the `next` of the page above.
 */
export async function paymentsPage(deps: Deps, ask: PaymentsAsk): Promise<PaymentPage> {
  await deps.projection.reached(deps.ledger.head().seq, projectionWaitMs);
  const rows = await readRows(deps, ask);
  const shown = rows.slice(0, pageSize);
  const last = shown.at(-1);
  return {
    payments: shown.map((row) => ({
      id: row.id,
      kind: row.kind,
      status: row.status,
      merchant: row.merchant ?? "",
      program: row.program,
      title: row.title,
      resource: row.resource,
      amount: { amount: row.amount.toString(), asset: row.asset as Asset },
      givenBack: { amount: row.given_back.toString(), asset: row.asset as Asset },
      at: row.at,
      reversedAt: row.reversed_at,
      heldUntil: row.held_until,
      released: row.released,
    })),
    next: rows.length > pageSize && last !== undefined ? last.seq.toString() : null,
  };
}

/** One more than a page: whether there is another. */
function readRows({ store }: Deps, { payer, before, site, text }: PaymentsAsk) {
  return store
    .selectFrom("payments")
    .leftJoin("merchants", "merchants.id", "payments.merchant_id")
    .leftJoin("agents", "agents.id", "payments.allowance_id")
    .select([
      "payments.id as id",
      "kind",
      "status",
      "merchants.name as merchant",
      "agents.name as program",
      "title",
      "resource",
      "amount",
      "payments.asset as asset",
      "given_back",
      "at",
      "reversed_at",
      "held_until",
      "released",
      "seq",
    ])
    .where("payments.payer_id", "=", payer)
    .$if(before !== null, (query) => query.where("seq", "<", before ?? 0n))
    .$if(site !== null, (query) => query.where("payments.merchant_id", "=", site))
    .$if(text !== null, (query) =>
      query.where((row) =>
        row.or([
          holds(row.ref("title"), text ?? ""),
          holds(row.ref("resource"), text ?? ""),
          holds(row.ref("merchants.name"), text ?? ""),
        ]),
      ),
    )
    .orderBy("seq", "desc")
    .limit(pageSize + 1)
    .execute();
}

/** Whether a column holds `text` as it is: its signs mean nothing to `like`. */
function holds(column: Expression<string | null>, text: string): Expression<SqlBool> {
  const pattern = `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`;
  return sql<SqlBool>`${column} like ${pattern} escape '\\'`;
}

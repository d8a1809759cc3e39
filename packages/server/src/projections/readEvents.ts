import { type Asset, assert, idToBytes } from "@farthing/core";
import type { MerchantEvent } from "@farthing/protocol";
import type { Kysely } from "kysely";
import { billForMerchant } from "../tabs/billForMerchant.ts";
import type { Tables } from "../store/tables.ts";
import { eventTypes } from "./eventsView.ts";
import { milliseconds } from "./view.ts";

/** Up to `limit` events of a merchant with a higher number than `after`, oldest first. `null`: `after` is none yet. */
export async function readEvents(
  store: Kysely<Tables>,
  { merchant, after, limit }: { merchant: string; after: number; limit: number },
): Promise<MerchantEvent[] | null> {
  const id = idToBytes("merchant", merchant);
  assert(id !== null, "a merchant has an id");
  if (after > (await lastNumber(store, id))) return null;
  const rows = await store
    .selectFrom("events as event")
    .innerJoin("payments as payment", "payment.seq", "event.payment")
    .leftJoin("tab_sales as sale", "sale.payment", "payment.id")
    .select(["event.number", "event.kind", "event.timestamp"])
    .select(["payment.id", "payment.amount", "payment.fee", "payment.asset", "payment.resource"])
    .select(["payment.status", "payment.given_back", billForMerchant.as("bill")])
    .where("event.merchant", "=", id)
    .where("event.number", ">", after)
    .orderBy("event.number")
    .limit(limit)
    .execute();
  return rows.map((row) => {
    const type = eventTypes[row.kind];
    assert(type !== undefined, "an event's type is known");
    const asset = row.asset as Asset;
    return {
      number: row.number,
      type,
      at: milliseconds(row.timestamp),
      payment: {
        id: row.id,
        price: { amount: row.amount.toString(), asset },
        fee: { amount: row.fee.toString(), asset },
        givenBack: { amount: row.given_back.toString(), asset },
        resource: row.resource,
        status: row.status,
        bill: row.bill,
      },
    };
  });
}

async function lastNumber(store: Kysely<Tables>, merchant: Uint8Array): Promise<number> {
  const row = await store
    .selectFrom("events")
    .select("number")
    .where("merchant", "=", merchant)
    .orderBy("number", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.number ?? 0;
}

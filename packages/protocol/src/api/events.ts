import { z } from "zod";
import { idField, instantField, moneyField } from "../fields.ts";
import { BillState, PaymentStatus } from "./merchant.ts";

/** `GET /v1/events`: what a merchant must hear, in order. */

/** Events of one page at most. */
export const eventsMax = 500;
/** Longest time that an empty page is waited with, in seconds. */
export const eventsWaitSecondsMax = 20;

/** A fact about one of the merchant's payments: it never changes. */
export const MerchantEvent = z.strictObject({
  /** 1, 2, 3 … for each merchant, without gaps: the cursor. */
  number: z.number().int().min(1),
  type: z.enum([
    "payment.captured",
    "payment.reversed",
    "payment.refunded",
    "payment.partly-refunded",
    "payment.settled",
    "payment.aged-out",
    "payment.made-whole",
    /** Agreed to, not paid yet: `payment.captured` or `payment.released` follows. */
    "payment.held",
    "payment.released",
  ]),
  /** When it happened. */
  at: instantField,
  payment: z.strictObject({
    id: idField("payment"),
    price: moneyField,
    fee: moneyField,
    resource: z.string(),
    /** These three as it stands when this is read: later events may have said more already. */
    givenBack: moneyField,
    status: PaymentStatus,
    /** Of a sale on a guest's bill; null for every other. */
    bill: BillState.nullable().default(null),
  }),
});

/** Oldest first. `next`: `after` of the following page, also when this one is empty. */
export const EventPage = z.strictObject({
  events: z.array(MerchantEvent).max(eventsMax),
  next: z.number().int().min(0),
});

export type MerchantEvent = z.infer<typeof MerchantEvent>;
export type EventPage = z.infer<typeof EventPage>;

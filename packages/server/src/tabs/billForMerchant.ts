import type { BillState } from "@farthing/protocol";
import { type RawBuilder, sql } from "kysely";

/**
 * Where a sale (`sale`, of `tab_sales`) stands for its merchant: paid only once its part has come. When a bill of several
 * merchants was paid is nobody's business but the guest's.
 */
export const billForMerchant: RawBuilder<BillState | null> = sql`case
  when sale.state = 'paid' and sale.shared_at is null then 'unpaid' else sale.state end`;

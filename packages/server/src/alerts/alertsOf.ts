import { day } from "@farthing/core";
import { type Me, UnusualAlertKind } from "@farthing/protocol";
import type { Deps } from "../deps.ts";

/** What nobody looked at for so long is told no more, in milliseconds. */
const shownMs = 30 * day;
/** What is told on every page: more at once would not be read. */
const alertsMax = 3;

/** What was unusual and was not looked at yet, newest first. */
export async function alertsOf({ store, clock }: Deps, payer: string): Promise<Me["alerts"]> {
  const rows = await store
    .selectFrom("unusual_alerts")
    .innerJoin("merchants", "merchants.id", "merchant_id")
    .select(["kind", "merchant_id as site", "merchants.name as merchant", "at"])
    .where("payer_id", "=", payer)
    .where("seen_at", "is", null)
    .where("at", ">", clock.now() - shownMs)
    .orderBy("at", "desc")
    .limit(alertsMax)
    .execute();
  return rows.map(({ kind, ...row }) => ({ ...row, kind: UnusualAlertKind.parse(kind) }));
}

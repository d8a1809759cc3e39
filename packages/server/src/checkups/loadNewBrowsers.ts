import { instant } from "@farthing/core";
import type { NewBrowser } from "@farthing/identity";
import type { Deps } from "../deps.ts";

/** Rows that are looked at: of more, the newest. */
const browsersMax = 50;

/** Browsers of a payer that were new and still pay: their key is alive, or another one that came by their cookie. */
export async function loadNewBrowsers({ store }: Deps, payer: string): Promise<NewBrowser[]> {
  const rows = await store
    .selectFrom("new_browsers")
    .innerJoin("devices", "devices.thumbprint", "new_browsers.thumbprint")
    .innerJoin("merchants", "merchants.id", "new_browsers.merchant_id")
    .select([
      "devices.id as device",
      "merchants.name as merchant",
      "new_browsers.browser",
      "new_browsers.at",
      "new_browsers.reviewed_at",
    ])
    .where("new_browsers.payer_id", "=", payer)
    .where((row) =>
      row.or([
        row("devices.revoked_at", "is", null),
        row.exists(
          row
            .selectFrom("devices as others")
            .select("others.id")
            .whereRef("others.family_id", "=", "devices.family_id")
            .where("others.revoked_at", "is", null),
        ),
      ]),
    )
    .orderBy("new_browsers.at", "desc")
    .limit(browsersMax)
    .execute();
  return rows.map(({ at, reviewed_at: reviewedAt, ...row }) => ({
    ...row,
    at: instant(at),
    isReviewed: reviewedAt !== null,
  }));
}

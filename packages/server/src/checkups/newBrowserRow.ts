import { newBrowserMs } from "@farthing/identity";
import type { Kysely } from "kysely";
import type { Deps } from "../deps.ts";
import { deviceOf } from "../grants/enrol.ts";
import { isNewBrowser } from "../mail/newDeviceAlert.ts";
import type { GrantTable, NewBrowserTable, Tables } from "../store/tables.ts";

/** Who was signed in to the wallet in a browser, and since when. */
export interface SignedInBefore {
  readonly payerId: string;
  readonly createdAt: number;
}

/**
 * The row that asks the payer whether a browser is theirs; null where there is nothing to ask: the payer's first, one whose
 * cookie is known, or one that was signed in to this wallet before it asked. While another one waits for its answer the
 * sign-in vouches for nobody: it may be theirs. The payment has been made: what fails here is logged, and it goes on.
 */
export async function newBrowserRow(
  deps: Deps,
  of: {
    grant: GrantTable;
    payer: string;
    browser: string | null;
    before: SignedInBefore | null;
  },
): Promise<NewBrowserTable | null> {
  const { grant, payer, browser, before } = of;
  try {
    const wasHere = before?.payerId === payer && before.createdAt < grant.created_at;
    if (wasHere && !(await hasUnreviewed(deps, payer))) return null;
    if (!(await isNewBrowser(deps, of)) || grant.thumbprint === null) return null;
    const device = await deviceOf(deps, grant.thumbprint);
    if (device === undefined) return null;
    return {
      thumbprint: device.thumbprint,
      payer_id: payer,
      merchant_id: grant.merchant_id,
      browser,
      at: device.added_at,
      reviewed_at: null,
    };
  } catch (error) {
    deps.logger.error({ err: error, grant: grant.id }, "a new browser was not noted");
    return null;
  }
}

/** Notes it, once for each enrolment. */
export async function insertNewBrowser(unit: Kysely<Tables>, row: NewBrowserTable): Promise<void> {
  await unit
    .insertInto("new_browsers")
    .values(row)
    .onConflict((conflict) => conflict.column("thumbprint").doNothing())
    .execute();
}

async function hasUnreviewed({ store, clock }: Deps, payer: string): Promise<boolean> {
  const row = await store
    .selectFrom("new_browsers")
    .select("at")
    .where("payer_id", "=", payer)
    .where("reviewed_at", "is", null)
    .where("at", ">", clock.now() - newBrowserMs)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

import type { Deps } from "../deps.ts";
import { insertNewBrowser, newBrowserRow, type SignedInBefore } from "../checkups/newBrowserRow.ts";
import { joinFamily } from "../enrolments/joinFamily.ts";
import { loadEnrolment } from "../payments/enrolment.ts";
import { queueMail } from "../mail/letter.ts";
import { newDeviceAlert } from "../mail/newDeviceAlert.ts";
import { sha256 } from "../sha256.ts";
import type { GrantTable } from "../store/tables.ts";
import type { Agreement } from "./grant.ts";
import { forgetBrowser } from "./forgetBrowser.ts";
import { returnNonce } from "./returnNonce.ts";

/** What an approval came to. */
export interface Finished {
  readonly row: GrantTable;
  readonly agreement: Agreement;
  readonly payer: string;
  /** The journal entry that was asked for: paid, or refused because the resource is owned. */
  readonly entry: bigint;
  /** The payment that is vouched for. */
  readonly payment: string;
  /** The allowance that the frame's key is enrolled under; null for none. */
  readonly allowance: string | null;
  /** As `browserName` says it; null: nobody knows any more. */
  readonly browser: string | null;
  /** Who was signed in there when the answer came; null: nobody. */
  readonly before: SignedInBefore | null;
}

/**
 * Writes down that a grant is approved and rings its bell. Paid is paid: also when the page said
 * goodbye, or the five minutes ended, while the ledger was writing.
 */
export async function finishGrant(deps: Deps, finished: Finished): Promise<void> {
  const { row, agreement, payer, entry, payment, allowance } = finished;
  const credential = agreement.answer?.credential ?? "";
  const isAlerted = allowance !== null && !agreement.everyTime;
  const enrolled = { ...finished, grant: row };
  const alert = isAlerted ? await newDeviceAlert(deps, enrolled) : null;
  const newBrowser = isAlerted ? await newBrowserRow(deps, enrolled) : null;
  // Before the frame hears of it: its next page may ask with the cookie at once.
  if (allowance !== null) await joinFamily(deps, { grant: row, payer, allowance });
  // Also before: a frame that hears "paid" must not pay once more by itself.
  if (agreement.everyTime) await forgetBrowser(deps, { grant: row, payer });
  const answered: Agreement = {
    ...agreement,
    answer: { credential, entry: entry.toString(), over: true },
  };
  const approved = {
    status: "approved",
    terms: JSON.stringify(answered),
    payer_id: payer,
    payment_id: payment,
    allowance_id: allowance,
    return_nonce_hash: sha256(returnNonce(deps, row.id)),
  };
  await deps.store.transaction().execute(async (unit) => {
    await unit.updateTable("grants").set(approved).where("id", "=", row.id).execute();
    if (alert !== null) await queueMail(unit, alert);
    if (newBrowser !== null) await insertNewBrowser(unit, newBrowser);
  });
  if (allowance !== null && row.thumbprint !== null) await loadEnrolment(deps, row.thumbprint);
  deps.grantHub.publish(row.id, "approved");
}

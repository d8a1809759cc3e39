import { ProblemError } from "@farthing/core";
import type { WalletSettings } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { forgetEnrolments } from "../payments/enrolment.ts";
import { isTimeZone } from "../statements/period.ts";
import { settingsOf } from "./settingsOf.ts";

/** Any part of the settings. */
export type SettingsChange = {
  readonly [Name in keyof WalletSettings]?: WalletSettings[Name] | undefined;
};

/**
 * Changes what a payer set and answers with all of it. Holds for payments from now on: what was paid keeps the undo
 * time that it was paid with. Clicks read it from memory: in this process at once, in another one from the next time
 * that the frame asks what to draw, so that a page which stands open there may be one setting behind. Throws
 * `invalid-request` for a time zone that does not exist.
 */
export async function changeSettings(
  deps: Deps,
  { payer, change }: { payer: string; change: SettingsChange },
): Promise<WalletSettings> {
  const { undoMs, hold, timeZone, digest } = change;
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw new ProblemError("invalid-request", "`timeZone`: a time zone such as Europe/Berlin");
  }
  const columns = {
    ...(undoMs === undefined ? {} : { undo_ms: undoMs }),
    ...(hold === undefined ? {} : { hold }),
    ...(timeZone === undefined ? {} : { time_zone: timeZone }),
    ...(digest === undefined ? {} : { digest }),
  };
  if (Object.keys(columns).length > 0) {
    await deps.store.updateTable("payers").set(columns).where("id", "=", payer).execute();
    await forgetEnrolments(deps, payer);
  }
  return settingsOf(deps, payer);
}

import { day, hour } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";

const batchMax = 1_000;
/** How long a mail can be looked up after it was written, sent or not, in milliseconds. */
const keptMs = 30 * day;

/** Sweeps once an hour until stopped. */
export function startMailSweep(deps: Deps): Duty {
  return startDuty(deps, { name: "mail sweep", everyMs: hour, work: () => sweepMails(deps) });
}

/** Deletes mails of a month ago, links whose time is over, and addresses that nobody confirmed; at most 1,000 of each. */
export async function sweepMails({ store, clock }: Deps): Promise<void> {
  const now = clock.now();
  const old = store
    .selectFrom("mails")
    .select("id")
    .where("created_at", "<=", now - keptMs);
  await store.deleteFrom("mails").where("id", "in", old.limit(batchMax)).execute();
  const over = store
    .selectFrom("freeze_links")
    .select("secret_hash")
    .where("expires_at", "<=", now);
  await store.deleteFrom("freeze_links").where("secret_hash", "in", over.limit(batchMax)).execute();
  await store
    .updateTable("mail_addresses")
    .set({ pending_sealed: null, pending_hash: null, pending_until: null })
    .where("pending_until", "<=", now)
    .execute();
  await store
    .deleteFrom("mail_addresses")
    .where("address_sealed", "is", null)
    .where("pending_sealed", "is", null)
    .execute();
}

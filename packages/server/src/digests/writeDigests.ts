import { day, hour, type Instant, instant } from "@farthing/core";
import { Cron } from "croner";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import { confirmedAddress } from "../mail/address.ts";
import { mailIdOf, queueMail, sealLetter } from "../mail/letter.ts";
import { words } from "../mail/words.ts";
import { digestFacts } from "./digestFacts.ts";

/** Monday at eight in the morning, where the payer is. */
const schedule = "0 8 * * 1";
/** A server that was down on Monday tells the week until Tuesday evening; after that the next one is near enough. */
const lateMaxMs = 1.5 * day;

/** Looks each hour for payers whose week is over. */
export function startDigests(deps: Deps): Duty {
  return startDuty(deps, {
    name: "digests",
    everyMs: hour,
    work: (stopped) => writeDigests(deps, stopped),
  });
}

/**
 * Writes the mail about the last week to each payer who has a confirmed address, wants it and paid anything: once a week,
 * by the mail's id, whatever is started again. One that fails keeps none of the others waiting.
 */
export async function writeDigests(
  deps: Deps,
  stopped: () => boolean = () => false,
): Promise<void> {
  const dueIn = newDueTimes(deps.clock.now());
  const rows = await deps.store
    .selectFrom("mail_addresses")
    .innerJoin("payers", "payers.id", "payer_id")
    .select(["payer_id", "time_zone"])
    .where("confirmed_at", "is not", null)
    .where("digest", "=", "weekly")
    .execute();
  for (const { payer_id: payer, time_zone: zone } of rows) {
    if (stopped()) return;
    try {
      const due = dueIn(zone);
      if (due !== null) await writeDigest(deps, payer, due);
    } catch (error) {
      deps.logger.error({ err: error, payer }, "a digest was not written");
    }
  }
}

/** When the last week ended in a time zone; null when that is too long ago. Asked once for each zone. */
function newDueTimes(now: Instant): (zone: string) => Instant | null {
  const known = new Map<string, Instant | null>();
  return (zone) => {
    const found = known.get(zone);
    if (found !== undefined) return found;
    // Paused: croner only tells the times, the duty does the work.
    const cron = new Cron(schedule, { timezone: zone, paused: true });
    // A moment later, so that eight o'clock itself is past.
    const [last] = cron.previousRuns(1, new Date(now + 1));
    cron.stop();
    const due = last === undefined || now - last.getTime() > lateMaxMs ? null : last.getTime();
    const instantDue = due === null ? null : instant(due);
    known.set(zone, instantDue);
    return instantDue;
  };
}

async function writeDigest(deps: Deps, payer: string, due: Instant): Promise<void> {
  const id = mailIdOf(`digest/${payer}/${due}`);
  const written = await deps.store
    .selectFrom("mails")
    .select("id")
    .where("id", "=", id)
    .executeTakeFirst();
  const to = written === undefined ? await confirmedAddress(deps, payer) : null;
  if (to === null) return;
  const facts = await digestFacts(deps, { payer, language: to.language, due });
  if (facts === null) return;
  const { subject, text } = words[to.language].digest;
  await queueMail(
    deps.store,
    sealLetter(deps, {
      id,
      payer,
      kind: "digest",
      to: to.address,
      subject: subject(facts.spent),
      text: text(facts),
    }),
  );
}

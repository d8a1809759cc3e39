import { hour, minute, second } from "@farthing/core";
import type { NodemailerError } from "nodemailer";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import type { MailTable } from "../store/mailTables.ts";
import { openLetter } from "./letter.ts";
import { openSmtp, type Smtp } from "./smtp.ts";

const lookEveryMs = 2 * second;
/** Tries until a mail is given up: with the waits below, 16 hours. */
export const triesMax = 12;
const waitMsMax = 4 * hour;

/** Sends what is in the outbox, until stopped. A message under way is let go then: it goes once more after the next start. */
export function startMailing(
  deps: Deps,
  mail: NonNullable<Deps["config"]["mail"]>,
  smtp: Smtp = openSmtp(mail, deps.config.origin),
): Duty {
  const stopping = new AbortController();
  const duty = startDuty(deps, {
    name: "mail",
    everyMs: lookEveryMs,
    work: () => sendMails(deps, smtp, stopping.signal),
  });
  return {
    stop() {
      stopping.abort();
      return duty.stop();
    },
  };
}

/**
 * Hands over every mail whose time has come, oldest first; ends early where the mail server is not reached at all. Each
 * mail goes at least once: where the answer is lost it goes again under the same `Message-ID`.
 */
export async function sendMails(deps: Deps, smtp: Smtp, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    const mail = await nextDue(deps);
    if (mail === null || !(await sendOne(deps, { smtp, mail, signal }))) return;
  }
}

async function nextDue({ store, clock }: Deps): Promise<MailTable | null> {
  const row = await store
    .selectFrom("mails")
    .selectAll()
    .where("next_try_at", "<=", clock.now())
    .orderBy("next_try_at")
    .limit(1)
    .executeTakeFirst();
  return row ?? null;
}

/** False when there is no use in trying the next one now. */
async function sendOne(
  deps: Deps,
  { smtp, mail, signal }: { smtp: Smtp; mail: MailTable; signal: AbortSignal },
): Promise<boolean> {
  try {
    await smtp.send({ id: mail.id, ...openLetter(deps, mail) }, signal);
  } catch (error) {
    if (signal.aborted) return false;
    return writeFailure(deps, mail, reasonOf(error));
  }
  deps.metrics.mail("sent");
  const nothing = new Uint8Array(0);
  await deps.store
    .updateTable("mails")
    .set({
      sent_at: deps.clock.now(),
      tries: mail.tries + 1,
      last_error: null,
      next_try_at: null,
      // Whoever reads the store later finds neither the address nor a link that still acts.
      to_sealed: nothing,
      text_sealed: nothing,
    })
    .where("id", "=", mail.id)
    .execute();
  return true;
}

interface Reason {
  /** Codes, never the server's words: they repeat the address. */
  readonly codes: string;
  /** The server answered; without one the next mail would fare no better. */
  readonly isAnswer: boolean;
  /** It will never take mail for this address. */
  readonly isFinal: boolean;
}

function reasonOf(error: unknown): Reason {
  const said: NodemailerError = error instanceof Error ? error : new Error("no error");
  const { code, responseCode, command, permanent } = said;
  const words = [code, responseCode].filter((word) => /^\w{1,40}$/.test(String(word ?? "")));
  return {
    codes: words.length === 0 ? "unexpected" : words.join(" "),
    isAnswer: responseCode !== undefined || words.length === 0,
    isFinal: permanent === true && command === "RCPT TO",
  };
}

async function writeFailure(deps: Deps, mail: MailTable, reason: Reason): Promise<boolean> {
  const { codes, isAnswer, isFinal } = reason;
  const tries = mail.tries + 1;
  const isOver = isFinal || tries >= triesMax;
  await deps.store
    .updateTable("mails")
    .set({
      tries,
      last_error: codes,
      next_try_at: isOver ? null : deps.clock.now() + waitMs(tries),
    })
    .where("id", "=", mail.id)
    .execute();
  deps.metrics.mail(isOver ? "failed" : "retry");
  const facts = { mail: mail.id, kind: mail.kind, tries, codes };
  if (isOver) deps.logger.error(facts, "a mail was given up");
  else deps.logger.warn(facts, "a mail was not sent, and is tried again");
  return isAnswer;
}

/** A minute, two, four … four hours. */
function waitMs(tries: number): number {
  return Math.min(minute * 2 ** (tries - 1), waitMsMax);
}

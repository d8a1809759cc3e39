import type { ReportStep } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { confirmedAddress } from "../mail/address.ts";
import { type Letter, mailIdOf, sealLetter } from "../mail/letter.ts";
import { momentWords } from "../mail/momentWords.ts";
import type { MailText } from "../mail/text/en.ts";
import { words } from "../mail/words.ts";
import type { ReportMove } from "./moveReport.ts";

/** What others did about a report, and what it is to its payer. What the payer did is on the screen before them. */
const news: Partial<Record<ReportStep, keyof MailText["report-moved"]>> = {
  "merchant-evidence": "answered",
  unanswered: "back",
  granted: "back",
  refunded: "back",
  stands: "stands",
};

/**
 * The mail to a payer that their report moved on, once for each step; null where it is none of their business, they did it
 * themselves a moment ago, or there is no confirmed address.
 */
export async function reportLetter(deps: Deps, move: ReportMove): Promise<Letter | null> {
  const what = news[move.step];
  if (what === undefined || move.from.includes("open")) return null;
  const row = await deps.store
    .selectFrom("reports")
    .innerJoin("payers", "payers.id", "payer_id")
    .innerJoin("merchants", "merchants.id", "reports.merchant_id")
    .select(["payer_id as payer", "merchants.name as site", "time_zone as timeZone"])
    .where("payment_id", "=", move.payment)
    .executeTakeFirst();
  const to = row === undefined ? null : await confirmedAddress(deps, row.payer);
  if (row === undefined || to === null) return null;
  const { payer, site, timeZone } = row;
  const { language, address } = to;
  const { subject, text } = words[language]["report-moved"][what];
  return sealLetter(deps, {
    id: mailIdOf(`report/${move.payment}/${move.step}`),
    payer,
    kind: "report-moved",
    to: address,
    subject,
    text: text({
      site,
      until: momentWords(move.dueAt ?? move.at, { language, timeZone }),
      page: `${deps.config.origin}/payments/${move.payment}`,
    }),
  });
}

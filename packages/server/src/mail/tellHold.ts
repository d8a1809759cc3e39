import type { Asset } from "@farthing/core";
import type { ReleaseReason } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { heldUntil } from "../holds/holdOf.ts";
import { merchantById } from "../merchants/merchant.ts";
import { entryName } from "../payments/entryName.ts";
import type { Paid } from "../refunds/refund.ts";
import { confirmedAddress, type ConfirmedAddress } from "./address.ts";
import { cancelLink } from "./cancelLink.ts";
import { newFreezeLink } from "./freezeLink.ts";
import { type Letter, mailIdOf, queueMail, sealLetter } from "./letter.ts";
import { moneyWords } from "./moneyWords.ts";
import { momentWords } from "./momentWords.ts";
import { words } from "./words.ts";

/**
 * Writes the mail about a payment that is held, with a link that cancels it, or about one that was made and asks for a
 * notice; each with a link that freezes: whoever agreed may not be the payer. Once for each payment. No confirmed address:
 * none. The payment stands whatever fails here, and its card is on every page of the wallet.
 */
export function tellHold(deps: Deps, { entry, memo }: Paid): Promise<void> {
  const payment = entryName(entry.id);
  const { holdMs } = memo;
  const kind = holdMs === undefined ? "payment-noticed" : "payment-held";
  return tell(deps, { id: mailIdOf(`${kind}/${payment}`), memo }, (to, facts) => {
    const link = newFreezeLink(deps, memo.payer);
    const shared = { ...facts, link: link.address };
    const text = words[to.language];
    const until = holdMs === undefined ? 0 : heldUntil(entry, holdMs);
    const body =
      kind === "payment-noticed"
        ? text[kind].text(shared)
        : text[kind].text({
            ...shared,
            until: momentWords(until, { language: to.language, timeZone: facts.timeZone }),
            cancel: cancelLink(deps, payment),
          });
    return { kind, subject: text[kind].subject(facts.amount), text: body, freezeLink: link.row };
  });
}

/** Writes the mail that a held payment was let go of, and why. Not of what the payer cancelled: they know. */
export async function tellReleased(
  deps: Deps,
  { entry, memo }: Paid,
  reason: ReleaseReason,
): Promise<void> {
  if (reason === "cancelled") return;
  const id = mailIdOf(`hold-released/${entryName(entry.id)}`);
  await tell(deps, { id, memo }, (to, facts) => {
    const { subject, text, why } = words[to.language]["hold-released"];
    const body = text({ ...facts, why: why[reason] });
    return { kind: "hold-released", subject: subject(facts.amount), text: body };
  });
}

interface Facts {
  readonly wallet: string;
  readonly site: string;
  readonly amount: string;
  readonly home: string;
  readonly timeZone: string;
}

type Written = Pick<Parameters<typeof sealLetter>[1], "kind" | "subject" | "text" | "freezeLink">;

async function tell(
  deps: Deps,
  { id, memo }: { id: Letter["mail"]["id"]; memo: Paid["memo"] },
  write: (to: ConfirmedAddress, facts: Facts) => Written,
): Promise<void> {
  const { payer } = memo;
  try {
    const to = await confirmedAddress(deps, payer);
    if (to === null || (await isWritten(deps, id))) return;
    const facts = await factsOf(deps, memo, to);
    const letter = sealLetter(deps, { id, payer, to: to.address, ...write(to, facts) });
    await deps.store.transaction().execute((unit) => queueMail(unit, letter));
  } catch (error) {
    deps.logger.error({ err: error, payer }, "a payment was not told by mail");
  }
}

/** The duty asks every few seconds: what was written is not sealed again. */
async function isWritten({ store }: Deps, id: string): Promise<boolean> {
  const row = await store.selectFrom("mails").select("id").where("id", "=", id).executeTakeFirst();
  return row !== undefined;
}

async function factsOf(
  deps: Deps,
  { payer, merchant, amount, asset }: Paid["memo"],
  { language }: ConfirmedAddress,
): Promise<Facts> {
  const { name, time_zone: timeZone } = await deps.store
    .selectFrom("payers")
    .select(["name", "time_zone"])
    .where("id", "=", payer)
    .executeTakeFirstOrThrow();
  const site = await merchantById(deps, merchant);
  return {
    wallet: name,
    site: site === null ? words[language].unknownSite : site.name.replaceAll(/\s+/g, " "),
    amount: moneyWords({ amount, asset: asset as Asset }, language),
    home: deps.config.origin,
    timeZone,
  };
}

import { day } from "@farthing/core";
import type { UnusualAlertKind } from "@farthing/protocol";
import { type BoundedCache, newBoundedCache } from "../boundedCache.ts";
import type { Deps } from "../deps.ts";
import { alertLetter } from "../mail/alertLetter.ts";
import { queueAll } from "../mail/letter.ts";
import { merchantById } from "../merchants/merchant.ts";
import { readReasons } from "../payments/decidedBy.ts";
import type { Enrolment } from "../payments/enrolment.ts";

/** Whose payment it was, where, and what was unusual. */
export interface UnusualFact {
  readonly payer: string;
  readonly merchant: string;
  readonly kind: UnusualAlertKind;
}

/** Of one kind at one site once a day: who is told more often stops reading. */
const againMs = day;
const toldMax = 50_000;
const caches = new WeakMap<Deps, BoundedCache<number>>();

/**
 * Tells a payer of something unusual: a banner on every page of the wallet, and a mail with a link that freezes where there is
 * an address. Once a day for each kind and site. The payment is as it is, whatever fails here.
 */
export async function tellUnusual(deps: Deps, fact: UnusualFact): Promise<void> {
  const now = deps.clock.now();
  const told = caches.get(deps) ?? newBoundedCache<number>(toldMax);
  caches.set(deps, told);
  const name = `${fact.payer} ${fact.merchant} ${fact.kind}`;
  if (now - (told.get(name) ?? -againMs) < againMs) return;
  told.set(name, now);
  try {
    await write(deps, fact, now);
  } catch (error) {
    told.delete(name);
    deps.logger.error({ err: error, ...fact }, "something unusual was not told");
  }
}

/** A payment was refused: where that was for its risk, perhaps somebody else has the key. A guest has no wallet to tell it in. */
export async function tellRefused(
  deps: Deps,
  { payer, merchant, isGuest }: Pick<Enrolment, "payer" | "merchant" | "isGuest">,
  outcome: { readonly kind: string; readonly reason: string },
): Promise<void> {
  if (isGuest || outcome.kind !== "declined" || outcome.reason !== "too-risky") return;
  await tellUnusual(deps, { payer, merchant, kind: "too-risky" });
}

/** A payment went through, by one of many small charges in a row. Reads memory unless it is the first of its day. */
export async function tellManySmall(
  deps: Deps,
  { payer, merchant, by }: Omit<UnusualFact, "kind"> & { readonly by: string | null },
): Promise<void> {
  const codes = readReasons(by ?? undefined) ?? [];
  if (!codes.some(({ code }) => code === "small-in-a-row")) return;
  await tellUnusual(deps, { payer, merchant, kind: "many-small" });
}

async function write(deps: Deps, fact: UnusualFact, now: number): Promise<void> {
  const { payer, merchant, kind } = fact;
  const site = await merchantById(deps, merchant);
  const letters = await alertLetter(deps, {
    payer,
    kind: "unusual",
    write: (text, of) => {
      const { subject, text: body } = text.unusual[kind];
      const name = site?.name.replaceAll(/\s+/g, " ") ?? text.unknownSite;
      return { subject, text: body({ ...of, site: name }) };
    },
  });
  await deps.store.transaction().execute(async (unit) => {
    const { numInsertedOrUpdatedRows: isNew } = await unit
      .insertInto("unusual_alerts")
      .values({ payer_id: payer, merchant_id: merchant, kind, at: now, seen_at: null })
      .onConflict((conflict) =>
        conflict
          .columns(["payer_id", "kind", "merchant_id"])
          .doUpdateSet({ at: now, seen_at: null })
          // Another process told it.
          .where("unusual_alerts.at", "<=", now - againMs),
      )
      .executeTakeFirstOrThrow();
    if ((isNew ?? 0n) > 0n) await queueAll(unit, letters);
  });
}

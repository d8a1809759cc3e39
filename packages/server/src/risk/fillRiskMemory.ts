import { day, instant } from "@farthing/core";
import type { PaymentLabel } from "@farthing/risk";
import type { Deps } from "../deps.ts";
import { labelsMs } from "./riskMemory.ts";

/** Payments and top-ups read at the start: of the last day, the newest where there are more. */
const paymentsMax = 100_000;
const pageSize = 1_000;

/** How long a start waits for the store to have what the journal has. */
const waitMs = 10_000;

/** Tells the memory what was paid lately, oldest first. Until then every payment counts as one of raised risk. */
export async function fillRiskMemory(deps: Deps): Promise<void> {
  const { projection, ledger, logger } = deps;
  const { seq } = ledger.head();
  if (!(await projection.reached(seq, waitMs))) {
    logger.warn(
      "the store is behind the journal: the risk of the next payments is told without the last ones",
    );
  }
  const rows = await readLastDay(deps, seq);
  for (const { payer_id: payer, merchant_id: merchant, amount: price, at } of rows.toReversed()) {
    // A top-up has no merchant.
    if (merchant !== null) deps.risk.paid({ payer, merchant, price, at: instant(at) });
  }
  await fillLabels(deps);
  deps.risk.ready();
}

async function fillLabels({ store, clock, risk }: Deps): Promise<void> {
  const rows = await store
    .selectFrom("labels")
    .innerJoin("payments", "payments.id", "payment_id")
    .select(["labels.merchant_id", "label", "payments.amount", "labels.at"])
    .where("labels.at", ">", clock.now() - labelsMs)
    .orderBy("labels.at")
    .execute();
  for (const { merchant_id: merchant, label, amount: price, at } of rows) {
    risk.labelled({ merchant, label: label as PaymentLabel, price, at: instant(at) });
  }
}

/** Newest first, from `upTo` back. The journal's times ascend with `seq`: what is older is never looked at. */
async function readLastDay({ store, clock }: Deps, upTo: bigint) {
  const since = clock.now() - day;
  const rows: Awaited<ReturnType<typeof readPage>> = [];
  let before = upTo + 1n;
  while (rows.length < paymentsMax) {
    const page = await readPage(store, before);
    const lately = page.filter(({ at }) => at > since);
    rows.push(...lately);
    const last = lately[pageSize - 1];
    if (last === undefined) break;
    before = last.seq;
  }
  return rows;
}

function readPage(store: Deps["store"], before: bigint) {
  return store
    .selectFrom("payments")
    .select(["seq", "payer_id", "merchant_id", "amount", "at"])
    .where("seq", "<", before)
    .orderBy("seq", "desc")
    .limit(pageSize)
    .execute();
}

import { day, instant, second } from "@farthing/core";
import type { PaymentLabel } from "@farthing/risk";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import { labelsMs } from "./labelMemory.ts";
import { fillConflicts } from "./noteConflict.ts";
import type { RiskMemory } from "./riskMemory.ts";

/** Payments and top-ups read at the start: of the last day, the newest where there are more. */
const paymentsMax = 100_000;
const pageSize = 1_000;

/** How long a start waits for the store to have what the journal has. */
const waitMs = 10_000;
/** How often it is tried again after that, in milliseconds. */
const againEveryMs = second;

/** Where the journal stood when this process began: what came later it counted itself. */
const starts = new WeakMap<RiskMemory, bigint>();

/** Tries until it is filled: a store that is behind fails nobody's start, and lets nothing count as known that is not. */
export function startFilling(deps: Deps): Duty {
  return startDuty(deps, {
    name: "risk memory",
    everyMs: againEveryMs,
    work: async () => void (deps.risk.isReady || (await fillRiskMemory(deps))),
  });
}

/**
 * Tells the memory what was paid lately, oldest first. Until then every payment counts as one of raised risk. False: the
 * store does not have yet what the journal has, and nothing was told.
 */
export async function fillRiskMemory(deps: Deps): Promise<boolean> {
  const { projection, ledger, logger } = deps;
  const seq = starts.get(deps.risk) ?? ledger.head().seq;
  starts.set(deps.risk, seq);
  if (!(await projection.reached(seq, waitMs))) {
    logger.warn("the store is behind the journal: until it is not, payments count as risky");
    return false;
  }
  const rows = await readLastDay(deps, seq);
  for (const { payer_id: payer, merchant_id: merchant, amount: price, at } of rows.toReversed()) {
    // A top-up has no merchant.
    if (merchant !== null) deps.risk.paid({ payer, merchant, price, at: instant(at) });
  }
  await fillLabels(deps);
  await fillConflicts(deps);
  deps.risk.ready();
  return true;
}

async function fillLabels({ store, clock, risk }: Deps): Promise<void> {
  const rows = await store
    .selectFrom("labels")
    .innerJoin("payments", "payments.id", "payment_id")
    .select(["payment_id", "labels.merchant_id", "label", "payments.amount", "labels.at"])
    .where("labels.at", ">", clock.now() - labelsMs)
    .orderBy("labels.at")
    .execute();
  for (const { payment_id: payment, merchant_id: merchant, label, amount: price, at } of rows) {
    risk.labelled({ payment, merchant, label: label as PaymentLabel, price, at: instant(at) });
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

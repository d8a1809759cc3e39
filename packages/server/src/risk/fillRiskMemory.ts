import { day, instant } from "@farthing/core";
import type { Deps } from "../deps.ts";

/** Payments read at the start: of the last day, newest first where there are more. */
const paymentsMax = 100_000;

/** How long a start waits for the store to have what the journal has. */
const waitMs = 10_000;

/** Tells the memory what was paid lately, oldest first. Until then every payment counts as one of raised risk. */
export async function fillRiskMemory(deps: Deps): Promise<void> {
  const { projection, ledger, logger } = deps;
  if (!(await projection.reached(ledger.head().seq, waitMs))) {
    logger.warn(
      "the store is behind the journal: the risk of the next payments is told without the last ones",
    );
  }
  const rows = await deps.store
    .selectFrom("payments")
    .select(["payer_id", "merchant_id", "amount", "at"])
    .where("kind", "=", "payment")
    .where("at", ">", deps.clock.now() - day)
    .orderBy("seq", "desc")
    .limit(paymentsMax)
    .execute();
  for (const { payer_id: payer, merchant_id: merchant, amount: price, at } of rows.toReversed()) {
    if (merchant !== null) deps.risk.paid({ payer, merchant, price, at: instant(at) });
  }
  deps.risk.ready();
}

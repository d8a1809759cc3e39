import { type Instant, instant } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { payerKeys } from "../payments/keys.ts";
import { conflictMs } from "./riskMemory.ts";

/** Tells the risk side that a key's counter was used twice with other bytes, and keeps it for a start within the day. */
export async function noteConflict(
  { risk, store, clock }: Deps,
  of: { readonly payer: string; readonly device: string },
): Promise<void> {
  const at = clock.now();
  risk.conflict({ ...of, at });
  await store
    .insertInto("counter_conflicts")
    .values({ payer_id: of.payer, device_id: of.device, at })
    .execute();
}

/** What the memory of a process before knew: of the last day, and since the payer's last passkey. */
export async function fillConflicts({ risk, store, clock, ledger }: Deps): Promise<void> {
  const rows = await store
    .selectFrom("counter_conflicts")
    .selectAll()
    .where("at", ">", clock.now() - conflictMs)
    .orderBy("at")
    .execute();
  const checkedAt = new Map<string, Instant | null>();
  for (const { payer_id: payer, device_id: device, at } of rows) {
    const known = checkedAt.get(payer);
    const checked =
      known === undefined
        ? (ledger.lookupLimits([payerKeys(payer).sinceCheck])[0]?.resetAt ?? null)
        : known;
    checkedAt.set(payer, checked);
    if (checked === null || at > checked) risk.conflict({ payer, device, at: instant(at) });
  }
}

/** Those that no start asks for any more. */
export async function sweepConflicts({ store, clock }: Deps): Promise<void> {
  await store
    .deleteFrom("counter_conflicts")
    .where("at", "<=", clock.now() - conflictMs)
    .execute();
}

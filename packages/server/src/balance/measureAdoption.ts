import { minute } from "@farthing/core";
import type { Balance } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import { readAdoption } from "./readAdoption.ts";

/** Counting reads every wallet's row: seldom, whoever asks for metrics how often. */
const everyMs = 10 * minute;

/** How wallets are looked after, as it was last counted; memory of this process. Null: not yet. */
export interface Adoption {
  last(): Balance["wallets"] | null;
  set(counted: Balance["wallets"]): void;
}

/** Nothing was counted yet. */
export function newAdoption(): Adoption {
  let last: Balance["wallets"] | null = null;
  return { last: () => last, set: (counted) => void (last = counted) };
}

/** Counts for `/metrics` every ten minutes until stopped. */
export function startAdoption(deps: Deps): Duty {
  return startDuty(deps, { name: "adoption", everyMs, work: () => measureAdoption(deps) });
}

/** Counts once, and says it in the gauges from then on. */
export async function measureAdoption(deps: Deps): Promise<void> {
  deps.adoption.set(await readAdoption(deps));
}

/** The gauges: wallets by what they have, and by the score that their payers last saw. */
export function registerAdoption({ metrics, adoption }: Pick<Deps, "metrics" | "adoption">): void {
  metrics.gauges({
    name: "farthing_wallets",
    help: "Wallets with a passkey, and of them those with more, as last counted.",
    label: "with",
    read: () => {
      const counted = adoption.last();
      if (counted === null) return {};
      return {
        passkey: counted.count,
        "second-passkey": counted.withSecondPasskey,
        "recovery-codes": counted.withCodes,
        alerts: counted.withAlerts,
        password: counted.withPassword,
        totp: counted.withTotp,
      };
    },
  });
  metrics.gauges({
    name: "farthing_checkup_wallets",
    help: "Wallets by the check-up's score when the payer last looked, as last counted.",
    label: "score",
    read: () =>
      Object.fromEntries(
        (adoption.last()?.scores ?? []).map(({ from, to, count }) => [`${from}-${to}`, count]),
      ),
  });
}

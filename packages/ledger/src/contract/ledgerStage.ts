import { instant, type Clock } from "@farthing/core";
import type { Entry } from "../entry.ts";
import { entryOf, placeOf } from "../entryId.ts";
import type { Ledger } from "../ledger.ts";
import type { EntryResult } from "../result.ts";
import type { Stage } from "./story.ts";

/** A clock that stands still until it is turned. */
export class TurnedClock implements Clock {
  ms = 1_800_000_000_000;

  now() {
    return instant(this.ms);
  }
}

/** A whole ledger, opened with `clock`. */
export class LedgerStage implements Stage {
  readonly #ledger: Ledger;
  readonly #clock: TurnedClock;
  readonly #holds: bigint[] = [];

  constructor(ledger: Ledger, clock: TurnedClock) {
    this.#ledger = ledger;
    this.#clock = clock;
  }

  now(): number {
    return this.#clock.ms;
  }

  async tick(ms: number): Promise<void> {
    this.#clock.ms += ms;
    const now = BigInt(this.#clock.ms) * 1_000_000n;
    const due = () =>
      this.#ledger
        .lookupHolds(this.#holds)
        .some((one) => one?.status === "pending" && one.expiresAt !== null && one.expiresAt <= now);
    // The engine's own clock journals the expiry: nothing here asks for it.
    while (due()) await new Promise((resolve) => setTimeout(resolve, 5));
  }

  async submit(entry: Entry): Promise<EntryResult> {
    const result = await this.#ledger.submitEntry(entry);
    for (const { id, kind } of result.entry?.transfers ?? []) {
      if (kind === "pending") this.#holds.push(id);
    }
    return result;
  }

  balance(id: bigint): bigint | null {
    const [account] = this.#ledger.lookupAccounts([id]);
    if (!account) return null;
    return account.creditsPosted - account.debitsPosted - account.debitsPending;
  }

  available(key: bigint): bigint | null {
    return this.#ledger.lookupLimits([key])[0]?.available ?? null;
  }

  holder(key: bigint): bigint | null {
    return this.#ledger.lookupClaims([key])[0] ?? null;
  }

  highest(key: bigint): bigint | null {
    return this.#ledger.lookupCounters([key])[0]?.highest ?? null;
  }

  moved(transfer: bigint): bigint | null {
    const entry = this.#ledger.lookupEntry(entryOf(transfer));
    return entry?.transfers[placeOf(transfer)]?.amount ?? null;
  }
}

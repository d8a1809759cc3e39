import { instant } from "@farthing/core";
import type { Entry } from "../entry.ts";
import { entryOf, placeOf } from "../entryId.ts";
import { expiredFlag } from "../flags.ts";
import { fullEntry, fullTransfer } from "../fullEntry.ts";
import { encodeEntry } from "../journal/encodeEntry.ts";
import { storedEntry } from "../journal/storedEntry.ts";
import { verdictOf } from "../journal/verdict.ts";
import type { EntryResult, StoredEntry } from "../result.ts";
import { checkShape } from "../rules/checkShape.ts";
import { execute } from "../rules/execute.ts";
import { creditsAvailable } from "../rules/moveMoney.ts";
import { emptyState, type State } from "../rules/state.ts";
import { availableAt } from "../rules/window.ts";
import type { Stage } from "./story.ts";

const startMs = 1_800_000_000_000;

/** The rules alone, in memory, one batch an entry. */
export class RulesStage implements Stage {
  readonly state: State = emptyState();
  readonly #stored = new Map<bigint, StoredEntry>();
  #ms = startMs;
  #seq = 0n;
  #timestamp = 0n;
  #leaves = 0;

  now(): number {
    return this.#ms;
  }

  async tick(ms: number): Promise<void> {
    this.#ms += ms;
    const now = BigInt(this.#ms) * 1_000_000n;
    const due = [...this.state.holds.values()].filter(
      (hold) => hold.status === "pending" && hold.expiresAt !== null && hold.expiresAt <= now,
    );
    if (due.length === 0) return;
    const id = (1n << 127n) + 64n * this.#seq;
    const base = fullEntry({ id, time: instant(this.#ms), commitment: new Uint8Array(32) });
    const expire = fullTransfer({});
    const transfers = due.map((hold) => ({ ...expire, flags: expiredFlag, pendingId: hold.id }));
    this.#run({ ...base, transfers });
  }

  async submit(input: Entry): Promise<EntryResult> {
    const entry = fullEntry(input);
    const malformed = checkShape(entry);
    if (malformed !== null) return { status: malformed, entry: null, replayed: false };
    return this.#run(entry);
  }

  #run(entry: Parameters<typeof encodeEntry>[0]): EntryResult {
    const told = BigInt(this.#ms) * 1_000_000n;
    const timestamp = told > this.#timestamp ? told : this.#timestamp + 1n;
    const submission = { entry, bytes: encodeEntry(entry) };
    const start = { seq: this.#seq + 1n, timestamp };
    const [result] = execute(this.state, [submission], start).results;
    if (result === undefined) throw new Error("every submission gets a result");
    if ("replayed" in result) {
      const { status, at } = result.replayed;
      const stored = status === "exists" ? (this.#stored.get(entry.id) ?? null) : null;
      return { status, entry: stored, replayed: true, ...(at === null ? {} : { at }) };
    }
    this.#seq += 1n;
    this.#timestamp = result.recorded.timestamp;
    const { status, at } = result.recorded;
    const place = {
      seq: this.#seq,
      timestamp: this.#timestamp,
      leafIndex: status === "created" ? this.#leaves : null,
    };
    const stored = storedEntry(entry, verdictOf(result.recorded), place);
    this.#stored.set(entry.id, stored);
    if (status !== "created") {
      return { status, entry: null, replayed: false, ...(at === null ? {} : { at }) };
    }
    this.#leaves += 1;
    return { status, entry: stored, replayed: false };
  }

  balance(id: bigint): bigint | null {
    const account = this.state.accounts.get(id);
    return account === undefined ? null : creditsAvailable(account);
  }

  available(key: bigint): bigint | null {
    const limit = this.state.limits.get(key);
    return limit === undefined ? null : availableAt(limit, this.#ms);
  }

  holder(key: bigint): bigint | null {
    return this.state.claims.get(key)?.holder ?? null;
  }

  highest(key: bigint): bigint | null {
    const counter = this.state.counters.get(key);
    return counter === undefined || counter.highest < 0n ? null : counter.highest;
  }

  moved(transfer: bigint): bigint | null {
    return this.#stored.get(entryOf(transfer))?.transfers[placeOf(transfer)]?.amount ?? null;
  }
}

import { hour, type Instant, instant, utf8 } from "@farthing/core";
import { named, openShop, pay } from "../contract/shop.ts";
import type { Entry, LimitChange, TransferInput } from "../entry.ts";
import { deriveEntryId, transferId } from "../entryId.ts";
import { accountFlags, transferFlags } from "../flags.ts";
import { fullEntry } from "../fullEntry.ts";
import { encodeEntry } from "../journal/encodeEntry.ts";
import type { Submission } from "../rules/state.ts";
import type { Random } from "./random.ts";

const asset = "PLAY/6";
const payers = ["ann", "bob"] as const;
/** Longest that the drawn clock stands still between two batches. */
const waitMsMax = 2_000;

/** What is drawn into an entry's transfers. */
const { pending, postPendingTransfer, voidPendingTransfer } = transferFlags;

/** Draws what payers and merchants of a small shop send, good and bad, and turns the clock. */
export class Traffic {
  readonly #random: Random;
  readonly #sent: Entry[] = [];
  readonly #holds: bigint[] = [];
  #payments = 0;
  #ms = 1_800_000_000_000;

  constructor(random: Random) {
    this.#random = random;
  }

  now(): Instant {
    return instant(this.#ms);
  }

  /** Mostly forward; at times a little back, as a clock that is set does. */
  wait(): void {
    const back = this.#random.chance(0.1);
    this.#ms += back ? -this.#random.below(waitMsMax) : this.#random.below(waitMsMax);
  }

  /** The next batch; the first one opens the shop. */
  batch(): Submission[] {
    if (this.#sent.length === 0) return this.#send(payers.map((one) => openShop(one, this.now())));
    const count = 1 + this.#random.below(5);
    return this.#send(Array.from({ length: count }, () => this.#entry()));
  }

  #send(entries: readonly Entry[]): Submission[] {
    this.#sent.push(...entries);
    return entries.map((input) => {
      const entry = fullEntry(input);
      return { entry, bytes: encodeEntry(entry) };
    });
  }

  #entry(): Entry {
    const again = this.#sent[this.#random.below(this.#sent.length)];
    const draw = this.#random.next();
    if (draw < 0.12 && again !== undefined) return again;
    // The same id with other facts.
    if (draw < 0.16 && again !== undefined) return { ...again, memo: utf8("another memo") };
    if (draw < 0.3) return this.#hold();
    if (draw < 0.45 && this.#holds.length > 0) return this.#settle();
    if (draw < 0.52) return this.#limitChange();
    if (draw < 0.6) return this.#refused();
    return this.#payment();
  }

  #base(): Pick<Entry, "id" | "time" | "commitment"> {
    this.#payments += 1;
    const key = utf8(`drawn ${this.#payments}`);
    const id = deriveEntryId({ time: this.now(), payer: named("traffic"), key, leg: 0 });
    const commitment = new Uint8Array(32);
    this.#random.fill(commitment);
    return { id, time: this.now(), commitment };
  }

  /** At times with a number that was used, for an article that is owned. */
  #payment(): Entry {
    this.#payments += 1;
    const used = this.#random.chance(0.1);
    const number = used ? this.#random.below(this.#payments) : this.#payments;
    const { commitment } = this.#base();
    const payer = this.#random.pick(payers);
    return { ...pay(payer, number, this.now()), commitment };
  }

  #hold(): Entry {
    const base = this.#base();
    this.#holds.push(transferId(base.id, 0));
    const debit = named(this.#random.pick(payers));
    const amount = BigInt(this.#random.below(5_000));
    const timeout = this.#random.below(4);
    const held = { debit, credit: named("merchant"), amount, asset, code: 4 } as const;
    return { ...base, transfers: [{ ...held, flags: pending, timeout }] };
  }

  #settle(): Entry {
    const pendingId = this.#holds[this.#random.below(this.#holds.length)] ?? 0n;
    const settled: TransferInput = this.#random.chance(0.6)
      ? { flags: postPendingTransfer, pendingId }
      : { flags: voidPendingTransfer, pendingId };
    return { ...this.#base(), transfers: [settled] };
  }

  #limitChange(): Entry {
    const key = named(`${this.#random.pick(payers)} day`);
    const window = { bucketMs: hour, buckets: 24 };
    const max = BigInt(100 + this.#random.below(900_000));
    const change = this.#random.pick<LimitChange>([
      { key, set: { kind: "sum", max, window } },
      { key, open: { kind: "sum", max, window } },
      { key, reset: true },
      { key, close: true },
      { key, reopen: true },
      { key, reopen: true },
    ]);
    return { ...this.#base(), limits: [change] };
  }

  /** What no ledger may do. */
  #refused(): Entry {
    const payer = this.#random.pick(payers);
    const [debit, credit] = [named(payer), named("merchant")];
    const tooMuch = { debit, credit, amount: 2_000_000n, asset, code: 2 } as const;
    const base = this.#base();
    return this.#random.pick<Entry>([
      { ...base, transfers: [tooMuch] },
      { ...base, transfers: [{ ...tooMuch, amount: 1n, debit: 999n }] },
      { ...base, uses: [{ key: named(`${payer} click`), amount: 11n }] },
      { ...base, time: instant(this.#ms - 25 * hour) },
      { ...base, accounts: [{ id: debit, asset, code: 9, flags: accountFlags.history }] },
      { ...base, releases: [{ key: 1n, holder: 2n }] },
      { ...base, claims: [named(`${payer} ${this.#random.below(this.#payments)}`)] },
    ]);
  }
}

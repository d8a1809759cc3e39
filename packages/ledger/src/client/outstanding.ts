import { OutcomeUnknown } from "../errors.ts";
import type { Answer } from "../writer/answerBytes.ts";

/** An entry that is sent: its id, whose turn it takes, and since when it waits. */
export interface Sent {
  readonly entryId: bigint;
  readonly lane: bigint | null;
  readonly since: number;
}

interface Awaited extends Sent {
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** What a loop waits for, oldest first. */
export class Outstanding {
  readonly #sent = new Map<number, Awaited>();
  readonly #lanes = new Map<bigint | null, number>();
  #emptied: (() => void) | null = null;

  get size(): number {
    return this.#sent.size;
  }

  /** How many of them take turns in `lane`. What has no lane is not counted. */
  inLane(lane: bigint | null): number {
    return lane === null ? 0 : (this.#lanes.get(lane) ?? 0);
  }

  /** When the oldest was sent, in `performance.now()` milliseconds. */
  oldestAt(): number | null {
    for (const { since } of this.#sent.values()) return since;
    return null;
  }

  add(number: number, sent: Sent): Promise<Answer> {
    this.#count(sent.lane, 1);
    return new Promise((resolve, reject) => {
      this.#sent.set(number, { ...sent, resolve, reject });
    });
  }

  settle(answer: Answer): void {
    const sent = this.#sent.get(answer.number);
    if (sent === undefined) return;
    this.#sent.delete(answer.number);
    this.#count(sent.lane, -1);
    sent.resolve(answer);
    if (this.#sent.size === 0) this.#emptied?.();
  }

  /** Nobody will answer any more: every one is unknown. */
  abandon(): void {
    const all = [...this.#sent.values()];
    this.#sent.clear();
    this.#lanes.clear();
    for (const { entryId, reject } of all) reject(new OutcomeUnknown(entryId));
    this.#emptied?.();
  }

  /** Resolves when nothing is waited for. */
  empty(): Promise<void> {
    if (this.#sent.size === 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#emptied = resolve;
    });
  }

  #count(lane: bigint | null, more: number): void {
    const count = (this.#lanes.get(lane) ?? 0) + more;
    if (count === 0) this.#lanes.delete(lane);
    else this.#lanes.set(lane, count);
  }
}

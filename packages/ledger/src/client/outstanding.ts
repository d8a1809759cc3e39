import { OutcomeUnknown } from "../errors.ts";
import type { Answer } from "../writer/messages.ts";

/** An entry that was sent and not answered yet. */
interface Sent {
  readonly entryId: bigint;
  readonly since: number;
  readonly resolve: (answer: Answer) => void;
  readonly reject: (error: Error) => void;
}

/** What a loop waits for, oldest first. */
export class Outstanding {
  readonly #sent = new Map<number, Sent>();
  #emptied: (() => void) | null = null;

  get size(): number {
    return this.#sent.size;
  }

  /** When the oldest was sent, in `performance.now()` milliseconds. */
  oldestAt(): number | null {
    for (const { since } of this.#sent.values()) return since;
    return null;
  }

  add(number: number, entryId: bigint, since: number): Promise<Answer> {
    return new Promise((resolve, reject) => {
      this.#sent.set(number, { entryId, since, resolve, reject });
    });
  }

  settle(answer: Answer): void {
    this.#sent.get(answer[0])?.resolve(answer);
    this.#sent.delete(answer[0]);
    if (this.#sent.size === 0) this.#emptied?.();
  }

  /** Nobody will answer any more: every one is unknown. */
  abandon(): void {
    const all = [...this.#sent.values()];
    this.#sent.clear();
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
}

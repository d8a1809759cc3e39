import { assert, Bug, bytesToUint, instant, utf8 } from "@farthing/core";
import type { Entry } from "../entry.ts";
import { entryOf } from "../entryId.ts";
import { sha256 } from "../hash.ts";
import type { AccountBalance } from "../ledger.ts";
import type { StoredEntry } from "../result.ts";
import type { PaymentAccounts, Price } from "../words/price.ts";
import { receivables } from "../words/receivables.ts";
import { duration } from "./parsePart.ts";
import { type Line, type Stage, tell } from "./story.ts";
import { wordParts } from "./wordParts.ts";

/** A stage that also shows accounts whole. */
export interface WordStage extends Stage {
  account(id: bigint): AccountBalance | null;
}

/** A sale of the story, and what is back of it. */
export interface Sale {
  readonly price: Price;
  readonly accounts: PaymentAccounts;
  back: bigint;
}

/** What the story did so far, by the names it gave. */
export class WordStory {
  readonly sales = new Map<string, Sale>();
  readonly stored = new Map<string, StoredEntry>();
  /** Credits of an account at a moment. */
  readonly marks = new Map<string, bigint>();
  readonly #stage: WordStage;
  readonly #name: string;
  #lines = 0;

  constructor(stage: WordStage, name: string) {
    this.#stage = stage;
    this.#name = name;
  }

  /** A name's number: no two stories share one. */
  key(name: string): bigint {
    return bytesToUint(sha256(utf8(`${this.#name}: ${name}`)).subarray(0, 16));
  }

  entry(name: string): bigint {
    return entryOf(this.key(name));
  }

  account(name: string): AccountBalance {
    const found = this.#stage.account(this.key(name));
    assert(found !== null, `${name} was opened`);
    return found;
  }

  /** Answers what came of one line; of a word that asserts, what it says must hold. */
  async run(line: Line): Promise<string> {
    const [verb = "", ...args] = line.text.split(/\s+/);
    const [name = "", second = ""] = args;
    this.#lines += 1;
    switch (verb) {
      case "tick":
        await this.#stage.tick(duration(name));
        return line.expected;
      case "balance":
        return String(this.#stage.balance(this.key(name)));
      case "owes":
        return String(receivables([this.account(name)])[0]?.owed ?? 0n);
      case "mark":
        this.marks.set(second, this.account(name).creditsPosted);
        return line.expected;
      case "legs":
        return (this.stored.get(name)?.transfers ?? []).map(({ amount }) => amount).join(",");
      default:
        return this.#submit(line, verb, args);
    }
  }

  async #submit({ label }: Line, verb: string, args: string[]): Promise<string> {
    const name = label === "" ? `line ${this.#lines}` : label;
    const word = wordParts[verb];
    assert(word !== undefined, `a money word, not ${verb}`);
    let asked: { readonly parts: Partial<Entry>; readonly once?: () => void };
    try {
      asked = word(this, args, name);
    } catch (error) {
      if (!(error instanceof Bug)) throw error;
      return error.message.replace("must hold: ", "").replaceAll(" ", "-");
    }
    const { status, entry } = await this.#stage.submit({
      ...asked.parts,
      id: this.entry(name),
      time: instant(this.#stage.now()),
      commitment: new Uint8Array(32).fill(1),
    });
    if (entry !== null) this.stored.set(name, entry);
    if (status === "created") asked.once?.();
    return status;
  }
}

/**
 * Runs a story in money words, every line one word and so one entry: `p: charge A M F 1000 250bp`, `refund p 400`,
 * `legs p` are the amounts of its transfers. What is expected of a word that asserts is what it says must hold.
 */
export async function runWordStory(
  stage: WordStage,
  name: string,
  text: string,
): Promise<{ told: string; ran: string }> {
  const story = new WordStory(stage, name);
  return tell(text, (line) => story.run(line));
}

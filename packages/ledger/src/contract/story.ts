import { assert, bytesToUint, instant, utf8 } from "@farthing/core";
import { sha256 } from "../hash.ts";
import type { Entry } from "../entry.ts";
import { entryOf } from "../entryId.ts";
import { type EntryResult, eventResults } from "../result.ts";
import { duration, parseParts } from "./parsePart.ts";

/** What a story runs on: the rules alone, or a whole ledger. */
export interface Stage {
  /** Milliseconds since 1970. */
  now(): number;
  /** Moves the clock, and waits until every hold whose time is over has expired. */
  tick(ms: number): Promise<void>;
  submit(entry: Entry): Promise<EntryResult>;
  /** Credits less debits, posted and pending, or `null` for no such account. */
  balance(id: bigint): bigint | null;
  available(limit: bigint): bigint | null;
  holder(claim: bigint): bigint | null;
  highest(counter: bigint): bigint | null;
  /** What a transfer of a created entry moved, or `null` for no such transfer. */
  moved(transfer: bigint): bigint | null;
}

/** One line of a story: what happens, and what is expected to come of it. */
export interface Line {
  readonly label: string;
  readonly text: string;
  readonly expected: string;
}

function parseLine(line: string): Line {
  const found = /^(?:(\w+):)?\s*(.*?)(?:\s{2,}(\S+))?$/.exec(line);
  assert(found !== null, `a story line, not ${line}`);
  return { label: found[1] ?? "", text: found[2] ?? "", expected: found[3] ?? "" };
}

class Story {
  readonly #stage: Stage;
  readonly #startMs: number;
  readonly #name: string;
  readonly #times = new Map<string, bigint>();
  readonly #moments = new Map<string, number>();
  readonly #answers = new Map<string, { result: EntryResult; transfers: number }>();
  #unnamed = 0;

  constructor(stage: Stage, name: string) {
    this.#stage = stage;
    this.#name = name;
    this.#startMs = stage.now();
  }

  /** Answers what came of one line, in the words the line expects. */
  async run(line: Line): Promise<string> {
    const [verb = "", name = "", unit = ""] = line.text.split(/\s+/);
    const show = (value: bigint | null) => (value === null ? "none" : value.toString());
    switch (verb) {
      case "tick":
        await this.#stage.tick(duration(`${name}${unit[0] ?? "s"}`));
        return line.expected;
      case "balance":
        return show(this.#stage.balance(this.#key(name)));
      case "available":
        return show(this.#stage.available(this.#key(name)));
      case "highest":
        return show(this.#stage.highest(this.#key(name)));
      case "holder":
        return this.#holder(name);
      case "moved":
        return show(this.#stage.moved(this.#transfer(name)));
      case "told":
        return this.#told(name);
      default:
        return this.#submit(line);
    }
  }

  /** A name's number: no two stories share one, so that all can be told in one ledger. */
  #key(name: string): bigint {
    return bytesToUint(sha256(utf8(`${this.#name}: ${name}`)).subarray(0, 16));
  }

  /** An entry's id leaves room for its transfers. */
  #entry(label: string): bigint {
    return entryOf(this.#key(label));
  }

  /** `E1/2` is the third transfer of E1. */
  #transfer(name: string): bigint {
    const [label = "", place = "0"] = name.split("/");
    return this.#entry(label) + BigInt(place);
  }

  /** The answer to one transfer of an entry. */
  #told(name: string): string {
    const [label = "", place = "0"] = name.split("/");
    const answer = this.#answers.get(label);
    if (answer === undefined) return "none";
    return eventResults(answer.result, answer.transfers)[Number(place)]?.status ?? "none";
  }

  #holder(name: string): string {
    const holder = this.#stage.holder(this.#key(name));
    const label = [...this.#moments.keys()].find((one) => this.#entry(one) === holder);
    return holder === null ? "nobody" : (label ?? "somebody");
  }

  async #submit({ label, text }: Line): Promise<string> {
    this.#unnamed += 1;
    const name = label === "" ? `entry ${this.#unnamed}` : label;
    const parts = parseParts(text, {
      key: (name) => this.#key(name),
      entry: (name) => this.#entry(name),
      transfer: (name) => this.#transfer(name),
      createdAt: (other) => this.#times.get(other) ?? 0n,
      startMs: this.#startMs,
    });
    const { timeOffsetMs, facts, ...lists } = parts;
    // A retry carries the time of the first attempt: it is part of the client's key.
    const moment = this.#moments.get(name) ?? this.#stage.now() + timeOffsetMs;
    this.#moments.set(name, moment);
    const result = await this.#stage.submit({
      ...lists,
      id: this.#entry(name),
      time: instant(moment),
      commitment: new Uint8Array(32).fill(1),
      ...(facts === null ? {} : { facts }),
    });
    this.#answers.set(name, { result, transfers: parts.transfers.length });
    if (result.entry !== null) this.#times.set(name, result.entry.timestamp);
    return result.status;
  }
}

/** Runs `text` line by line; answers it again with what really came of each, to compare as one text. */
export async function tell(
  text: string,
  run: (line: Line) => Promise<string>,
): Promise<{ told: string; ran: string }> {
  const told: string[] = [];
  const ran: string[] = [];
  for (const raw of text.split("\n")) {
    const line = parseLine(raw.replace(/#.*$/, "").trim());
    if (line.text === "") continue;
    const head = `${line.label === "" ? "" : `${line.label}: `}${line.text}`;
    told.push(`${head}  ${line.expected}`);
    ran.push(`${head}  ${await run(line)}`);
  }
  return { told: told.join("\n"), ran: ran.join("\n") };
}

/** Runs the story `name`. A stage may run many, one after the other. */
export async function runStory(
  stage: Stage,
  name: string,
  text: string,
): Promise<{ told: string; ran: string }> {
  const story = new Story(stage, name);
  return tell(text, (line) => story.run(line));
}

import { assert, type Asset, day, hour, instant, isAsset, minute, second } from "@farthing/core";
import {
  accountFlags,
  type AccountOpening,
  type ClaimRelease,
  type CounterChange,
  type LimitChange,
  type LimitGive,
  type LimitTerms,
  type LimitUse,
  type LimitWindow,
  type MoveTransfer,
  type TransferInput,
} from "../entry.ts";

/** One part of a story line: what it adds to the entry. */
export interface Parts {
  readonly accounts: AccountOpening[];
  readonly transfers: TransferInput[];
  readonly limits: LimitChange[];
  readonly uses: LimitUse[];
  readonly gives: LimitGive[];
  readonly claims: bigint[];
  readonly releases: ClaimRelease[];
  readonly counters: CounterChange[];
  memo: Uint8Array;
  facts: Uint8Array | null;
  /** How far the entry's own time is from the clock's. */
  timeOffsetMs: number;
}

/** What a part needs to know of the story so far. */
export interface StoryWords {
  /** The number a name stands for, of any kind. */
  key(name: string): bigint;
  /** When the entry with that label was created, in engine nanoseconds. */
  createdAt(label: string): bigint;
  /** The moment the story began, in milliseconds. */
  readonly startMs: number;
}

const units: Record<string, number> = { ms: 1, s: second, m: minute, h: hour, d: day };

/** `10s`, `24h`, `-25h` in milliseconds. */
export function duration(text: string): number {
  const found = /^(-?\d+)(ms|s|m|h|d)$/.exec(text);
  assert(found !== null, `a duration like 10s, not ${text}`);
  return Number(found[1]) * (units[found[2] ?? "ms"] ?? 1);
}

function bytes32(text: string): Uint8Array {
  return new Uint8Array(32).fill(text.codePointAt(0) ?? 0);
}

function amount(text: string): bigint {
  return text === "max" ? (1n << 63n) - 1n : BigInt(text);
}

function assetOf(text: string): Asset {
  assert(isAsset(text), `an asset, not ${text}`);
  return text;
}

const flagWords: Record<string, number> = {
  payer: accountFlags.debitsMustNotExceedCredits,
  owing: accountFlags.creditsMustNotExceedDebits,
};

/** `A PLAY/6 payer code 7` */
function opening(
  words: StoryWords,
  [name = "", asset = "PLAY/6", ...rest]: string[],
): AccountOpening {
  const at = rest.indexOf("code");
  const code = at < 0 ? 1 : Number(rest[at + 1]);
  const flags = rest.reduce((all, word) => all | (flagWords[word] ?? 0), 0);
  return { id: words.key(name), asset: assetOf(asset), code, flags };
}

/** `A M 30 USD/6`; as a hold `A M 30 10s closing-debit` */
function move(
  words: StoryWords,
  [debit = "", credit = "", sum = "", ...rest]: string[],
): MoveTransfer {
  const timeout = rest.find((word) => /^\d+s$/.test(word));
  const closes = rest.find((word) => word.startsWith("closing-"))?.slice("closing-".length);
  return {
    debit: words.key(debit),
    credit: words.key(credit),
    amount: amount(sum),
    asset: assetOf(rest.find(isAsset) ?? "PLAY/6"),
    code: 1,
    ...(timeout === undefined ? {} : { pending: { timeoutSeconds: duration(timeout) / second } }),
    ...(closes === "debit" || closes === "credit" ? { closes } : {}),
  };
}

/** `sum 100 24x1h until 60s`: expiry counts from the start of the story. */
function terms(words: StoryWords, [kind = "", max = "", ...rest]: string[]): LimitTerms {
  const shape = rest.map((word) => /^(\d+)x(\w+)$/.exec(word)).find((found) => found !== null);
  const window: LimitWindow | null = shape
    ? { buckets: Number(shape[1]), bucketMs: duration(shape[2] ?? "") }
    : null;
  const until = rest.indexOf("until");
  return {
    kind: kind === "each" ? "each" : "sum",
    max: amount(max),
    ...(window === null ? {} : { window }),
    ...(until < 0 ? {} : { expiresAt: instant(words.startMs + duration(rest[until + 1] ?? "")) }),
  };
}

/** `E1/0` */
function ref(words: StoryWords, text = ""): { entry: bigint; index: number } {
  const [label = "", index = "0"] = text.split("/");
  return { entry: words.key(label), index: Number(index) };
}

function counter(words: StoryWords, [name = "", what = ""]: string[]): CounterChange {
  const key = words.key(name);
  if (what === "open") return { key, open: true };
  return what === "close" ? { key, close: true } : { key, use: amount(what) };
}

type Add = (parts: Parts, args: string[], words: StoryWords) => void;

const verbs: Record<string, Add> = {
  open: (parts, args, words) => parts.accounts.push(opening(words, args)),
  move: (parts, args, words) => parts.transfers.push(move(words, args)),
  hold: (parts, args, words) => parts.transfers.push(move(words, args)),
  post: (parts, args, words) =>
    parts.transfers.push({
      post: ref(words, args[0]),
      ...(args[1] === undefined ? {} : { amount: amount(args[1]) }),
    }),
  void: (parts, args, words) => parts.transfers.push({ void: ref(words, args[0]) }),
  set: (parts, args, words) =>
    parts.limits.push({ key: words.key(args[0] ?? ""), set: terms(words, args.slice(1)) }),
  reset: (parts, args, words) => parts.limits.push({ key: words.key(args[0] ?? ""), reset: true }),
  close: (parts, args, words) => parts.limits.push({ key: words.key(args[0] ?? ""), close: true }),
  reopen: (parts, args, words) =>
    parts.limits.push({ key: words.key(args[0] ?? ""), reopen: true }),
  use: (parts, args, words) =>
    parts.uses.push({ key: words.key(args[0] ?? ""), amount: amount(args[1] ?? "") }),
  give: (parts, args, words) =>
    parts.gives.push({
      key: words.key(args[0] ?? ""),
      amount: amount(args[1] ?? ""),
      usedAt: words.createdAt(args[3] ?? ""),
    }),
  claim: (parts, args, words) => parts.claims.push(words.key(args[0] ?? "")),
  release: (parts, args, words) =>
    parts.releases.push({ key: words.key(args[0] ?? ""), holder: words.key(args[2] ?? "") }),
  counter: (parts, args, words) => parts.counters.push(counter(words, args)),
  memo: (parts, [text = ""]) => (parts.memo = new TextEncoder().encode(text)),
  facts: (parts, [text = ""]) => (parts.facts = bytes32(text)),
  time: (parts, [text = ""]) => (parts.timeOffsetMs = duration(text)),
};

/** Reads `move A M 30 & use day 30`. */
export function parseParts(text: string, words: StoryWords): Parts {
  const parts: Parts = {
    accounts: [],
    transfers: [],
    limits: [],
    uses: [],
    gives: [],
    claims: [],
    releases: [],
    counters: [],
    memo: new Uint8Array(0),
    facts: null,
    timeOffsetMs: 0,
  };
  for (const part of text.split(" & ")) {
    const [verb = "", ...args] = part.trim().split(/\s+/);
    const add = verbs[verb];
    assert(add !== undefined, `a verb of stories, not ${verb}`);
    add(parts, args, words);
  }
  return parts;
}

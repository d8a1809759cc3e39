import { assert, type Asset, day, hour, instant, isAsset, minute, second } from "@farthing/core";
import type {
  AccountOpening,
  ClaimRelease,
  CounterChange,
  LimitChange,
  LimitGive,
  LimitTerms,
  LimitUse,
  LimitWindow,
  TransferInput,
} from "../entry.ts";
import { accountFlags, amountAll, importedFlags, transferFlags } from "../flags.ts";

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
  /** The id of the entry with that label. */
  entry(label: string): bigint;
  /** The id of a transfer: `E1/2`. */
  transfer(name: string): bigint;
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

/** `2^63`, `2^128-1`, `7`. */
function amount(text: string): bigint {
  if (text === "all") return amountAll;
  const power = /^2\^(\d+)(-1)?$/.exec(text);
  if (power === null) return BigInt(text);
  return (1n << BigInt(power[1] ?? 0)) - (power[2] === undefined ? 0n : 1n);
}

function assetOf(text: string): Asset {
  assert(isAsset(text), `an asset, not ${text}`);
  return text;
}

/** Words behind `=`: `code=7`, `data128=5`. */
function given(words: readonly string[], name: string): string | undefined {
  return words.find((word) => word.startsWith(`${name}=`))?.slice(name.length + 1);
}

function callerData(words: readonly string[]) {
  const [wide, long, short] = ["data128", "data64", "data32"].map((name) => given(words, name));
  return {
    ...(wide === undefined ? {} : { userData128: amount(wide) }),
    ...(long === undefined ? {} : { userData64: amount(long) }),
    ...(short === undefined ? {} : { userData32: Number(short) }),
  };
}

const accountWords: Record<string, number> = {
  payer: accountFlags.debitsMustNotExceedCredits,
  owing: accountFlags.creditsMustNotExceedDebits,
  history: accountFlags.history,
  closed: accountFlags.closed,
  imported: importedFlags.account,
};

const transferWords: Record<string, number> = {
  linked: transferFlags.linked,
  pending: transferFlags.pending,
  posting: transferFlags.postPendingTransfer,
  voiding: transferFlags.voidPendingTransfer,
  "balancing-debit": transferFlags.balancingDebit,
  "balancing-credit": transferFlags.balancingCredit,
  "closing-debit": transferFlags.closingDebit,
  "closing-credit": transferFlags.closingCredit,
  imported: importedFlags.transfer,
  unheard: 512,
};

function flagsOf(words: readonly string[], known: Record<string, number>): number {
  return words.reduce((all, word) => all | (known[word] ?? 0), 0);
}

/** `A PLAY/6 payer code=7 data64=5` */
function opening(words: StoryWords, [name = "", ...rest]: string[]): AccountOpening {
  return {
    id: numbered(words, name),
    asset: assetOf(rest.find(isAsset) ?? "PLAY/6"),
    code: Number(given(rest, "code") ?? 1),
    flags: flagsOf(rest, accountWords),
    ...callerData(rest),
  };
}

/** An account's name, or `@0`, `@2^128-1` for a number that no name stands for. */
function numbered(words: StoryWords, name: string): bigint {
  return name.startsWith("@") ? amount(name.slice(1)) : words.key(name);
}

/** `A M 30 USD/6 code=5 linked`; as a hold `A M 30 10s closing-debit` */
function move(
  words: StoryWords,
  [debit = "", credit = "", sum = "", ...rest]: string[],
): TransferInput {
  const timeout = rest.find((word) => /^\d+s$/.test(word));
  const pendingId = given(rest, "of");
  return {
    debit: numbered(words, debit),
    credit: numbered(words, credit),
    amount: amount(sum),
    asset: assetOf(rest.find(isAsset) ?? "PLAY/6"),
    code: Number(given(rest, "code") ?? 1),
    flags: flagsOf(rest, transferWords),
    ...(timeout === undefined ? {} : { timeout: duration(timeout) / second }),
    ...(pendingId === undefined ? {} : { pendingId: words.transfer(pendingId) }),
    ...callerData(rest),
  };
}

function hold(words: StoryWords, args: string[]): TransferInput {
  const moved = move(words, args);
  return { ...moved, flags: (moved.flags ?? 0) | transferFlags.pending };
}

/** `E1/0 50 debit=A credit=M code=1 USD/6 linked`: what a post or void says of its hold. */
function ending(words: StoryWords, flag: number, [of = "", ...rest]: string[]): TransferInput {
  const sum = rest.find((word) => /^(\d|all$)/.test(word) && !isAsset(word));
  const [debit, credit, code] = ["debit", "credit", "code"].map((name) => given(rest, name));
  const asset = rest.find(isAsset);
  return {
    flags: flag | flagsOf(rest, transferWords),
    pendingId: of.startsWith("@") ? amount(of.slice(1)) : words.transfer(of),
    ...(sum === undefined ? {} : { amount: amount(sum) }),
    ...(debit === undefined ? {} : { debit: words.key(debit) }),
    ...(credit === undefined ? {} : { credit: words.key(credit) }),
    ...(code === undefined ? {} : { code: Number(code) }),
    ...(asset === undefined ? {} : { asset: assetOf(asset) }),
    ...callerData(rest),
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

function counter(words: StoryWords, [name = "", what = ""]: string[]): CounterChange {
  const key = words.key(name);
  if (what === "open") return { key, open: true };
  return what === "close" ? { key, close: true } : { key, use: amount(what) };
}

type Add = (parts: Parts, args: string[], words: StoryWords) => void;

const verbs: Record<string, Add> = {
  open: (parts, args, words) => parts.accounts.push(opening(words, args)),
  move: (parts, args, words) => parts.transfers.push(move(words, args)),
  hold: (parts, args, words) => parts.transfers.push(hold(words, args)),
  post: (parts, args, words) =>
    parts.transfers.push(ending(words, transferFlags.postPendingTransfer, args)),
  void: (parts, args, words) =>
    parts.transfers.push(ending(words, transferFlags.voidPendingTransfer, args)),
  set: (parts, args, words) =>
    parts.limits.push({ key: words.key(args[0] ?? ""), set: terms(words, args.slice(1)) }),
  "open-limit": (parts, args, words) =>
    parts.limits.push({ key: words.key(args[0] ?? ""), open: terms(words, args.slice(1)) }),
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
    parts.releases.push({ key: words.key(args[0] ?? ""), holder: words.entry(args[2] ?? "") }),
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

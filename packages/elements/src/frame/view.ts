import { type Asset, formatMoney } from "@farthing/core";
import type { HelloResponse } from "@farthing/protocol";
import type { State } from "./state.ts";
import type { Hidden } from "./watchVisible.ts";
import { type Everyday, type Facts, fill, type Rest, type Words } from "./words/words.ts";

/** Everything the screen shows, as plain values: what to draw follows from the state alone. Empty texts are not shown. */
export interface View {
  readonly title: string;
  readonly merchant: string;
  readonly chip: string;
  /** Words on the main button. */
  readonly action: string;
  /** Words on the button beside it: of the same size. */
  readonly second: string;
  /** Words in the button's place once it is bought. */
  readonly paid: string;
  readonly undo: string;
  /** The link in Undo's place when its time is over. */
  readonly back: string;
  readonly backTo: string;
  readonly note: string;
  readonly less: string;
  readonly more: string;
  readonly wallet: string;
  readonly undoName: string;
  readonly undoUntil: number;
  readonly busy: boolean;
  /** Holding the button pays: it shows how far. */
  readonly holds: boolean;
  /** The note is there to be read, not called out. */
  readonly quiet: boolean;
}

/** How the words are written, and what the frame knows of its surroundings. */
export interface Manner {
  readonly words: Everyday & Partial<Rest>;
  readonly locale: string;
  /** What hides the button, or a part of it (rule 16). */
  readonly hidden: Hidden;
}

type WireMoney = HelloResponse["price"];
type Word = keyof Words | "";

function smaller(a: WireMoney, b: WireMoney): WireMoney {
  return BigInt(a.amount) < BigInt(b.amount) ? a : b;
}

/** Money and times for the texts, from the server's answer only. */
function factsOf(state: State, { words, locale }: Manner): Facts {
  const hello = "hello" in state ? state.hello : null;
  const week = state.at === "done" ? state.week : null;
  const show = (money?: WireMoney) =>
    money ? formatMoney({ amount: BigInt(money.amount), asset: money.asset as Asset }, locale) : "";
  const allowance = hello?.allowance;
  const left = allowance ? smaller(allowance.left24h, allowance.leftTotal) : undefined;
  const limit = hello?.refusal?.limit;
  const rolls = limit ? limit.moreAt : left === allowance?.left24h && allowance?.moreAt;
  const moreAt = new Date(rolls || 0).toLocaleTimeString(locale, { timeStyle: "short" });
  return {
    price: show(hello?.price),
    merchant: hello?.merchant.name ?? "",
    line: show(allowance?.perClick),
    left: show(left),
    most: show(limit?.max),
    moreAt,
    more: rolls ? words.more.replace("{moreAt}", moreAt) : "",
    spent: show(week?.spent),
    owed: show(hello?.bill?.owed),
    bill: show(hello?.bill?.line),
    sites: week?.sites === 1 ? (words.oneSite ?? "") : `${week?.sites} ${words.sites}`,
  };
}

/** Words of the main button in each state that has one. */
const actions: Readonly<Partial<Record<State["at"], Word>>> = {
  starting: "read",
  unreached: "again",
  ready: "read",
  confirming: "yes",
  "over-line": "once",
  "needs-wallet": "read",
  owned: "open",
  paying: "read",
  checking: "once",
  unsettled: "again",
  waiting: "read",
};

/** What Undo does to what is owned; a use is only given back. */
const undoes = { article: "closes", other: "takesBack" } as const;

/** A press here would pay by itself: not while something hides the price (rule 16). */
function hiddenIn(state: State, hidden: Hidden): Hidden {
  const { at } = state;
  const isAsking = /ready|confirming/.test(at) || (at === "over-line" && state.hello.stepUp);
  return isAsking ? hidden : "";
}

function actionOf(state: State, hidden: Hidden): Word {
  if (hidden) return "openWallet";
  if (state.note === "wallet-slow") return "goOn";
  if ("why" in state && state.why === "check-due") return "checkPay";
  if (state.at === "starting" && state.hello === null) return "moment";
  const word = actions[state.at] ?? "";
  const isOther = "hello" in state && state.hello?.kind === "other";
  return isOther && word === "read" ? "pay" : word;
}

function secondOf(state: State): Word {
  if (state.at === "confirming") return "cancel";
  if (state.at === "waiting" && state.note !== "cancelling") return "cancel";
  return state.at === "over-line" && state.why !== "check-due" ? "raise" : "";
}

function noteOf(state: State, hidden: Hidden): Word {
  if (state.note !== "press-again" && hidden) return hidden;
  if (!/left|paid-undo/.test(state.note ?? "") || !("hello" in state)) return state.note ?? "";
  if (state.hello?.bill && state.hello.confirm === "none") return "bill";
  if (state.note === "paid-undo") return state.note;
  return ({ none: "left", hold: "hold", press: "twice" } as const)[state.hello?.confirm ?? "none"];
}

/** What to show for `state`. */
export function viewOf(state: State, manner: Manner): View {
  const { at, note } = state;
  const hello = "hello" in state ? state.hello : null;
  const facts = factsOf(state, manner);
  // The less common words may be on their way: then their place stays empty for a moment.
  const say = (word: Word) => fill((word && manner.words[word]) || "", facts);
  const hidden = hiddenIn(state, manner.hidden);
  const isPaid = /paid|undoing/.test(at) || (at === "done" && state.paid);
  const asks = "asked" in state && state.asked;
  const isDone = at === "done" || /held|insuff/.test(note ?? "");
  return {
    title: hello?.title ?? "",
    merchant: hello ? say("to") : "",
    chip: hello?.mode === "sandbox" ? say("playMoney") : "",
    action: say(actionOf(state, hidden)),
    second: say(secondOf(state)),
    paid: isPaid ? say(hello?.bill ? "opened" : "paid") : at === "done" ? say("opened") : "",
    undo: at === "paid" ? say("undo") : "",
    back: at === "done" && isPaid ? say("back") : "",
    backTo: at === "done" ? `/payments/${state.payment}#back` : "/",
    note: say(noteOf(state, hidden)),
    less: asks ? say("lessHere") : "",
    more: asks ? say("moreHere") : "",
    wallet: note === "week" ? say("look") : isDone && !asks ? say("wallet") : "",
    undoName: say("undoName") + (hello?.access === "own" ? say(undoes[hello.kind]) : ""),
    undoUntil: at === "paid" ? state.undoUntil : 0,
    busy: /starting|paying|checking/.test(at) || (at === "waiting" && note !== "wallet-slow"),
    holds: at === "ready" && hello?.confirm === "hold" && !hidden,
    quiet: hidden !== "",
  };
}

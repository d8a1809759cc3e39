import { type Asset, formatMoney } from "@farthing/core";
import type { HelloResponse } from "@farthing/protocol";
import type { State } from "./state.ts";
import { type Facts, fill, type Words } from "./words/words.ts";

/** Everything the screen shows, as plain values: what to draw follows from the state alone. Empty texts are not shown. */
export interface View {
  readonly title: string;
  readonly merchant: string;
  readonly chip: string;
  /** Words on the main button. */
  readonly action: string;
  /** Words in the button's place once it is bought. */
  readonly paid: string;
  readonly undo: string;
  readonly note: string;
  readonly wallet: string;
  readonly undoName: string;
  readonly undoUntil: number;
  readonly busy: boolean;
}

type WireMoney = HelloResponse["price"];

function smaller(a: WireMoney, b: WireMoney): WireMoney {
  return BigInt(a.amount) < BigInt(b.amount) ? a : b;
}

/** Money and times for the texts, from the server's answer only. */
function factsOf(state: State, words: Words, locale: string): Facts {
  const hello = "hello" in state ? state.hello : null;
  const week = state.at === "done" ? state.week : null;
  const show = (money?: WireMoney) =>
    money ? formatMoney({ amount: BigInt(money.amount), asset: money.asset as Asset }, locale) : "";
  const allowance = hello?.allowance;
  const left = allowance ? smaller(allowance.left24h, allowance.leftTotal) : undefined;
  const rolls = left === allowance?.left24h && allowance?.moreAt;
  const moreAt = new Date(rolls || 0).toLocaleTimeString(locale, {
    hour: "2-digit",
    minute: "2-digit",
  });
  return {
    price: show(hello?.price),
    merchant: hello?.merchant.name ?? "",
    line: show(allowance?.perClick),
    left: show(left),
    moreAt,
    more: rolls ? words.more.replace("{moreAt}", moreAt) : "",
    spent: show(week?.spent),
    sites: String(week?.sites ?? ""),
  };
}

function actionOf({ at, note }: State, words: Words, known: boolean): string {
  if (at === "paid" || at === "undoing" || at === "done" || at === "stopped") return "";
  if (at === "owned") return words.open;
  if (at === "unreached" || at === "unsettled") return words.again;
  if (note === "wallet-slow") return words.goOn;
  return known ? words.read : words.moment;
}

/** What to show for `state`, in `words`, with money written for `locale`. */
export function viewOf(state: State, words: Words, locale: string): View {
  const { at, note } = state;
  const hello = "hello" in state ? state.hello : null;
  const facts = factsOf(state, words, locale);
  const isBought = at === "paid" || at === "undoing" || (at === "done" && state.paid);
  return {
    title: hello?.title ?? "",
    merchant: hello ? fill(words.to, facts) : "",
    chip: hello?.mode === "sandbox" ? words.playMoney : "",
    action: fill(actionOf(state, words, hello !== null), facts),
    paid: isBought ? fill(words.paid, facts) : at === "done" ? words.open : "",
    undo: at === "paid" ? words.undo : "",
    note: note ? fill(words[note], facts) : "",
    wallet: at === "done" || note === "insufficient-balance" ? words.wallet : "",
    undoName: fill(words.undoName, facts),
    undoUntil: at === "paid" ? state.undoUntil : 0,
    busy: at === "starting" || at === "paying" || (at === "waiting" && note !== "wallet-slow"),
  };
}

import { type Asset, parseAmount, utf8 } from "@farthing/core";
import type { AgentEdit, AgentsPage, AgentTerms, AgentView, DeviceKey } from "@farthing/protocol";
import { parseTypedAmount, readMoney, typedAmount } from "../../kit/money.ts";
import type { Language } from "../../kit/language.ts";
import { readPublicKey } from "./readPublicKey.ts";

/** A key that is being described, as it is typed. */
export interface Draft {
  readonly name: string;
  readonly sites: readonly string[];
  readonly perPayment: string;
  readonly perSession: string;
  readonly per24h: string;
  readonly days: "7" | "30" | "90";
  /** Whether the key is made in this browser, or the program has its own. */
  readonly whose: "here" | "own";
  readonly publicKey: string;
}

/** What must be put right first. */
export type Fault = "name" | "sites" | "perPayment" | "perSession" | "per24h" | "publicKey";

type Highest = AgentsPage["highest"];
type Money = Highest["perPayment"];

/** The first thing that is wrong with a draft, from above; null: it can be sent. */
export function faultOf(draft: Draft, highest: Highest): Fault | null {
  const name = draft.name.trim();
  if (name === "" || name.length > 40 || utf8(name).length > 80 || /\p{C}/u.test(name)) {
    return "name";
  }
  if (draft.sites.length === 0) return "sites";
  const asset = readMoney(highest.perPayment).asset;
  const perPayment = parseTypedAmount(draft.perPayment, asset);
  if (
    perPayment === null ||
    perPayment === 0n ||
    perPayment > readMoney(highest.perPayment).amount
  ) {
    return "perPayment";
  }
  for (const line of ["perSession", "per24h"] as const) {
    const amount = parseTypedAmount(draft[line], asset);
    if (amount === null || amount < perPayment || amount > readMoney(highest[line]).amount) {
      return line;
    }
  }
  return draft.whose === "own" && readPublicKey(draft.publicKey) === null ? "publicKey" : null;
}

/** What is agreed to. `made`: the key that was made here. Null where the draft has a fault. */
export function termsOf(draft: Draft, highest: Highest, made: DeviceKey | null): AgentTerms | null {
  const device = draft.whose === "here" ? made : readPublicKey(draft.publicKey);
  if (device === null || faultOf(draft, highest) !== null) return null;
  return {
    name: draft.name.trim(),
    ...editOf(draft, highest),
    days: Number(draft.days),
    device: { alg: device.alg, key: device.key },
  };
}

/** The part of a draft that can be changed later. It has no fault. */
export function editOf(draft: Draft, highest: Highest): AgentEdit {
  const { asset } = readMoney(highest.perPayment);
  return {
    sites: [...draft.sites],
    perPayment: amountText(draft.perPayment, asset),
    perSession: amountText(draft.perSession, asset),
    per24h: amountText(draft.per24h, asset),
  };
}

/** A program as it stands, to be changed; its name, its end and its key stay. */
export function draftOf(program: AgentView, language: Language): Draft {
  const written = (money: Money) => typedAmount(readMoney(money), language);
  return {
    name: program.name,
    sites: program.sites.map(({ id }) => id),
    perPayment: written(program.perPayment),
    perSession: written(program.perSession),
    per24h: written(program.per24h),
    days: "30",
    whose: "here",
    publicKey: "",
  };
}

const lines = ["perPayment", "perSession", "per24h"] as const;

/** The most that a program may be given: what stands stays allowed, also above limits that were lowered since. */
export function highestFor(program: AgentView, { highest }: Pick<AgentsPage, "highest">): Highest {
  const most = (one: Money, other: Money) =>
    readMoney(one).amount > readMoney(other).amount ? one : other;
  return {
    perPayment: most(highest.perPayment, program.perPayment),
    perSession: most(highest.perSession, program.perSession),
    per24h: most(highest.per24h, program.per24h),
  };
}

/** Whether an edit lets a program do more: that takes the passkey. */
export function isMore(edit: AgentEdit, program: AgentView): boolean {
  const known = new Set<string>(program.sites.map(({ id }) => id));
  return (
    edit.sites.some((site) => !known.has(site)) ||
    lines.some((line) => (parseAmount(edit[line]) ?? 0n) > readMoney(program[line]).amount)
  );
}

function amountText(typed: string, asset: Asset): string {
  return parseTypedAmount(typed, asset)?.toString() ?? "";
}

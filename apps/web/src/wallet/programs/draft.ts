import { type Asset, utf8 } from "@farthing/core";
import type { AgentsPage, AgentTerms, DeviceKey } from "@farthing/protocol";
import { parseTypedAmount, readMoney } from "../../kit/money.ts";
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
  const asset = readMoney(highest.perPayment).asset;
  return {
    name: draft.name.trim(),
    sites: [...draft.sites],
    perPayment: amountText(draft.perPayment, asset),
    perSession: amountText(draft.perSession, asset),
    per24h: amountText(draft.per24h, asset),
    days: Number(draft.days),
    device: { alg: device.alg, key: device.key },
  };
}

function amountText(typed: string, asset: Asset): string {
  return parseTypedAmount(typed, asset)?.toString() ?? "";
}

import type { Call, Heard, History } from "../history.ts";
import type { Ruling } from "./bankModel.ts";
import type { Replayed } from "./replayFaults.ts";

/** What a call may hear whose entry is not there: nothing of it was done. */
const withoutLine: Record<Call["op"]["kind"], ReadonlySet<string>> = {
  // The allowance that it names was replaced, or it came too late.
  click: new Set(["problem:device-unknown", "problem:authorization-expired"]),
  undo: new Set([
    "problem:already-undone",
    "problem:already-refunded",
    "problem:undo-too-late",
    "problem:undo-limit-reached",
  ]),
  refund: new Set(["problem:already-undone", "problem:already-refunded"]),
  // What a wallet may hold is asked before the ledger is.
  "top-up": new Set(["problem:wallet-full"]),
  revoke: new Set(),
  // The server was killed after it noted the passkey's counter and before the entry: the same proof is used up.
  // What the policy turns down is not asked of the ledger.
  approve: new Set(["problem:passkey-failed", "declined:too-risky"]),
};

/** Compares what every caller heard, the first time and again, with what the model says to its entry. */
export function answerFaults({ calls }: History, replayed: Replayed): string[] {
  const paid = new Map<string, Call>();
  return calls.flatMap((call) => {
    const { heard, op, again } = call;
    if (heard === null) return [`unresolved: ${op.kind} was asked and never answered`];
    const ruling = replayed.rulings.get(call) ?? null;
    const faults = [heard, ...again].flatMap((one, nth) => {
      const fault = judge(op, one, { ruling, replayed });
      return fault === null ? [] : [nth === 0 ? fault : `asked again, ${fault}`];
    });
    if (heard.word === "captured" && heard.payment !== null) {
      if (paid.has(heard.payment)) faults.push(`duplicate: ${heard.payment} answers two payments`);
      paid.set(heard.payment, call);
    }
    return faults;
  });
}

function judge(
  op: Call["op"],
  { word, payment }: Heard,
  { ruling, replayed }: { ruling: Ruling | null; replayed: Replayed },
): string | null {
  const name = `${op.kind} was answered ${word}${payment === null ? "" : ` (${payment})`}`;
  if (ruling === null) {
    if (!withoutLine[op.kind].has(word)) return `lost: ${name}, and is not in the journal`;
    return contradicts(op, word, replayed) ? `wrong answer: ${name}, and that is not so` : null;
  }
  const isSame = ruling.word === word && (payment === null || payment === ruling.payment);
  if (isSame || isGivenBackSince(op, { word, ruling, replayed })) return null;
  return `wrong answer: ${name}, and the journal says ${ruling.word} ${ruling.payment ?? ""}`;
}

/** Whether "already undone" or "already refunded" is untrue: the whole journal knows no such return. */
function contradicts(op: Call["op"], word: string, { model }: Replayed): boolean {
  if (op.kind !== "undo" && op.kind !== "refund") return false;
  return word.startsWith("problem:already-") && word !== `problem:${model.returned(op.payment)}`;
}

/**
 * What was given back between the entry and the answer is answered so: to who owned it then, and to who may undo no more
 * and finds that the merchant gave it back.
 */
function isGivenBackSince(
  op: Call["op"],
  of: { word: string; ruling: Ruling; replayed: Replayed },
): boolean {
  const { word, ruling, replayed } = of;
  const isSpent = op.kind === "undo" && ruling.word === "problem:undo-limit-reached";
  const payment = isSpent ? op.payment : ruling.word === "owned" ? ruling.payment : null;
  return payment !== null && word === `problem:${replayed.model.returned(payment)}`;
}

import type { History } from "../history.ts";
import { answerFaults } from "./answerFaults.ts";
import type { BankRules } from "./bankModel.ts";
import { orderFaults } from "./orderFaults.ts";
import { readFaults } from "./readFaults.ts";
import { replay } from "./replayFaults.ts";
import { sumFaults } from "./sumFaults.ts";

/**
 * Whether a bank's history is strictly serializable, in O(n log n): the journal's timestamps are one order of all
 * writes, so it is enough that they agree with the real time of the calls, that the journal replayed through a model
 * of the bank gives every answer that was heard, and that every read fits between what was answered before it and what
 * was asked after it (Kingsbury on TigerBeetle: a visible total order needs no search). One sentence per fault, its
 * first words naming the kind.
 */
export function checkBank(history: History, rules: BankRules): string[] {
  const replayed = replay(history, rules);
  return [
    ...replayed.faults,
    ...orderFaults(replayed.writes),
    ...answerFaults(history, replayed),
    ...readFaults(replayed.versions, history.seen),
    ...sumFaults(history, replayed),
  ];
}

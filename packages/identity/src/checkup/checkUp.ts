import type { Advice, Checkup } from "@farthing/protocol";
import type { CheckupFacts } from "./checkupFacts.ts";
import { checks } from "./checks.ts";

/**
 * What a wallet should do next, the most protecting first, and a score of 0 to 100: the weights of what is in order, of
 * those that apply to it. Advice that was put off stays out of the way and still counts as not done. Nothing applies: 100.
 *
 * @example checkUp(facts).advices[0]?.kind // "second-passkey"
 */
export function checkUp(facts: CheckupFacts): Checkup {
  const looked = checks
    .filter(({ applies }) => applies(facts))
    .map(({ kind, weight, find }) => ({ kind, weight, found: find(facts) }));
  const inOrder = looked.filter(({ found }) => found.length === 0);
  const found = looked.flatMap((each) => each.found);
  const until = (advice: Advice) => {
    const time = advice.canWait ? facts.putOff.get(advice.id) : undefined;
    return time !== undefined && time > facts.now ? time : null;
  };
  return {
    score: scoreOf(weightOf(inOrder), weightOf(looked)),
    advices: found.filter((advice) => until(advice) === null),
    waiting: found.flatMap((advice) => {
      const time = until(advice);
      return time === null ? [] : [{ advice, until: time }];
    }),
    inOrder: inOrder.map(({ kind }) => kind),
  };
}

function weightOf(looked: readonly { readonly weight: number }[]): number {
  return looked.reduce((sum, { weight }) => sum + weight, 0);
}

/** Rounded down: 100 says that nothing is left. */
function scoreOf(done: number, all: number): number {
  return all === 0 ? 100 : Math.floor((100 * done) / all);
}

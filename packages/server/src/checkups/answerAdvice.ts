import { day, later, parseAmount, ProblemError } from "@farthing/core";
import { checkUp } from "@farthing/identity";
import type { Advice, Checkup } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { loadFacts } from "./loadFacts.ts";

/** How long advice is put off, and how long a price that was found right is no news; in milliseconds. */
const putOffMs = 30 * day;

/** One piece of advice to one payer. */
export interface AdviceOf {
  readonly payer: string;
  /** Its id. */
  readonly advice: string;
}

/** The security check-up of a payer's wallet, as it is now. Its score is noted, for the operator's count. */
export async function checkupOf(deps: Deps, payer: string): Promise<Checkup> {
  const checkup = checkUp(await loadFacts(deps, payer));
  await noteScore(deps, payer, checkup.score);
  return checkup;
}

/** Written only where it changed: whoever looks twice costs one write. */
async function noteScore({ store }: Deps, payer: string, score: number): Promise<void> {
  await store
    .updateTable("payers")
    .set({ checkup_score: score })
    .where("id", "=", payer)
    .where("checkup_score", "is distinct from", score)
    .execute();
}

/** "Not now": puts advice off for 30 days. Put off already, nothing changes. Throws `advice-gone`. */
export async function putOffAdvice(deps: Deps, { payer, advice }: AdviceOf): Promise<void> {
  const { advices, waiting } = await checkupOf(deps, payer);
  if (waiting.some((each) => each.advice.id === advice)) return;
  const found = advices.find(({ id }) => id === advice);
  if (found?.canWait !== true) throw new ProblemError("advice-gone");
  await writeAnswer(deps, { payer, advice, amount: null });
}

/**
 * "It's mine", "This price is fine": the payer looked, and it is in order. Said again, nothing changes. Throws
 * `advice-gone` for advice that is not about looking.
 */
export async function reviewAdvice(deps: Deps, { payer, advice }: AdviceOf): Promise<void> {
  const { advices } = await checkupOf(deps, payer);
  const found = advices.find(({ id }) => id === advice);
  if (found?.kind === "new-browser") return reviewBrowser(deps, payer, found);
  if (found?.kind === "price-rise") {
    return writeAnswer(deps, { payer, advice, amount: parseAmount(found.to.amount) });
  }
  if (!(await wasReviewed(deps, { payer, advice }))) throw new ProblemError("advice-gone");
}

async function reviewBrowser(
  { store, clock }: Deps,
  payer: string,
  { device }: Extract<Advice, { kind: "new-browser" }>,
): Promise<void> {
  await store
    .updateTable("new_browsers")
    .set({ reviewed_at: clock.now() })
    .where("payer_id", "=", payer)
    .where("thumbprint", "in", (from) =>
      from.selectFrom("devices").select("thumbprint").where("id", "=", device),
    )
    .execute();
}

async function wasReviewed(deps: Deps, { payer, advice }: AdviceOf): Promise<boolean> {
  const { newBrowsers, sites } = await loadFacts(deps, payer);
  const isOwnBrowser = newBrowsers.some(
    ({ device, isReviewed }) => isReviewed && advice === `new-browser/${device}`,
  );
  const isKept = sites.some(
    ({ merchantId, keptPrice }) => keptPrice !== null && advice === `price-rise/${merchantId}`,
  );
  return isOwnBrowser || isKept;
}

async function writeAnswer(
  { store, clock }: Deps,
  { payer, advice, amount }: AdviceOf & { readonly amount: bigint | null },
): Promise<void> {
  const answer = { until: later(clock.now(), putOffMs), amount };
  await store
    .insertInto("advice_answers")
    .values({ payer_id: payer, advice, ...answer })
    .onConflict((conflict) => conflict.columns(["payer_id", "advice"]).doUpdateSet(answer))
    .execute();
}

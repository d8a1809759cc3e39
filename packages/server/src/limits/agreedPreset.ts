import { instant, ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { accountId, merchantDayKey, presetKey } from "../payments/keys.ts";
import { offeredMoney } from "./caps.ts";
import { payerLines } from "./payerLines.ts";
import { leastMoney, moneyText, type PayerMoney } from "./payerMoney.ts";
import { presetOf, type PresetState } from "./presetOf.ts";
import { sitesOf } from "./sitesOf.ts";

type Offers = Pick<Deps, "config" | "clock" | "policies">;

/** How long it waits for the store to know every site that was paid, in milliseconds. */
const waitMs = 10_000;

/**
 * What holds for a payer, with what they agreed to. A wallet of before that was written down agreed to what the ledger holds it
 * to, and a raise that waits there to what was offered when it was asked for; whoever reads it first writes that down. A guest
 * agreed to nothing. Throws `unavailable` while a site may be missing: what is written down then would lift its line.
 */
export async function agreedPreset(deps: Deps, payer: string): Promise<PresetState> {
  const state = await presetOf(deps, payer);
  const isWritten = state.agreed !== null && state.raise?.agreed !== null;
  if (isWritten || !isWallet(deps, payer)) return state;
  const then = await atLastChoice(deps, payer, state.step);
  const agreed = state.agreed ?? (await heldMoney(deps, payer, leastOffered(deps, then, state)));
  const asked = state.raise && (state.raise.agreed ?? offeredMoney(then, state.raise.to));
  await deps.store
    .updateTable("payers")
    .set({ agreed_limits: textOf(agreed), raise_limits: asked && textOf(asked) })
    .where("id", "=", payer)
    .where("preset_step", "=", state.step)
    .execute();
  return presetOf(deps, payer);
}

function isWallet({ ledger }: Deps, payer: string): boolean {
  return Boolean(ledger.lookupAccounts([accountId("payer", payer)])[0]);
}

/** What bounds the lines that the ledger keeps none of, as what a wallet may hold. */
function leastOffered(deps: Offers, then: Offers, { preset }: PresetState): PayerMoney {
  return leastMoney(offeredMoney(deps, preset), offeredMoney(then, preset));
}

/** By the policy of the moment when the payer last chose, or when the wallet was made. */
async function atLastChoice(deps: Deps, payer: string, step: number): Promise<Offers> {
  const [holder = null] = deps.ledger.lookupClaims([presetKey(payer, step)]);
  const entry = holder === null ? null : deps.ledger.lookupEntry(holder);
  const { created_at: since } = await deps.store
    .selectFrom("payers")
    .select("created_at")
    .where("id", "=", payer)
    .executeTakeFirstOrThrow();
  const at = entry?.time ?? instant(since);
  const { config, policies } = deps;
  return { config, policies, clock: { now: () => at } };
}

/** As the ledger has them: of the days of sites, which are of one height, the lowest; what it has none of, as `offered`. */
async function heldMoney(deps: Deps, payer: string, offered: PayerMoney): Promise<PayerMoney> {
  const { ledger, projection } = deps;
  if (!(await projection.reached(ledger.head().seq, waitMs))) throw new ProblemError("unavailable");
  const found = ledger.lookupLimits(payerLines(payer, offered).map(({ key }) => key));
  const [day, month, sinceCheck, topUpDay] = found.map((limit) => limit?.max);
  const sites = await sitesOf(deps, payer);
  const merchantDay = ledger
    .lookupLimits(sites.map((merchant) => merchantDayKey(payer, merchant)))
    .reduce(
      (least, limit) => (limit !== null && limit.max < least ? limit.max : least),
      offered.merchantDay,
    );
  return {
    ...offered,
    day: day ?? offered.day,
    month: month ?? offered.month,
    sinceCheck: sinceCheck ?? offered.sinceCheck,
    topUpDay: topUpDay ?? offered.topUpDay,
    merchantDay,
  };
}

function textOf(money: PayerMoney): string {
  return JSON.stringify(moneyText(money));
}

import {
  assert,
  idToBytes,
  idToUint,
  instant,
  lengthPrefixed,
  ProblemError,
  splitFee,
  utf8,
} from "@farthing/core";
import { type Entry, OutcomeUnknown } from "@farthing/ledger";
import type { PaymentOutcome } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { approvalEntry, type ApprovalCommand } from "../grants/approvalEntry.ts";
import { passkeyMemo } from "../grants/approvalMemo.ts";
import { followSite } from "../limits/followSites.ts";
import { merchantById } from "../merchants/merchant.ts";
import { readOffer } from "../offers/readOffer.ts";
import { answer, type Question } from "../payments/answer.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { type Enrolment, paymentAccounts } from "../payments/enrolment.ts";
import {
  allowanceKeys,
  counterKey,
  type LimitKind,
  ownershipKey,
  payerKeys,
} from "../payments/keys.ts";
import { ownUndo } from "../payments/ownUndo.ts";
import { holdMsOf } from "../risk/judgeApproval.ts";
import { decideClick } from "../risk/judgeClick.ts";
import type { AgentAskTable } from "../store/agentTables.ts";
import type { Purpose } from "../wallets/ownChallenge.ts";
import { askPayer, believePayer } from "../wallets/ownQuestion.ts";
import { agentAt, ownAgent, siteKey } from "./agent.ts";
import { askState } from "./askState.ts";

/** Which limit each use of such a payment is, in order: it asks whether program and site still stand, and counts for the payer. */
export const askLimits: readonly LimitKind[] = [
  "allowance-click",
  "agent-site",
  "payer-24h",
  "payer-30d",
  "merchant-24h",
];

interface Which {
  readonly payer: string;
  readonly id: string;
}

/** The passkey question of one request. Throws `not-found`, `request-over`. */
export async function askOptions(deps: Deps, which: Which): Promise<Record<string, unknown>> {
  requireWaiting(deps, await ownAsk(deps, which));
  return askPayer(deps, which.payer, pays(which));
}

/**
 * A payer's yes to one payment of a program, by the passkey's answer to `askOptions`: paid once, at the price it had, beyond
 * the program's own lines and within the payer's. What the program sends again then hears of it. Paid already, it answers
 * so. Throws `not-found`, `request-over`, `passkey-failed`, `offer-expired`.
 */
export async function payAsk(
  deps: Deps,
  { credential, ...which }: Which & { readonly credential: Record<string, unknown> },
): Promise<PaymentOutcome> {
  const ask = await ownAsk(deps, which);
  if (askState(deps, ask) !== "paid") requireWaiting(deps, ask);
  const { payer } = which;
  const { remember } = await believePayer(deps, { payer, credential, purpose: pays(which) });
  const { agent_id: allowance, merchant_id: merchant } = ask;
  const agent = await ownAgent(deps, { payer, id: allowance });
  const offer = readOffer(deps, ask.offer, { merchant });
  const at = await agentAt(deps, agent, merchant);
  const seller = await merchantById(deps, merchant);
  if (seller === null) throw new ProblemError("wrong-merchant");
  const decision = decideClick(deps, { enrolment: at, offer, merchant: seller, unasked: false });
  // Nobody read here for how long it would be held: the policy changed since the program was told to ask.
  if (decision.kind === "decline") return { kind: "declined", reason: decision.reason };
  if (holdMsOf(decision) > 0) return { kind: "declined", reason: "too-risky" };
  const id = idToUint("payment", ask.payment_id);
  const enrolment = { allowance, allowanceKeys: allowanceKeys(allowance) };
  const question: Question = { id, limits: askLimits, enrolment };
  try {
    const result = await deps.ledger.submitEntry(await askEntry(deps, ask, at));
    await remember();
    if (result.status === "created") {
      deps.risk.paid({ payer, merchant, price: offer.amount, at: deps.clock.now() });
      if (at.merchantDay.opens !== null) await followSite(deps, { payer, merchant });
    }
    deps.risk.checked(payer);
    return answer(deps, question, result);
  } catch (error) {
    if (error instanceof OutcomeUnknown) return { kind: "unknown" };
    throw error;
  }
}

/** A payer's no: the program hears it. Paid already, or said before: nothing changes. Throws `not-found`. */
export async function refuseAsk(deps: Deps, which: Which): Promise<void> {
  const ask = await ownAsk(deps, which);
  if (askState(deps, ask) === "paid") throw new ProblemError("request-over");
  await deps.store
    .updateTable("agent_asks")
    .set({ refused_at: deps.clock.now() })
    .where("payment_id", "=", which.id)
    .where("refused_at", "is", null)
    .execute();
}

/** A request to this payer. Throws `not-found`, also for somebody else's. */
export async function ownAsk(
  { store }: Pick<Deps, "store">,
  { payer, id }: Which,
): Promise<AgentAskTable> {
  const row = await store
    .selectFrom("agent_asks")
    .selectAll()
    .where("payment_id", "=", id)
    .where("payer_id", "=", payer)
    .executeTakeFirst();
  if (row === undefined) throw new ProblemError("not-found");
  return row;
}

function requireWaiting(deps: Deps, ask: AgentAskTable): void {
  if (askState(deps, ask) !== "waiting") throw new ProblemError("request-over");
}

function pays({ payer, id }: Which): Purpose {
  const bytes = idToBytes("payer", payer);
  assert(bytes !== null, "a payer has an id");
  return { name: "farthing/agent-ask/v1", boundTo: lengthPrefixed(bytes, utf8(id)) };
}

/** The one journal entry of a yes: an approval by passkey without a grant, named by what the program signed. */
async function askEntry(deps: Deps, ask: AgentAskTable, at: Enrolment): Promise<Entry> {
  const { payer_id: payer, agent_id: allowance } = ask;
  const offer = readOffer(deps, ask.offer, { merchant: ask.merchant_id });
  const merchant = await merchantById(deps, ask.merchant_id);
  if (merchant === null) throw new ProblemError("wrong-merchant");
  const { claims, amount } = offer;
  const { fee } = splitFee(amount, merchant.feeBasisPoints);
  const time = instant(ask.signed_at);
  const device = at.thumbprint;
  const of = { payer, allowance, device, offer, fee, time, ...ownUndo(deps.config, 0) };
  const memo = passkeyMemo({ ...of, gesture: "passkey" });
  const owns = claims.access === "own";
  const ownership = owns ? ownershipKey(payer, merchant.id, claims.resource) : null;
  const enrol = {
    counter: counterKey(allowance),
    keys: allowanceKeys(allowance),
    deviceClick: siteKey(allowance, merchant.id),
    change: { kind: "stands", edit: null },
  } as const satisfies ApprovalCommand["enrol"];
  return approvalEntry({
    time,
    payment: { price: { amount, fee, asset: claims.asset }, ownership },
    accounts: paymentAccounts(payer, merchant.id),
    tab: null,
    payer: payerKeys(payer),
    merchantDay: at.merchantDay,
    grant: null,
    enrol,
    ...(await entryFacts(deps, idToUint("payment", ask.payment_id), memo)),
    facts: ask.facts,
  });
}

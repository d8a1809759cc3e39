import type { AgentAskView, AgentSite, AgentsPage, AgentView } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { settledPreset } from "../limits/applyRaise.ts";
import { merchantById } from "../merchants/merchant.ts";
import { readOffer } from "../offers/readOffer.ts";
import { allowanceLines, allowanceStatus } from "../payments/allowanceView.ts";
import { allowanceKeys } from "../payments/keys.ts";
import { projectionWaitMs } from "../projections/projection.ts";
import type { AgentAskTable, AgentTable } from "../store/agentTables.ts";
import { untilOf, whyOf } from "./ask.ts";
import { askState } from "./askState.ts";
import { agentFigures } from "./figures.ts";
import { openSites } from "./openSites.ts";

/** Programs and sites shown at once: the newest. */
const shownMax = 100;

/** A payer's programs, what they ask, and what a new key may be given. What is left and what is stopped comes from the ledger. */
export async function agentsPage(deps: Deps, payer: string): Promise<AgentsPage> {
  await deps.projection.reached(deps.ledger.head().seq, projectionWaitMs);
  const { preset } = await settledPreset(deps, payer);
  const highest = agentFigures(deps, preset);
  const money = moneyIn(deps);
  return {
    programs: await programsOf(deps, payer),
    asks: await asksOf(deps, payer),
    highest: {
      perPayment: money(highest.perPayment),
      perSession: money(highest.perSession),
      per24h: money(highest.perDay),
    },
    sites: await sitesKnown(deps, payer),
  };
}

function moneyIn({ config }: Pick<Deps, "config">) {
  return (amount: bigint) => ({ amount: amount.toString(), asset: config.asset });
}

async function programsOf(deps: Deps, payer: string): Promise<AgentView[]> {
  const rows = await deps.store
    .selectFrom("agents")
    .selectAll()
    .where("payer_id", "=", payer)
    .orderBy("created_at", "desc")
    .limit(shownMax)
    .execute();
  return Promise.all(rows.map((row) => programView(deps, row)));
}

async function programView(deps: Deps, row: AgentTable): Promise<AgentView> {
  const lines = allowanceLines(deps, allowanceKeys(row.id));
  const money = moneyIn(deps);
  const { amount, count } = await paidBy(deps, row);
  const { day, total } = lines ?? {};
  return {
    id: row.id,
    name: row.name,
    sites: await openSites(deps, row.id),
    perPayment: money(lines?.click.max ?? row.per_payment),
    perSession: money(total?.max ?? row.per_session),
    leftSession: money(total?.available ?? 0n),
    per24h: money(day?.max ?? row.per_24h),
    left24h: money(day?.available ?? 0n),
    moreAt: day?.moreAt ?? null,
    status: lines === null ? "revoked" : allowanceStatus(lines, deps.clock.now()),
    usedUp: row.used_up_at !== null,
    spent: money(amount),
    payments: count,
    createdAt: row.created_at,
    expiresAt: row.expires_at,
  };
}

/** What it paid, less what came back. */
async function paidBy({ store }: Deps, { id, payer_id: payer, created_at: since }: AgentTable) {
  const { amount, count } = await store
    .selectFrom("payments")
    .select((of) => [
      of.fn.sum<bigint | null>(of("amount", "-", of.ref("given_back"))).as("amount"),
      of.fn.countAll<number>().as("count"),
    ])
    .where("payer_id", "=", payer)
    .where("kind", "=", "payment")
    .where("at", ">=", since)
    .where("allowance_id", "=", id)
    .executeTakeFirstOrThrow();
  return { amount: amount ?? 0n, count };
}

/** Sites that the payer allowed or paid before. */
async function sitesKnown({ store }: Deps, payer: string): Promise<AgentSite[]> {
  return store
    .selectFrom("merchants")
    .select(["id", "name"])
    .where("id", "in", (of) =>
      of
        .selectFrom("allowances")
        .select("merchant_id")
        .where("payer_id", "=", payer)
        .union(
          of
            .selectFrom("agent_sites")
            .innerJoin("agents", "agents.id", "agent_id")
            .select("merchant_id")
            .where("payer_id", "=", payer),
        ),
    )
    .orderBy("name")
    .limit(shownMax)
    .execute();
}

/** What waits for the payer's word. */
async function asksOf(deps: Deps, payer: string): Promise<AgentAskView[]> {
  const rows = await deps.store
    .selectFrom("agent_asks")
    .selectAll()
    .where("payer_id", "=", payer)
    .where("expires_at", ">", deps.clock.now())
    .where("refused_at", "is", null)
    .where("anew_at", "is", null)
    .orderBy("asked_at", "desc")
    .limit(shownMax)
    .execute();
  const views = await Promise.all(rows.map((row) => askView(deps, row)));
  return views.filter(({ state }) => state === "waiting");
}

/** One request as its payer reads it. */
export async function askView(deps: Deps, row: AgentAskTable): Promise<AgentAskView> {
  const { name } = await deps.store
    .selectFrom("agents")
    .select("name")
    .where("id", "=", row.agent_id)
    .executeTakeFirstOrThrow();
  const merchant = await merchantById(deps, row.merchant_id);
  const { claims } = readOffer(deps, row.offer, { evenIfOver: true });
  return {
    id: row.payment_id,
    program: { id: row.agent_id, name },
    merchant: merchant?.name ?? "",
    title: claims.title,
    resource: claims.resource,
    price: { amount: claims.amount, asset: claims.asset },
    why: whyOf(row),
    state: askState(deps, row),
    until: untilOf(row),
  };
}

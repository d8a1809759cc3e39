import { assert, day, type Instant, instant, uintBytes, hour } from "@farthing/core";
import { type AgentOutcome, ProgramReason } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import type { ReadOffer } from "../offers/readOffer.ts";
import { entryName } from "../payments/entryName.ts";
import type { AgentAskTable } from "../store/agentTables.ts";
import type { Agent } from "./agent.ts";
import { askState } from "./askState.ts";

/** Requests of one program that may wait for its payer at once: a loop asks no more than that. */
const asksMax = 5;
/** No request waits longer, however long its price holds. */
const askLifeMs = 12 * hour;

/** What a program signed, refused by itself: only its payer can let it through. */
export interface Refused {
  readonly agent: Agent;
  /** The refused entry's id, and that of the payment that it becomes. */
  readonly entry: bigint;
  readonly payment: bigint;
  readonly facts: Uint8Array;
  readonly offerText: string;
  readonly offer: ReadOffer;
  readonly signedAt: number;
  readonly why: ProgramReason;
}

/** Writes a request down, once, and answers where its payer says yes. The refusal itself is in the journal already. */
export async function openAsk(deps: Deps, refused: Refused): Promise<AgentOutcome> {
  const known = await askOf(deps, refused.entry);
  if (known !== null) return askOutcome(deps, known);
  const now = deps.clock.now();
  const { agent, offer } = refused;
  await dropOld(deps, agent.id);
  const open = await deps.store
    .selectFrom("agent_asks")
    .selectAll()
    .where("agent_id", "=", agent.id)
    .where("expires_at", ">", now)
    .where("refused_at", "is", null)
    .where("anew_at", "is", null)
    .execute();
  const waiting = open.filter((ask) => askState(deps, ask) === "waiting");
  if (waiting.length >= asksMax) return { kind: "declined", reason: "too-many-requests" };
  const row: AgentAskTable = {
    payment_id: entryName(refused.payment),
    agent_id: agent.id,
    payer_id: agent.payer,
    merchant_id: offer.claims.aud,
    entry: uintBytes(refused.entry, 16),
    facts: refused.facts,
    offer: refused.offerText,
    why: refused.why,
    signed_at: refused.signedAt,
    asked_at: now,
    expires_at: Math.min(offer.claims.exp * 1_000, now + askLifeMs),
    refused_at: null,
    anew_at: null,
  };
  await deps.store
    .insertInto("agent_asks")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  return askOutcome(deps, row);
}

/** What has been over for a day is asked for by nobody: whoever sends those bytes again hears that the offer is over. */
async function dropOld({ store, clock }: Deps, agent: string): Promise<void> {
  await store
    .deleteFrom("agent_asks")
    .where("agent_id", "=", agent)
    .where("expires_at", "<=", clock.now() - day)
    .execute();
}

/** The request that came of a refused entry, or `null`. */
export async function askOf(
  { store }: Pick<Deps, "store">,
  entry: bigint,
): Promise<AgentAskTable | null> {
  const row = await store
    .selectFrom("agent_asks")
    .selectAll()
    .where("entry", "=", uintBytes(entry, 16))
    .executeTakeFirst();
  return row ?? null;
}

/** What the program hears while its payer has not said yes. */
export function askOutcome(
  deps: Pick<Deps, "config" | "clock" | "ledger">,
  ask: AgentAskTable,
): AgentOutcome {
  if (ask.anew_at !== null) return { kind: "declined", reason: "sign-anew" };
  if (ask.refused_at !== null) return { kind: "declined", reason: "payer-refused" };
  // Its time is over, or the ledger refused the yes: none will come.
  if (askState(deps, ask) === "over") return { kind: "declined", reason: "not-answered" };
  return {
    kind: "step-up",
    level: 2,
    reason: whyOf(ask),
    ask: `${deps.config.origin}/programs/${ask.payment_id}`,
    until: untilOf(ask),
  };
}

export function whyOf({ why }: Pick<AgentAskTable, "why">): ProgramReason {
  const parsed = ProgramReason.safeParse(why);
  assert(parsed.success, "a program is asked for what a person may say yes to: it has no bill");
  return parsed.data;
}

export function untilOf(ask: AgentAskTable): Instant {
  return instant(ask.expires_at);
}

import { assert, instant, type Instant, ProblemError, toBase64url } from "@farthing/core";
import type { RawDeviceKey } from "@farthing/identity";
import type { Deps } from "../deps.ts";
import { agreedPreset } from "../limits/agreedPreset.ts";
import { allowanceKeys, counterKey, limitKey, payerKeys } from "../payments/keys.ts";
import { type Enrolment, merchantDayOf, paymentAccounts } from "../payments/enrolment.ts";
import { groupKeys } from "../payments/groupKeys.ts";

/** A program that may pay without a click, as it was agreed to. `id` is an allowance's: its lines are in the ledger. */
export interface Agent {
  readonly id: string;
  readonly payer: string;
  readonly name: string;
  readonly thumbprint: Uint8Array;
  readonly key: RawDeviceKey;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  /** How often its payer let it go on. */
  readonly session: number;
}

/** The program with that key, or `null`. Whether it may pay is the ledger's to say. */
export function agentOfKey(
  deps: Pick<Deps, "store">,
  thumbprint: Uint8Array,
): Promise<Agent | null> {
  return read(deps, "thumbprint", thumbprint);
}

/** A program of this payer. Throws `not-found`, also for somebody else's. */
export async function ownAgent(
  deps: Pick<Deps, "store">,
  { payer, id }: { payer: string; id: string },
): Promise<Agent> {
  const agent = await read(deps, "id", id);
  if (agent === null || agent.payer !== payer) throw new ProblemError("not-found");
  return agent;
}

async function read(
  { store }: Pick<Deps, "store">,
  column: "id" | "thumbprint",
  value: string | Uint8Array,
): Promise<Agent | null> {
  const row = await store
    .selectFrom("agents")
    .selectAll()
    .where(column, "=", value)
    .executeTakeFirst();
  if (row === undefined) return null;
  assert(row.alg === "Ed25519" || row.alg === "P-256", "a stored key has an algorithm we know");
  return {
    id: row.id,
    payer: row.payer_id,
    name: row.name,
    thumbprint: row.thumbprint,
    key: { alg: row.alg, key: row.public_key },
    createdAt: instant(row.created_at),
    expiresAt: instant(row.expires_at),
    session: row.session,
  };
}

/** The line of a program at one site: there only for the sites that its payer named. */
export function siteKey(agent: string, merchant: string): bigint {
  return limitKey("agent-site", `${agent}/${merchant}`);
}

/**
 * A program at one site, in the form in which payments are judged and written. It is no new device: a passkey agreed to
 * this very key. What it buys cannot be undone, because nobody presses by mistake.
 */
export async function agentAt(deps: Deps, agent: Agent, merchant: string): Promise<Enrolment> {
  const { payer, id } = agent;
  const { created_at: payerSince } = await deps.store
    .selectFrom("payers")
    .select("created_at")
    .where("id", "=", payer)
    .executeTakeFirstOrThrow();
  const { preset, agreed, raisedAt } = await agreedPreset(deps, payer);
  return {
    device: id,
    thumbprint: toBase64url(agent.thumbprint),
    key: agent.key,
    payer,
    isGuest: false,
    wallet: null,
    formerGuest: null,
    merchant,
    allowance: id,
    accounts: paymentAccounts(payer, merchant),
    allowanceKeys: allowanceKeys(id),
    deviceClick: siteKey(id, merchant),
    rung: "K",
    payerKeys: payerKeys(payer),
    counter: counterKey(id),
    merchantDay: merchantDayOf(deps, { payer, merchant, preset, agreed }),
    groupKeys: await groupKeys(deps, { payer, merchant }),
    undoMs: 0,
    hold: "never",
    preset,
    agreed,
    raisedAt,
    deviceSince: payerSince,
    payerSince,
    allowanceSince: agent.createdAt,
  };
}

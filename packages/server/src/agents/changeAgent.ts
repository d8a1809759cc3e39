import {
  assert,
  idToBytes,
  idToUint,
  type Instant,
  lengthPrefixed,
  ProblemError,
  utf8,
} from "@farthing/core";
import { deriveEntryId, type Entry, type EntryStatus } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { allowanceLines, allowanceStatus } from "../payments/allowanceView.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { allowanceKeys, payerKeys } from "../payments/keys.ts";
import type { AgentMemo } from "../payments/memo.ts";
import { sha256 } from "../sha256.ts";
import type { Purpose } from "../wallets/ownChallenge.ts";
import { askPayer, believePayer } from "../wallets/ownQuestion.ts";
import { closings } from "../wallets/revoke.ts";
import { ownAgent, siteKey } from "./agent.ts";

interface Which {
  readonly payer: string;
  readonly id: string;
}

/**
 * Stops a program for now, or lets it pay again: its line per payment closes or opens in the ledger. What is so already
 * stays so. Throws `not-found`, also for one that was taken back or is over; `unavailable`.
 */
export async function pauseAgent(
  deps: Deps,
  { payer, id, paused }: Which & { readonly paused: boolean },
): Promise<void> {
  await ownAgent(deps, { payer, id });
  const status = statusOf(deps, id);
  if (status === "revoked" || status === "expired") throw new ProblemError("not-found");
  if (paused === (status === "paused")) return;
  const { click, day } = allowanceKeys(id);
  const to = await submit(
    deps,
    { payer, id, change: paused ? "pause" : "resume" },
    {
      limits: [paused ? { key: click, close: true } : { key: click, reopen: true }],
      // Taken back in the same moment: its day is closed for good, and nothing of it opens.
      uses: [{ key: day, amount: 0n }],
    },
  );
  if (to === "limit_closed" || to === "limit_expired") throw new ProblemError("not-found");
  assert(to === "created", `pausing is never ${to}`);
}

/** Takes a program's key back for good: once answered, no later payment of it is made. Throws `not-found`. */
export async function revokeAgent(deps: Deps, { payer, id }: Which): Promise<void> {
  await ownAgent(deps, { payer, id });
  const { click, day, total } = allowanceKeys(id);
  const to = await submit(
    deps,
    { payer, id, change: "revoke" },
    {
      limits: [click, day, total].map((key) => ({ key, close: true as const })),
      counters: closings(deps, [id]),
    },
  );
  assert(to === "created", `closing is never ${to}`);
  await deps.store
    .updateTable("agents")
    .set({ revoked_at: deps.clock.now() })
    .where("id", "=", id)
    .where("revoked_at", "is", null)
    .execute();
}

/** "I didn't do this" (rule 22): the program that paid is taken back, and no other one pays this site any more. */
export async function stopAgents(
  deps: Deps,
  { payer, merchant, paidBy }: { payer: string; merchant: string; paidBy: string | undefined },
): Promise<void> {
  const rows = await deps.store
    .selectFrom("agents")
    .innerJoin("agent_sites", "agent_id", "agents.id")
    .select("agents.id")
    .where("payer_id", "=", payer)
    .where("merchant_id", "=", merchant)
    .where("revoked_at", "is", null)
    .execute();
  for (const { id } of rows) {
    if (id === paidBy) {
      await revokeAgent(deps, { payer, id });
      continue;
    }
    const limits = [{ key: siteKey(id, merchant), close: true as const }];
    const to = await submit(deps, { payer, id, change: "stop-site" }, { limits });
    assert(to === "created", `stopping a site is never ${to}`);
  }
}

/** The passkey question of letting a program go on: good for that program, in the session that it is in. Throws `not-found`. */
export async function goOnOptions(deps: Deps, which: Which): Promise<Record<string, unknown>> {
  const { session } = await ownAgent(deps, which);
  return askPayer(deps, which.payer, goesOn(which, session));
}

/**
 * Begins a program's next session: what it used of the last one counts no more. Its lines of a payment and of 24 hours, and
 * the payer's own, hold as before. Throws `not-found`, `passkey-failed`, `unavailable`.
 */
export async function goOn(
  deps: Deps,
  { credential, ...which }: Which & { readonly credential: Record<string, unknown> },
): Promise<void> {
  const { session } = await ownAgent(deps, which);
  const { payer } = which;
  const purpose = goesOn(which, session);
  const { key, time, remember } = await believePayer(deps, { payer, credential, purpose });
  const { total } = allowanceKeys(which.id);
  const to = await submit(
    deps,
    { ...which, change: "go-on" },
    {
      name: { key, time },
      limits: [
        { key: total, reset: true },
        { key: payerKeys(payer).sinceCheck, reset: true },
      ],
    },
  );
  if (to === "limit_closed") throw new ProblemError("not-found");
  assert(to === "created" || to === "exists", `going on is never ${to}`);
  await beginSession(deps, which.id, session);
  await remember();
  deps.risk.checked(payer);
}

/** What it asked for only because the last session was used up, it may pay by itself now. */
async function beginSession(deps: Deps, id: string, session: number): Promise<void> {
  await deps.store.transaction().execute(async (unit) => {
    await unit
      .updateTable("agents")
      .set({ session: session + 1, used_up_at: null })
      .where("id", "=", id)
      .where("session", "=", session)
      .execute();
    await unit
      .updateTable("agent_asks")
      .set({ anew_at: deps.clock.now() })
      .where("agent_id", "=", id)
      .where("why", "=", "over-total")
      .where("refused_at", "is", null)
      .execute();
  });
}

function goesOn({ payer, id }: Which, session: number): Purpose {
  const bytes = idToBytes("payer", payer);
  assert(bytes !== null, "a payer has an id");
  const boundTo = lengthPrefixed(bytes, utf8(id), utf8(String(session)));
  return { name: "farthing/agent-goes-on/v1", boundTo };
}

function statusOf(deps: Deps, id: string): ReturnType<typeof allowanceStatus> {
  const lines = allowanceLines(deps, allowanceKeys(id));
  return lines === null ? "revoked" : allowanceStatus(lines, deps.clock.now());
}

/** `name`: makes the entry's id, for what a passkey asked for. */
async function submit(
  deps: Deps,
  { payer, id: allowance, change }: Which & { readonly change: AgentMemo["change"] },
  {
    name = { key: crypto.getRandomValues(new Uint8Array(32)), time: deps.clock.now() },
    ...parts
  }: Pick<Entry, "limits" | "uses" | "counters"> & {
    readonly name?: { readonly key: Uint8Array; readonly time: Instant };
  },
): Promise<EntryStatus> {
  const { key, time } = name;
  const id = deriveEntryId({ time, payer: idToUint("payer", payer), key, leg: 0 });
  const memo: AgentMemo = { v: 1, kind: "agent", change, payer, allowance };
  const { status } = await deps.ledger.submitEntry({
    time,
    ...parts,
    ...(await entryFacts(deps, id, memo)),
    facts: sha256(utf8(`${change}/${allowance}`)),
  });
  return status;
}

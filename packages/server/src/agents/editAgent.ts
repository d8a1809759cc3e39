import {
  amountMax,
  assert,
  idToBytes,
  idToUint,
  type Instant,
  lengthPrefixed,
  ProblemError,
  utf8,
} from "@farthing/core";
import { deriveEntryId, type LimitChange, openAccount } from "@farthing/ledger";
import type { AgentEdit } from "@farthing/protocol";
import type { AgentFigures } from "@farthing/risk";
import type { Deps } from "../deps.ts";
import { settledPreset } from "../limits/applyRaise.ts";
import { noteRaise } from "../limits/noteRaise.ts";
import { merchantById } from "../merchants/merchant.ts";
import { allowanceLines, allowanceStatus } from "../payments/allowanceView.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { accountId, allowanceKeys, dayWindow } from "../payments/keys.ts";
import type { AgentMemo } from "../payments/memo.ts";
import { sha256 } from "../sha256.ts";
import type { Purpose } from "../wallets/ownChallenge.ts";
import { type Answered, askPayer, checkPayer } from "../wallets/ownQuestion.ts";
import { ownAgent, siteKey } from "./agent.ts";
import { agentFigures, figuresOfTerms, requireWithinFigures } from "./figures.ts";
import { openSites } from "./openSites.ts";

/** What a payer wants of one program. */
interface EditAsk {
  readonly payer: string;
  readonly id: string;
  readonly edit: AgentEdit;
}

/** What a program may do. */
interface Terms extends AgentFigures {
  readonly sites: readonly string[];
}

/** An edit against the terms that stand. */
interface Edit {
  readonly payer: string;
  readonly id: string;
  readonly old: Terms;
  readonly wanted: Terms;
  readonly expiresAt: Instant;
}

const figures = ["perPayment", "perSession", "perDay"] as const;

/** The passkey question of one raise: good for these terms in the place of those, and nothing else. Throws as `editAgent`. */
export async function editAgentOptions(deps: Deps, ask: EditAsk): Promise<Record<string, unknown>> {
  const edit = await readEdit(deps, ask);
  await requireAllowed(deps, edit, ask.edit);
  return askPayer(deps, ask.payer, raises(edit));
}

/**
 * Changes what a program may pay, and where, from its next payment on; what it used stays counted, and its key ends when it
 * would have. Lower figures and fewer sites hold at once. A higher figure or a further site needs the passkey's answer to
 * `editAgentOptions`, and no figure that rises may be above those of the preset in force. Throws `not-found`,
 * `program-not-active`, `invalid-request`, `limits-too-high`, `raise-needs-passkey`, `passkey-failed`, `unavailable`.
 */
export async function editAgent(
  deps: Deps,
  ask: EditAsk & { readonly credential: Record<string, unknown> | null },
): Promise<void> {
  const edit = await readEdit(deps, ask);
  await requireAllowed(deps, edit, ask.edit);
  if (!isRaise(edit)) {
    const key = crypto.getRandomValues(new Uint8Array(32));
    await submit(deps, edit, { key, time: deps.clock.now() });
  } else {
    const { payer, credential } = ask;
    if (credential === null) throw new ProblemError("raise-needs-passkey");
    const name = await checkPayer(deps, { payer, credential, purpose: raises(edit) });
    // Noted first: cut off in between, the next payments are asked more, not less.
    await noteRaise(deps, edit.payer);
    await nameSites(deps, edit);
    await submit(deps, edit, name);
  }
  await writeFigures(deps, edit);
}

async function readEdit(deps: Deps, { payer, id, edit }: EditAsk): Promise<Edit> {
  await ownAgent(deps, { payer, id });
  const lines = allowanceLines(deps, allowanceKeys(id));
  const status = lines === null ? "revoked" : allowanceStatus(lines, deps.clock.now());
  const expiresAt = lines?.click.expiresAt ?? null;
  if (lines === null || status !== "active" || expiresAt === null) {
    throw new ProblemError("program-not-active");
  }
  const sites = (await openSites(deps, id)).map((site) => site.id);
  const old = {
    perPayment: lines.click.max,
    perSession: lines.total.max,
    perDay: lines.day.max,
    sites: sites.sort(byText),
  };
  const wanted = { ...figuresOfTerms(edit), sites: [...edit.sites].sort(byText) };
  return { payer, id, old, wanted, expiresAt };
}

function byText(one: string, other: string): number {
  return one < other ? -1 : 1;
}

/** Only of what rises: figures that were agreed to under a higher preset can always be lowered. */
async function requireAllowed(deps: Deps, edit: Edit, asked: AgentEdit): Promise<void> {
  const { old } = edit;
  const preset = agentFigures(deps, (await settledPreset(deps, edit.payer)).preset);
  const most = (one: bigint, other: bigint) => (one > other ? one : other);
  requireWithinFigures(asked, {
    perPayment: most(preset.perPayment, old.perPayment),
    perSession: most(preset.perSession, old.perSession),
    perDay: most(preset.perDay, old.perDay),
  });
  for (const merchant of addedSites(edit)) {
    if ((await merchantById(deps, merchant)) === null) {
      throw new ProblemError("invalid-request", "`edit.sites`: not a site of this wallet");
    }
  }
}

function addedSites({ old, wanted }: Edit): string[] {
  return wanted.sites.filter((site) => !old.sites.includes(site));
}

function isRaise(edit: Edit): boolean {
  const { old, wanted } = edit;
  return addedSites(edit).length > 0 || figures.some((name) => wanted[name] > old[name]);
}

function raises(edit: Edit): Purpose {
  return { name: "farthing/edit-agent/v1", boundTo: bytesOf(edit) };
}

function bytesOf({ payer, id, old, wanted }: Edit): Uint8Array {
  const bytes = idToBytes("payer", payer);
  assert(bytes !== null, "a payer has an id");
  const texts = [old, wanted].flatMap((terms) => [
    ...figures.map((name) => String(terms[name])),
    String(terms.sites.length),
    ...terms.sites,
  ]);
  return lengthPrefixed(bytes, ...[id, ...texts].map(utf8));
}

/** Written first: a site that the program may pay is never missing from its card. Without its line it is not shown. */
async function nameSites({ store }: Deps, edit: Edit): Promise<void> {
  const rows = addedSites(edit).map((merchant_id) => ({ agent_id: edit.id, merchant_id }));
  if (rows.length === 0) return;
  await store
    .insertInto("agent_sites")
    .values(rows)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/**
 * One entry. A use of nothing asks the ledger, in the same breath, that the key is not paused, over or taken back. A raise is
 * named by its challenge: the same answer, sent again after the terms were lowered, finds its first entry and changes nothing.
 */
async function submit(deps: Deps, edit: Edit, { key, time }: Answered): Promise<void> {
  const { payer, id: allowance } = edit;
  const { asset } = deps.config;
  const memo: AgentMemo = { v: 1, kind: "agent", change: "edit", payer, allowance };
  const id = deriveEntryId({ time, payer: idToUint("payer", payer), key, leg: 0 });
  const { status } = await deps.ledger.submitEntry({
    time,
    // Nobody may have paid these sites before.
    accounts: addedSites(edit).map((site) =>
      openAccount("merchant", { id: accountId("merchant", site), asset }),
    ),
    limits: [...lineChanges(edit), ...siteChanges(deps, edit)],
    uses: [{ key: allowanceKeys(allowance).click, amount: 0n }],
    ...(await entryFacts(deps, id, memo)),
    facts: sha256(bytesOf(edit)),
  });
  if (status === "limit_closed" || status === "limit_expired") {
    throw new ProblemError("program-not-active");
  }
  assert(status === "created" || status === "exists", `an edit is never ${status}`);
}

/** Only what changes: another edit at the same moment keeps what this one says nothing about. */
function lineChanges({ id, old, wanted, expiresAt }: Edit): LimitChange[] {
  const { click, day, total } = allowanceKeys(id);
  const { perPayment, perSession, perDay } = wanted;
  const changes: Record<(typeof figures)[number], LimitChange> = {
    perPayment: { key: click, set: { kind: "each", max: perPayment, expiresAt } },
    perDay: { key: day, set: { kind: "sum", max: perDay, window: dayWindow, expiresAt } },
    perSession: { key: total, set: { kind: "sum", max: perSession, expiresAt } },
  };
  return figures.filter((name) => wanted[name] !== old[name]).map((name) => changes[name]);
}

/** A site that was taken away before and comes again has its line still: it opens. */
function siteChanges({ ledger }: Deps, edit: Edit): LimitChange[] {
  const { id, old, wanted, expiresAt } = edit;
  const removed = old.sites.filter((site) => !wanted.sites.includes(site));
  const added = addedSites(edit).map((site): LimitChange => {
    const key = siteKey(id, site);
    const isThere = ledger.lookupLimits([key])[0] !== null;
    return isThere
      ? { key, reopen: true }
      : { key, set: { kind: "each", max: amountMax, expiresAt } };
  });
  return [...removed.map((site) => ({ key: siteKey(id, site), close: true as const })), ...added];
}

/** For its mails; what holds is the ledger's. A session with room again is not used up. */
async function writeFigures({ store }: Deps, { id, old, wanted }: Edit): Promise<void> {
  const hasRoom = wanted.perSession > old.perSession;
  await store
    .updateTable("agents")
    .set({
      per_payment: wanted.perPayment,
      per_session: wanted.perSession,
      per_24h: wanted.perDay,
      ...(hasRoom ? { used_up_at: null } : {}),
    })
    .where("id", "=", id)
    .execute();
}

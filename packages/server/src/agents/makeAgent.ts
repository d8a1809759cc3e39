import {
  amountMax,
  assert,
  day,
  fromBase64url,
  idFromBytes,
  idToBytes,
  idToUint,
  type Instant,
  later,
  lengthPrefixed,
  ProblemError,
  toBase64url,
  utf8,
} from "@farthing/core";
import { thumbprint } from "@farthing/identity";
import { deriveEntryId, type Entry, type LimitChange, openAccount } from "@farthing/ledger";
import { agentsMax, type AgentTerms } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { settledPreset } from "../limits/applyRaise.ts";
import { tellNewAgent } from "../mail/tellNewAgent.ts";
import { merchantById } from "../merchants/merchant.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { accountId, allowanceKeys, counterKey, dayWindow, payerKeys } from "../payments/keys.ts";
import { sha256 } from "../sha256.ts";
import type { Purpose } from "../wallets/ownChallenge.ts";
import { askPayer, believePayer } from "../wallets/ownQuestion.ts";
import { welcome } from "../wallets/welcome.ts";
import { siteKey } from "./agent.ts";
import { agentFigures, figuresOfTerms, requireWithinFigures } from "./figures.ts";

interface Ask {
  readonly payer: string;
  readonly terms: AgentTerms;
}

/** The passkey question of one key: good for this payer and all of these terms. Throws as `makeAgent`. */
export async function agentOptions(deps: Deps, ask: Ask): Promise<Record<string, unknown>> {
  await requireMakable(deps, ask);
  return askPayer(deps, ask.payer, makes(ask));
}

/**
 * Makes a key for a program, by the passkey's answer to `agentOptions`. One journal entry opens its lines, a line for each
 * site and its counter; answers with its id. The same key and terms again answer with the same program. Throws
 * `limits-too-high`, `key-in-use`, `programs-full`, `passkey-failed`, `unavailable`, `invalid-request`.
 */
export async function makeAgent(
  deps: Deps,
  ask: Ask & { readonly credential: Record<string, unknown> },
): Promise<string> {
  const made = await requireMakable(deps, ask);
  if (made !== null) return made;
  const { payer, terms, credential } = ask;
  const answer = { payer, credential, purpose: makes(ask) };
  const { key: challenge, time, remember } = await believePayer(deps, answer);
  await welcome(deps, payer);
  // Of the challenge: the same answer, heard by two processes, makes one.
  const id = idFromBytes("allowance", sha256(challenge).subarray(0, 16));
  const expiresAt = later(time, terms.days * day);
  await open(deps, { payer, terms, id, time, expiresAt, challenge });
  await writeDown(deps, { payer, terms, id, time, expiresAt });
  await remember();
  deps.risk.checked(payer);
  await tellNewAgent(deps, { payer, id, name: terms.name });
  return id;
}

/** The program that these terms made before; null: they may make one. */
async function requireMakable(deps: Deps, { payer, terms }: Ask): Promise<string | null> {
  const print = printOf(terms);
  const same = await deps.store
    .selectFrom("agents")
    .select(["id", "payer_id", "name"])
    .where("thumbprint", "=", print)
    .executeTakeFirst();
  if (same?.payer_id === payer && same.name === terms.name) return same.id;
  if (same !== undefined || (await isDevice(deps, print))) throw new ProblemError("key-in-use");
  const { preset } = await settledPreset(deps, payer);
  requireWithinFigures(terms, agentFigures(deps, preset));
  for (const merchant of terms.sites) {
    if ((await merchantById(deps, merchant)) === null) {
      throw new ProblemError("invalid-request", "`terms.sites`: not a site of this wallet");
    }
  }
  const { count } = await deps.store
    .selectFrom("agents")
    .select((of) => of.fn.countAll<number>().as("count"))
    .where("payer_id", "=", payer)
    .where("revoked_at", "is", null)
    .where("expires_at", ">", deps.clock.now())
    .executeTakeFirstOrThrow();
  if (count >= agentsMax) throw new ProblemError("programs-full");
  return null;
}

function printOf({ device }: AgentTerms): Uint8Array {
  const print = thumbprint(device);
  if (print === null) throw new ProblemError("invalid-request", "`terms.device.key`: wrong length");
  return print;
}

/** A key of a page pays by clicks, and by nothing else, for ever. */
async function isDevice({ store }: Deps, print: Uint8Array): Promise<boolean> {
  const row = await store
    .selectFrom("devices")
    .select("id")
    .where("thumbprint", "=", print)
    .executeTakeFirst();
  return row !== undefined;
}

function makes(ask: Ask): Purpose {
  return { name: "farthing/make-agent/v1", boundTo: bytesOf(ask) };
}

function bytesOf({ payer, terms }: Ask): Uint8Array {
  const bytes = idToBytes("payer", payer);
  assert(bytes !== null, "a payer has an id");
  const { name, sites, perPayment, perSession, per24h, days, device } = terms;
  const texts = [name, perPayment, perSession, per24h, String(days), device.alg, device.key];
  return lengthPrefixed(bytes, ...[...texts, ...sites].map(utf8));
}

interface Made extends Ask {
  readonly id: string;
  readonly time: Instant;
  readonly expiresAt: Instant;
}

async function open(deps: Deps, made: Made & { readonly challenge: Uint8Array }): Promise<void> {
  const { payer, terms, id: allowance, time, challenge } = made;
  const id = deriveEntryId({ time, payer: idToUint("payer", payer), key: challenge, leg: 0 });
  const device = toBase64url(printOf(terms));
  const { status } = await deps.ledger.submitEntry({
    time,
    accounts: accountsOf(deps, made),
    limits: [{ key: payerKeys(payer).sinceCheck, reset: true }, ...lines(made)],
    counters: [{ key: counterKey(allowance), open: true }],
    ...(await entryFacts(deps, id, {
      v: 1,
      kind: "agent",
      change: "make",
      payer,
      allowance,
      device,
    })),
    facts: sha256(bytesOf(made)),
  });
  assert(status === "created" || status === "exists", `a key is never ${status}`);
}

/** Opened with the key: nobody may have paid these sites before. */
function accountsOf({ config }: Deps, { payer, terms }: Made): NonNullable<Entry["accounts"]> {
  const { asset } = config;
  return [
    openAccount("payer", { id: accountId("payer", payer), asset }),
    openAccount("fees", { id: accountId("operator:fees", ""), asset }),
    ...terms.sites.map((site) => {
      return openAccount("merchant", { id: accountId("merchant", site), asset });
    }),
  ];
}

function lines({ id, terms, expiresAt }: Made): LimitChange[] {
  const { perPayment, perSession, perDay } = figuresOfTerms(terms);
  const { click, day: perDayKey, total } = allowanceKeys(id);
  return [
    { key: click, set: { kind: "each", max: perPayment, expiresAt } },
    { key: perDayKey, set: { kind: "sum", max: perDay, window: dayWindow, expiresAt } },
    { key: total, set: { kind: "sum", max: perSession, expiresAt } },
    ...terms.sites.map((merchant): LimitChange => {
      return { key: siteKey(id, merchant), set: { kind: "each", max: amountMax, expiresAt } };
    }),
  ];
}

async function writeDown(deps: Deps, { payer, terms, id, time, expiresAt }: Made): Promise<void> {
  const { perPayment, perSession, perDay } = figuresOfTerms(terms);
  const key = fromBase64url(terms.device.key);
  assert(key !== null, "a key with a thumbprint has bytes");
  await deps.store.transaction().execute(async (unit) => {
    const { numInsertedOrUpdatedRows: made } = await unit
      .insertInto("agents")
      .values({
        id,
        payer_id: payer,
        name: terms.name,
        thumbprint: printOf(terms),
        alg: terms.device.alg,
        public_key: key,
        per_payment: perPayment,
        per_session: perSession,
        per_24h: perDay,
        asset: deps.config.asset,
        created_at: time,
        expires_at: expiresAt,
        revoked_at: null,
        session: 0,
        used_up_at: null,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirstOrThrow();
    if (made !== 1n) return;
    const rows = terms.sites.map((merchant_id) => ({ agent_id: id, merchant_id }));
    await unit.insertInto("agent_sites").values(rows).execute();
  });
}

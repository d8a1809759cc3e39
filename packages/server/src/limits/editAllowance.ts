import {
  assert,
  idToBytes,
  idToUint,
  type Instant,
  lengthPrefixed,
  ProblemError,
  utf8,
} from "@farthing/core";
import { deriveEntryId, type LimitTerms } from "@farthing/ledger";
import type { EditedLines } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { type Lines, linesOf } from "../grants/limits.ts";
import { type AllowanceLines, allowanceLines, allowanceStatus } from "../payments/allowanceView.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { allowanceKeys, dayWindow } from "../payments/keys.ts";
import type { AllowanceMemo } from "../payments/memo.ts";
import { merchantOfAllowance } from "../payments/merchantOfAllowance.ts";
import { sha256 } from "../sha256.ts";
import type { Purpose } from "../wallets/ownChallenge.ts";
import { type Answered, askPayer, checkPayer } from "../wallets/ownQuestion.ts";
import { settledPreset } from "./applyRaise.ts";
import { capsOf } from "./caps.ts";
import { noteRaise } from "./noteRaise.ts";

const names = ["perClick", "per24h", "total"] as const;
type Amounts = Pick<Lines, (typeof names)[number]>;

/** What a payer wants of one allowance. */
export interface EditAsk {
  readonly payer: string;
  readonly id: string;
  readonly lines: EditedLines;
}

/** An edit against the lines that stand. */
interface Edit {
  readonly payer: string;
  readonly id: string;
  readonly merchant: string;
  readonly old: Amounts;
  readonly wanted: Amounts;
  readonly expiresAt: Instant;
}

/** The passkey question of one raise: good for these lines in the place of those, and nothing else. Throws as `editAllowance`. */
export async function editOptions(deps: Deps, ask: EditAsk): Promise<Record<string, unknown>> {
  const edit = await readEdit(deps, ask);
  await requireUnderCaps(deps, edit);
  return askPayer(deps, ask.payer, raises(edit));
}

/**
 * Changes the lines of an allowance from the next click on; what is used of them stays counted, and it ends when it would
 * have. Lower is done at once. With any line higher it needs the passkey's answer to `editOptions`, and no line that rises
 * may be above the caps of the preset in force. Throws `not-found`, `allowance-not-active`, `limits-too-high`,
 * `raise-needs-passkey`, `passkey-failed`, `unavailable`.
 */
export async function editAllowance(
  deps: Deps,
  ask: EditAsk & { readonly credential: Record<string, unknown> | null },
): Promise<void> {
  const edit = await readEdit(deps, ask);
  if (!isRaise(edit)) {
    const key = crypto.getRandomValues(new Uint8Array(32));
    return submit(deps, edit, { key, time: deps.clock.now() });
  }
  await requireUnderCaps(deps, edit);
  const { payer, credential } = ask;
  if (credential === null) throw new ProblemError("raise-needs-passkey");
  const name = await checkPayer(deps, { payer, credential, purpose: raises(edit) });
  // Noted first: cut off in between, the next payments are asked more, not less.
  await noteRaise(deps, edit.payer);
  await submit(deps, edit, name);
}

async function readEdit(deps: Deps, { payer, id, lines }: EditAsk): Promise<Edit> {
  const merchant = await merchantOfAllowance(deps, { payer, id });
  const { old, expiresAt } = standing(deps, id);
  return { payer, id, merchant, old, wanted: linesOf({ ...lines, expiresAt }), expiresAt };
}

function standing(deps: Deps, id: string): { old: Amounts; expiresAt: Instant } {
  const lines = allowanceLines(deps, allowanceKeys(id));
  if (lines === null) throw new ProblemError("not-found");
  const { expiresAt } = lines.click;
  const isActive = allowanceStatus(lines, deps.clock.now()) === "active";
  if (!isActive || expiresAt === null) throw new ProblemError("allowance-not-active");
  return { old: amountsOf(lines), expiresAt };
}

function amountsOf({ click, day, total }: AllowanceLines): Amounts {
  return { perClick: click.max, per24h: day.max, total: total.max };
}

function isRaise({ old, wanted }: Edit): boolean {
  return names.some((name) => wanted[name] > old[name]);
}

/** Only of what rises: lines that were agreed to under a higher preset can always be lowered. */
async function requireUnderCaps(deps: Deps, { payer, old, wanted }: Edit): Promise<void> {
  const caps = capsOf(deps, (await settledPreset(deps, payer)).preset);
  const isHigh = names.some((name) => wanted[name] > old[name] && wanted[name] > caps[name]);
  if (isHigh) throw new ProblemError("limits-too-high");
}

function raises(edit: Edit): Purpose {
  return { name: "farthing/raise-lines/v1", boundTo: bytesOf(edit) };
}

function bytesOf({ payer, id, old, wanted }: Edit): Uint8Array {
  const bytes = idToBytes("payer", payer);
  assert(bytes !== null, "a payer has an id");
  const amounts = [old, wanted].flatMap((lines) => names.map((name) => String(lines[name])));
  return lengthPrefixed(bytes, ...[id, ...amounts].map(utf8));
}

/**
 * One entry. A use of nothing asks the ledger, in the same breath, that the allowance is not over. A raise is named by its
 * challenge: the same answer, sent again after the lines were lowered, finds its first entry and changes nothing.
 */
async function submit(deps: Deps, edit: Edit, { key, time }: Answered): Promise<void> {
  const { payer, merchant, id: allowance, wanted, expiresAt } = edit;
  const memo: AllowanceMemo = { v: 1, kind: "allowance", payer, merchant, allowance };
  const id = deriveEntryId({ time, payer: idToUint("payer", payer), key, leg: 0 });
  const facts = await entryFacts(deps, id, memo);
  const keys = allowanceKeys(allowance);
  const sum = (max: bigint): LimitTerms => ({ kind: "sum", max, expiresAt });
  const { status } = await deps.ledger.submitEntry({
    time,
    limits: [
      { key: keys.click, set: { kind: "each", max: wanted.perClick, expiresAt } },
      { key: keys.day, set: { ...sum(wanted.per24h), window: dayWindow } },
      { key: keys.total, set: sum(wanted.total) },
    ],
    uses: [{ key: keys.click, amount: 0n }],
    ...facts,
    facts: sha256(bytesOf(edit)),
  });
  if (status === "limit_closed" || status === "limit_expired") {
    throw new ProblemError("allowance-not-active");
  }
  assert(status === "created" || status === "exists", `an edit is never ${status}`);
}

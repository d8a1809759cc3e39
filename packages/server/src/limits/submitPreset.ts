import { assert, idToUint, type Instant } from "@farthing/core";
import { deriveEntryId, type LimitChange } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { isFrozen } from "../freezes/isFrozen.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { forgetEnrolments } from "../payments/enrolment.ts";
import { payerKeys, presetKey } from "../payments/keys.ts";
import type { PresetMemo } from "../payments/memo.ts";
import { moneyOf } from "./caps.ts";
import { followSites } from "./followSites.ts";
import { differing, payerLines } from "./payerLines.ts";
import { moneyText } from "./payerMoney.ts";
import { followStep, type PresetState, type Raise } from "./presetOf.ts";

/** One change of a payer's preset, decided on the state that it was read in. */
export interface PresetChange {
  readonly payer: string;
  readonly from: PresetState;
  readonly to: Pick<PresetState, "preset" | "raise" | "agreed">;
  readonly time: Instant;
  /** Makes the entry's name: the challenge of a passkey that asked for it, or random bytes. */
  readonly key: Uint8Array;
  /** When this puts a raise into force. */
  readonly raisedAt?: Instant;
}

/**
 * One journal entry: the next step of the payer's preset, and the money limits that come with it. Answers false when
 * another change was first, or the wallet was frozen or opened meanwhile: nothing happened then, and the caller reads and
 * decides again. In this process the next click is judged by it; in another one, the next time that the frame asks what to draw.
 */
export async function submitPreset(deps: Deps, change: PresetChange): Promise<boolean> {
  const { payer, from, to, time, key, raisedAt } = change;
  const step = from.step + 1;
  const memo: PresetMemo = {
    v: 1,
    kind: "preset",
    payer,
    step,
    preset: to.preset,
    ...(to.raise === null ? {} : { raise: raiseText(to.raise) }),
    ...(raisedAt === undefined ? {} : { raisedAt }),
    ...(to.agreed === null ? {} : { agreed: moneyText(to.agreed) }),
  };
  const id = deriveEntryId({ time, payer: idToUint("payer", payer), key, leg: 0 });
  const facts = await entryFacts(deps, id, memo);
  const { status } = await deps.ledger.submitEntry({
    time,
    limits: moneyChanges(deps, payer, to),
    claims: [presetKey(payer, step)],
    ...facts,
  });
  if (status === "claim_taken" || status === "limit_closed") return false;
  assert(status === "created", `a preset is never ${status}`);
  await followStep(deps, memo);
  await forgetEnrolments(deps, payer);
  await followSites(deps, payer);
  return true;
}

function raiseText({ to, until, agreed }: Raise): PresetMemo["raise"] {
  return { to, until, ...(agreed === null ? {} : { agreed: moneyText(agreed) }) };
}

/**
 * What brings the payer's limits in the ledger to what holds for them; nothing when they are there, or were never opened. A
 * frozen wallet may be lowered, and stays frozen: its limit opens, changes and closes in one breath.
 */
export function moneyChanges(
  deps: Deps,
  payer: string,
  state: Pick<PresetState, "preset" | "agreed">,
): LimitChange[] {
  const changes = differing(deps, payerLines(payer, moneyOf(deps, state)));
  const { day } = payerKeys(payer);
  if (!isFrozen(deps, payer) || !changes.some(({ key }) => key === day)) return changes;
  return [{ key: day, reopen: true }, ...changes, { key: day, close: true }];
}

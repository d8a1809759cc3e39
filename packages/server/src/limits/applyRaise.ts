import { minute } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import { isFrozen } from "../freezes/isFrozen.ts";
import { tellRaise } from "../mail/tellRaise.ts";
import { agreedPreset } from "./agreedPreset.ts";
import { followBehind } from "./followSites.ts";
import type { PresetState } from "./presetOf.ts";
import { submitPreset } from "./submitPreset.ts";

/** Raises put into force at one go; the rest comes a minute later. */
const batchMax = 1_000;

/**
 * What holds for a payer, with a raise whose wait is over put into force first. Whoever reads it how often, it happens
 * once: the journal has one next step. A frozen wallet rises when it was unfrozen.
 */
export async function settledPreset(deps: Deps, payer: string): Promise<PresetState> {
  const from = await agreedPreset(deps, payer);
  const { raise } = from;
  const now = deps.clock.now();
  if (raise === null || now < raise.until || isFrozen(deps, payer)) return from;
  const to = { preset: raise.to, raise: null, agreed: raise.agreed };
  const key = crypto.getRandomValues(new Uint8Array(32));
  await submitPreset(deps, { payer, from, to, time: now, key, raisedAt: now });
  return agreedPreset(deps, payer);
}

/** Puts raises into force once a minute until stopped. */
export function startRaises(deps: Deps): Duty {
  return startDuty(deps, {
    name: "raises",
    everyMs: minute,
    work: (stopped) => applyRaises(deps, stopped),
  });
}

/** Puts all raises into force whose wait is over. Again changes nothing. */
export async function applyRaises(deps: Deps, stopped: () => boolean = () => false): Promise<void> {
  const due = await deps.store
    .selectFrom("payers")
    .select("id")
    .where("raise_until", "<=", deps.clock.now())
    .orderBy("raise_until")
    .limit(batchMax)
    .execute();
  for (const { id } of due) {
    if (stopped()) return;
    await settledPreset(deps, id);
  }
  await followBehind(deps, stopped);
  await tellRaises(deps, stopped);
}

/** Tells the raises that wait and whose mail a crash kept back: written before, none is written twice. */
async function tellRaises(deps: Deps, stopped: () => boolean): Promise<void> {
  const waiting = await deps.store
    .selectFrom("payers")
    .select(["id", "raise_to", "raise_until"])
    .where("raise_until", ">", deps.clock.now())
    .limit(batchMax)
    .execute();
  for (const { id, raise_to: to, raise_until: until } of waiting) {
    if (stopped()) return;
    if (to !== null && until !== null) await tellRaise(deps, { payer: id, to, until });
  }
}

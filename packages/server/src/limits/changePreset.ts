import {
  assert,
  hour,
  idToBytes,
  type Instant,
  later,
  lengthPrefixed,
  ProblemError,
  utf8,
} from "@farthing/core";
import type { PresetName } from "@farthing/protocol";
import { presetNames } from "@farthing/risk";
import type { Deps } from "../deps.ts";
import { tellRaise } from "../mail/tellRaise.ts";
import type { Purpose } from "../wallets/ownChallenge.ts";
import { askPayer, checkPayer } from "../wallets/ownQuestion.ts";
import { welcome } from "../wallets/welcome.ts";
import { settledPreset } from "./applyRaise.ts";
import { figuresOf } from "./caps.ts";
import type { PresetState } from "./presetOf.ts";
import { submitPreset } from "./submitPreset.ts";
import { waitStart } from "./waitStart.ts";

// Each time somebody else's change was first; so often in a row is not chance any more.
const attemptsMax = 5;

/** The passkey question of one raise: good for this payer, this preset, and only while nothing else changed. */
export async function presetOptions(
  deps: Deps,
  { payer, preset }: { payer: string; preset: PresetName },
): Promise<Record<string, unknown>> {
  const state = await settledPreset(deps, payer);
  return askPayer(deps, payer, raises({ payer, preset, state }));
}

/**
 * Chooses a preset. Lower, or the one in force, holds at once and ends a raise that waits. Higher needs the passkey's
 * answer to `presetOptions`, changes nothing yet, and begins the wait, anew if one was under way. Throws
 * `raise-needs-passkey`, `passkey-failed`, `unavailable`.
 */
export async function changePreset(
  deps: Deps,
  ask: { payer: string; preset: PresetName; credential: Record<string, unknown> | null },
): Promise<void> {
  const { payer, preset, credential } = ask;
  const done = await change(deps, payer, async (from) => {
    if (preset === from.preset && from.raise === null) return null;
    if (rank(preset) <= rank(from.preset)) return { to: { preset, raise: null }, ...own(deps) };
    if (credential === null) throw new ProblemError("raise-needs-passkey");
    const { key, time } = await checkPayer(deps, {
      payer,
      credential,
      purpose: raises({ payer, preset, state: from }),
    });
    const until = waitOver(deps, from.preset);
    return { to: { preset: from.preset, raise: { to: preset, until } }, key, time };
  });
  const raise = done?.to.raise ?? null;
  if (raise !== null) await tellRaise(deps, { payer, ...raise });
}

/** Ends a raise that waits; what is in force stays. No raise: nothing changes. Throws `unavailable`. */
export async function cancelRaise(deps: Deps, payer: string): Promise<void> {
  await change(deps, payer, (from) =>
    Promise.resolve(
      from.raise === null ? null : { to: { preset: from.preset, raise: null }, ...own(deps) },
    ),
  );
}

interface Decided {
  readonly to: Pick<PresetState, "preset" | "raise">;
  readonly key: Uint8Array;
  readonly time: Instant;
}

/** What was decided and done; null: nothing was to do. */
async function change(
  deps: Deps,
  payer: string,
  decide: (from: PresetState) => Promise<Decided | null>,
): Promise<Decided | null> {
  await welcome(deps, payer);
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const from = await settledPreset(deps, payer);
    const decided = await decide(from);
    if (decided === null || (await submitPreset(deps, { payer, from, ...decided }))) return decided;
  }
  throw new ProblemError("unavailable");
}

function own({ clock }: Deps): Pick<Decided, "key" | "time"> {
  return { key: crypto.getRandomValues(new Uint8Array(32)), time: clock.now() };
}

function rank(preset: PresetName): number {
  return presetNames.indexOf(preset);
}

function waitOver(deps: Deps, from: PresetName): Instant {
  return later(waitStart(deps), figuresOf(deps, from).raiseWaitHours * hour);
}

interface Raise {
  readonly payer: string;
  readonly preset: PresetName;
  readonly state: PresetState;
}

function raises({ payer, preset, state }: Raise): Purpose {
  const id = idToBytes("payer", payer);
  assert(id !== null, "a payer has an id");
  const boundTo = lengthPrefixed(id, utf8(preset), utf8(String(state.step)));
  return { name: "farthing/raise-preset/v1", boundTo };
}

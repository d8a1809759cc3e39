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
import { figuresOf, offeredMoney } from "./caps.ts";
import { isMore, leastMoney, moneyText } from "./payerMoney.ts";
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
  return askPayer(deps, payer, raises(deps, { payer, preset, state }));
}

/**
 * Chooses a preset. Lower, or the one in force, holds at once and ends a raise that waits; no line becomes higher by it,
 * whatever the policy says by now. Higher needs the passkey's answer to `presetOptions`, changes nothing yet, and begins the
 * wait, anew if one was under way; so does the one in force, where the policy offers more by now than its payer agreed to.
 * Throws `raise-needs-passkey`, `passkey-failed`, `unavailable`.
 */
export async function changePreset(
  deps: Deps,
  ask: { payer: string; preset: PresetName; credential: Record<string, unknown> | null },
): Promise<void> {
  const { payer, preset, credential } = ask;
  const done = await change(deps, payer, async (from) => {
    const offered = offeredMoney(deps, preset);
    const isRaise =
      preset === from.preset
        ? credential !== null && isMore(offered, from.agreed ?? offered)
        : rank(preset) > rank(from.preset);
    if (!isRaise) {
      if (preset === from.preset && from.raise === null) return null;
      const agreed = preset === from.preset ? from.agreed : leastMoney(offered, from.agreed);
      return { to: { preset, raise: null, agreed }, ...own(deps) };
    }
    if (credential === null) throw new ProblemError("raise-needs-passkey");
    const { key, time } = await checkPayer(deps, {
      payer,
      credential,
      purpose: raises(deps, { payer, preset, state: from }),
    });
    const raise = { to: preset, until: waitOver(deps, from.preset), agreed: offered };
    return { to: { ...from, raise }, key, time };
  });
  const raise = done?.to.raise ?? null;
  if (raise !== null) await tellRaise(deps, { payer, to: raise.to, until: raise.until });
}

/** Ends a raise that waits; what is in force stays. No raise: nothing changes. Throws `unavailable`. */
export async function cancelRaise(deps: Deps, payer: string): Promise<void> {
  await change(deps, payer, (from) =>
    Promise.resolve(from.raise === null ? null : { to: { ...from, raise: null }, ...own(deps) }),
  );
}

interface Decided {
  readonly to: Pick<PresetState, "preset" | "raise" | "agreed">;
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

/** Bound to the figures too: a policy that comes into force between question and answer is another raise. */
function raises(deps: Deps, { payer, preset, state }: Raise): Purpose {
  const id = idToBytes("payer", payer);
  assert(id !== null, "a payer has an id");
  const figures = JSON.stringify(moneyText(offeredMoney(deps, preset)));
  const boundTo = lengthPrefixed(id, ...[preset, String(state.step), figures].map(utf8));
  return { name: "farthing/raise-preset/v1", boundTo };
}

import { minute, second } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { type Duty, startDuty } from "../duties/duty.ts";
import { loadPolicies } from "../policies/takePolicy.ts";
import { followTab } from "../tabs/followTab.ts";
import { agreedPreset } from "./agreedPreset.ts";
import { followSites } from "./followSites.ts";
import { moneyChanges, submitPreset } from "./submitPreset.ts";

/** Payers read at one go, and how many of them are brought on side by side: their entries share commits. */
const batchMax = 500;
const atOnce = 25;
// Each time a change of the payer's own was first; so often in a row is not chance any more.
const attemptsMax = 5;

/** Brings the limits of wallets, sites and tabs to the policy in force until stopped: looks every five seconds. */
export function startPolicyLimits(deps: Deps): Duty {
  let done = { mark: "", at: 0 };
  return startDuty(deps, {
    name: "policy limits",
    everyMs: 5 * second,
    async work(stopped) {
      const now = deps.clock.now();
      // New wallets, those that failed, and what another process took: once a minute.
      if (done.mark === markOf(deps) && now - done.at < minute) return;
      await loadPolicies(deps);
      done = { mark: markOf(deps), at: now };
      await followPolicy(deps, stopped);
    },
  });
}

/**
 * Brings every payer's limits in the ledger to what the policy in force says: lower for all, higher only up to what each
 * payer agreed to, and to the line of a guest, who chose nothing. What is done is written down with each payer: cut off, the
 * next time goes on. One that fails keeps none of the others waiting. Again changes nothing.
 */
export async function followPolicy(
  deps: Deps,
  stopped: () => boolean = () => false,
): Promise<void> {
  const mark = markOf(deps);
  let after = "";
  for (;;) {
    const behind = await readBehind(deps, { mark, after });
    for (let at = 0; at < behind.length; at += atOnce) {
      if (stopped()) return;
      await Promise.all(behind.slice(at, at + atOnce).map((one) => followOne(deps, one, mark)));
    }
    const last = behind.at(-1);
    if (last === undefined || behind.length < batchMax) return;
    after = last.id;
  }
}

/** The policy in force and the operator's ceiling, in a word. */
function markOf(deps: Deps): string {
  const { version } = deps.policies.current(deps.clock.now());
  const ceiling = Object.entries(deps.config.payerCeiling).map(([name, most]) => `${name}=${most}`);
  return [version, ...ceiling].join(" ");
}

interface Behind {
  readonly id: string;
  /** Null: it has a wallet. */
  readonly guest: string | null;
}

function readBehind(
  { store }: Deps,
  { mark, after }: { mark: string; after: string },
): Promise<Behind[]> {
  return store
    .selectFrom("payers")
    .leftJoin("guests", "guests.payer_id", "payers.id")
    .select(["payers.id as id", "guests.payer_id as guest"])
    .where("payers.id", ">", after)
    .where((is) => is.or([is("limits_policy", "is", null), is("limits_policy", "<>", mark)]))
    .orderBy("payers.id")
    .limit(batchMax)
    .execute();
}

async function followOne(deps: Deps, { id, guest }: Behind, mark: string): Promise<void> {
  try {
    await (guest === null ? followWallet : followTab)(deps, id);
    if (!(await followSites(deps, id))) return;
    await deps.store
      .updateTable("payers")
      .set({ limits_policy: mark })
      .where("id", "=", id)
      .execute();
  } catch (error) {
    deps.logger.error({ err: error, payer: id }, "a payer's limits do not follow the policy");
  }
}

/** A step of the payer's preset that changes nothing but the limits: of it and a change of the payer's own, one is second and looks again. */
async function followWallet(deps: Deps, payer: string): Promise<void> {
  for (let attempt = 0; attempt < attemptsMax; attempt += 1) {
    const from = await agreedPreset(deps, payer);
    if (moneyChanges(deps, payer, from).length === 0) return;
    const time = deps.clock.now();
    const key = crypto.getRandomValues(new Uint8Array(32));
    if (await submitPreset(deps, { payer, from, to: from, time, key })) return;
  }
  throw new Error("a payer's preset changed at each attempt");
}

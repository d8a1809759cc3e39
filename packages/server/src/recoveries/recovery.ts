import { ProblemError } from "@farthing/core";
import { secretHash } from "@farthing/identity";
import type { RecoveryView, WaitingRecovery } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import type { RecoveryTable } from "../store/wayInTables.ts";
import { walletNameOf } from "../wallets/walletName.ts";
import { readRecoveryCode, recoveryCodeHash } from "../waysIn/recoveryCode.ts";

/** What a recovery is begun and finished with, as the store knows it. */
export interface Secret {
  readonly way: RecoveryTable["way"];
  readonly hash: Uint8Array;
}

/** Recoveries of one payer that are listed; ten codes and one mailbox can begin as many. */
const recoveriesShown = 11;

const linkPattern = /^[A-Za-z0-9_-]{43}$/;

/** The code or the link's secret that somebody typed or brought; null: neither. */
export function readSecret(deps: Pick<Deps, "keys">, text: string): Secret | null {
  if (linkPattern.test(text)) return { way: "mail", hash: secretHash(text) };
  const code = readRecoveryCode(text);
  return code === null ? null : { way: "code", hash: recoveryCodeHash(deps, code) };
}

/** The recovery that this secret asked for or began; null: none. */
export async function recoveryOf(
  { store }: Pick<Deps, "store">,
  secret: Secret,
): Promise<RecoveryTable | null> {
  const row = await store
    .selectFrom("recoveries")
    .selectAll()
    .where((is) =>
      is.or([is("secret_hash", "=", secret.hash), is("previous_hash", "=", secret.hash)]),
    )
    .where("way", "=", secret.way)
    .executeTakeFirst();
  return row ?? null;
}

/** What whoever holds its secret is told of a recovery. Throws `recovery-refused` for one that has ended. */
export async function recoveryView(deps: Deps, row: RecoveryTable): Promise<RecoveryView> {
  const { payer_id: payer, way, state, ready_at: readyAt } = row;
  if (state !== "asked" && state !== "waiting") throw new ProblemError("recovery-refused");
  return { wallet: await walletNameOf(deps, payer), way, at: standing(deps, row), readyAt };
}

/** How far a recovery that has not ended is. */
export function standing(
  { clock }: Pick<Deps, "clock">,
  row: Pick<RecoveryTable, "state" | "review" | "ready_at">,
): RecoveryView["at"] {
  if (row.state === "asked") return "asked";
  if (row.review === "open") return "review";
  return row.ready_at !== null && row.ready_at <= clock.now() ? "ready" : "waiting";
}

/** Recoveries of a payer that have begun and not ended, the nearest first. */
export async function ownRecoveries(
  deps: Pick<Deps, "store" | "clock">,
  payer: string,
): Promise<WaitingRecovery[]> {
  const rows = await deps.store
    .selectFrom("recoveries")
    .selectAll()
    .where("payer_id", "=", payer)
    .where("state", "=", "waiting")
    .orderBy("ready_at")
    .limit(recoveriesShown)
    .execute();
  return rows.map((row) => ({
    way: row.way,
    readyAt: row.ready_at ?? row.asked_at,
    review: row.review === "open",
  }));
}

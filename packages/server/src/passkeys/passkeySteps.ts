import { assert, idToBytes, lengthPrefixed, ProblemError, utf8 } from "@farthing/core";
import type { Kysely } from "kysely";
import type { Deps } from "../deps.ts";
import type { Tables } from "../store/tables.ts";
import type { Purpose } from "../wallets/ownChallenge.ts";

/** How often the payer's passkeys changed. A question is bound to it: once they changed, its answer does nothing any more. */
export async function passkeyStep(deps: Pick<Deps, "store">, payer: string): Promise<number> {
  const row = await deps.store
    .selectFrom("payers")
    .select("passkey_step")
    .where("id", "=", payer)
    .executeTakeFirstOrThrow();
  return row.passkey_step;
}

/** Counts a change, in the unit of work that makes it. Throws `passkey-failed` when another one came first. */
export async function takeStep(
  unit: Kysely<Tables>,
  { payer, step }: { payer: string; step: number },
): Promise<void> {
  const { numUpdatedRows } = await unit
    .updateTable("payers")
    .set({ passkey_step: step + 1 })
    .where("id", "=", payer)
    .where("passkey_step", "=", step)
    .executeTakeFirst();
  if (numUpdatedRows !== 1n) throw new ProblemError("passkey-failed");
}

/** What a challenge about a payer's passkeys is for. `about`: the passkey that is removed. */
export function passkeyPurpose(of: {
  name: Purpose["name"];
  payer: string;
  step: number;
  about?: string;
}): Purpose {
  const bytes = idToBytes("payer", of.payer);
  assert(bytes !== null, "a payer has an id");
  const { name, step, about = "" } = of;
  return { name, boundTo: lengthPrefixed(bytes, utf8(String(step)), utf8(about)) };
}

/** How many passkeys a payer has, as the unit of work sees it. */
export async function countPasskeys(unit: Kysely<Tables>, payer: string): Promise<number> {
  const { count } = await unit
    .selectFrom("passkeys")
    .select((row) => row.fn.countAll<number>().as("count"))
    .where("payer_id", "=", payer)
    .executeTakeFirstOrThrow();
  return count;
}

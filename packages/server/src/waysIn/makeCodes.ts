import type { Deps } from "../deps.ts";
import { queueAll } from "../mail/letter.ts";
import { newRecoveryCode, readRecoveryCode, recoveryCodeHash } from "./recoveryCode.ts";
import { wayChanged } from "./wayChanged.ts";

/** How many codes a payer has at once. */
const codesAtOnce = 10;

/**
 * Ten new recovery codes, shown this once; those of before begin no recovery any more. A recovery that one of them began
 * goes on: it is cancelled by itself.
 */
export async function makeCodes(deps: Deps, payer: string): Promise<string[]> {
  const codes = Array.from({ length: codesAtOnce }, newRecoveryCode);
  const now = deps.clock.now();
  const rows = codes.map((code) => ({
    code_hash: recoveryCodeHash(deps, readRecoveryCode(code) ?? ""),
    payer_id: payer,
    made_at: now,
    used_at: null,
  }));
  const letters = await wayChanged(deps, { payer, what: "codes" });
  await deps.store.transaction().execute(async (unit) => {
    await unit.deleteFrom("recovery_codes").where("payer_id", "=", payer).execute();
    await unit.insertInto("recovery_codes").values(rows).execute();
    await queueAll(unit, letters);
  });
  return codes;
}

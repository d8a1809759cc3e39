import { ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { presetFor } from "../limits/presetFor.ts";
import { countTry, forgive } from "../waysIn/tries.ts";
import { type PasskeyAnswer, type UsedPasskey, usedPasskey } from "./passkeyPayer.ts";

/**
 * Believes the answer of a passkey of `payer`, who was asked. A wrong answer counts: after five in a row (three where Careful
 * is in force) nobody is believed for 15 minutes, then 30, and so on up to a day, and a right one begins the count anew
 * (RTS 2018/389 Art. 4(3)(b)). What a person cancels is no answer and never comes here (rule 19), and only who holds the
 * payer's session or key is asked at all: strangers lock nobody out. Throws `passkey-failed`, `too-many-tries`.
 */
export async function countedPasskey(
  deps: Deps,
  { payer, ...answer }: PasskeyAnswer & { readonly payer: string; readonly topOrigin?: string },
): Promise<UsedPasskey> {
  const isCareful = (await presetFor(deps, payer)) === "careful";
  const tried = await countTry(deps, { what: "passkey", of: payer, isCareful });
  const passkey = await usedPasskey(deps, answer);
  if (passkey.payer !== payer) throw new ProblemError("passkey-failed");
  await forgive(deps, tried);
  return passkey;
}

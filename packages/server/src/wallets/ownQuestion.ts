import { ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { answeredChallenge, madeAt, type Purpose } from "../wallets/ownChallenge.ts";
import { usedPasskey } from "../wallets/passkeyPayer.ts";

/** Checks that a passkey of this payer answered the question that was asked for `purpose`. Throws `passkey-failed`. */
export async function checkPayer(
  deps: Deps,
  of: { payer: string; credential: Record<string, unknown>; purpose: Purpose },
): Promise<void> {
  const { payer, credential, purpose } = of;
  const challenge = answeredChallenge(credential);
  const isOurs = challenge !== null && madeAt(deps, challenge, purpose) !== null;
  if (!isOurs) throw new ProblemError("passkey-failed");
  const passkey = await usedPasskey(deps, { credential, challenge });
  if (passkey.payer !== payer) throw new ProblemError("passkey-failed");
  await passkey.remember();
  deps.risk.checked(payer);
}

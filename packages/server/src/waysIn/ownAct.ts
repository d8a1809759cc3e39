import { assert, idToBytes, lengthPrefixed, ProblemError, utf8 } from "@farthing/core";
import { getOptions } from "@farthing/identity";
import type { WaysInAct } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { answeredChallenge, madeAt, newChallenge, type Purpose } from "../wallets/ownChallenge.ts";
import { usedPasskey } from "../wallets/passkeyPayer.ts";
import { passkeysOf } from "../wallets/passkeysOf.ts";
import { spendChallenge } from "../wallets/spentChallenges.ts";

/** Something that changes how a wallet is got into: it takes the passkey each time (ASVS 5.0, 7.5.1). */
export interface OwnAct {
  readonly payer: string;
  readonly act: WaysInAct;
}

/** The passkey question for one act: good for this payer and nothing else. */
export async function actOptions(deps: Deps, own: OwnAct): Promise<Record<string, unknown>> {
  const challenge = newChallenge(deps, purposeOf(own));
  const allow = await passkeysOf(deps, own.payer);
  return { ...(await getOptions({ rpId: deps.config.rpId, challenge, allow })) };
}

/** Believes the passkey's answer to `actOptions`, once. Throws `passkey-failed`. */
export async function checkAct(
  deps: Deps,
  own: OwnAct & { readonly credential: Record<string, unknown> },
): Promise<void> {
  const { payer, credential } = own;
  const challenge = answeredChallenge(credential);
  if (challenge === null || madeAt(deps, challenge, purposeOf(own)) === null) {
    throw new ProblemError("passkey-failed");
  }
  const passkey = await usedPasskey(deps, { credential, challenge });
  if (passkey.payer !== payer) throw new ProblemError("passkey-failed");
  spendChallenge(deps, challenge);
  await passkey.remember();
  deps.risk.checked(payer);
}

function purposeOf({ payer, act }: OwnAct): Purpose {
  const id = idToBytes("payer", payer);
  assert(id !== null, "a payer has an id");
  return { name: "farthing/ways-in/v1", boundTo: lengthPrefixed(id, utf8(act)) };
}

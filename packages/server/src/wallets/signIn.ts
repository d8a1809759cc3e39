import { ProblemError } from "@farthing/core";
import { getOptions, secretHash } from "@farthing/identity";
import type { Deps } from "../deps.ts";
import { answeredChallenge, madeAt, newChallenge, type Purpose } from "./ownChallenge.ts";
import { payerOfPasskey } from "./passkeyPayer.ts";
import { spendChallenge } from "./spentChallenges.ts";
import { welcome } from "./welcome.ts";

/** Bound to the browser that asked: its pre-session secret (frame-and-grant.md rule 11). */
function inBrowser(secret: string): Purpose {
  return { name: "farthing/sign-in/v2", boundTo: secretHash(secret) };
}

/** WebAuthn options for signing in with any passkey of this wallet, in the browser that asks. */
export async function signInOptions(deps: Deps, browser: string): Promise<Record<string, unknown>> {
  const challenge = newChallenge(deps, inBrowser(browser));
  return { ...(await getOptions({ rpId: deps.config.rpId, challenge })) };
}

/**
 * The payer whose passkey answered. Each challenge is good for one answer, in the browser that asked. `browser`: its
 * pre-session secret; null for none. Throws `passkey-failed`.
 */
export async function signIn(
  deps: Deps,
  credential: Record<string, unknown>,
  browser: string | null,
): Promise<string> {
  const challenge = answeredChallenge(credential);
  const isOurs =
    challenge !== null && browser !== null && madeAt(deps, challenge, inBrowser(browser)) !== null;
  if (!isOurs) throw new ProblemError("passkey-failed");
  const payer = await payerOfPasskey(deps, { credential, challenge });
  spendChallenge(deps, challenge);
  await welcome(deps, payer);
  return payer;
}

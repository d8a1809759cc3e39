import { assert, idToBytes, lengthPrefixed, utf8 } from "@farthing/core";
import type { WaysInAct } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import type { Purpose } from "../wallets/ownChallenge.ts";
import { askPayer, believePayer } from "../wallets/ownQuestion.ts";
import { spendChallenge } from "../wallets/spentChallenges.ts";

/** Something that changes how a wallet is got into: it takes the passkey each time (ASVS 5.0, 7.5.1). */
export interface OwnAct {
  readonly payer: string;
  readonly act: WaysInAct;
}

/** The passkey question for one act: good for this payer and nothing else. */
export async function actOptions(deps: Deps, own: OwnAct): Promise<Record<string, unknown>> {
  return askPayer(deps, own.payer, purposeOf(own));
}

/** Believes the passkey's answer to `actOptions`, once. Throws `passkey-failed`. */
export async function checkAct(
  deps: Deps,
  own: OwnAct & { readonly credential: Record<string, unknown> },
): Promise<void> {
  const { payer, credential } = own;
  const answer = { payer, credential, purpose: purposeOf(own) };
  const { key, remember } = await believePayer(deps, answer);
  spendChallenge(deps, key);
  await remember();
  deps.risk.checked(payer);
}

function purposeOf({ payer, act }: OwnAct): Purpose {
  const id = idToBytes("payer", payer);
  assert(id !== null, "a payer has an id");
  return { name: "farthing/ways-in/v1", boundTo: lengthPrefixed(id, utf8(act)) };
}

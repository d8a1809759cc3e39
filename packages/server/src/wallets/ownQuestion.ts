import { type Instant, ProblemError } from "@farthing/core";
import { getOptions } from "@farthing/identity";
import type { Deps } from "../deps.ts";
import { answeredChallenge, madeAt, newChallenge, type Purpose } from "./ownChallenge.ts";
import { countedPasskey } from "./countedPasskey.ts";
import type { UsedPasskey } from "./passkeyPayer.ts";
import { passkeysOf } from "./passkeysOf.ts";

/** WebAuthn options of a question to this payer's passkeys: an answer is good for `purpose` and nothing else. */
export async function askPayer(
  deps: Deps,
  payer: string,
  purpose: Purpose,
): Promise<Record<string, unknown>> {
  const challenge = newChallenge(deps, purpose);
  const { rpId } = deps.config;
  return { ...(await getOptions({ rpId, challenge, allow: await passkeysOf(deps, payer) })) };
}

interface Answer {
  readonly payer: string;
  readonly credential: Record<string, unknown>;
  readonly purpose: Purpose;
}

/** A question that was answered. Its challenge and time name what follows: the same answer, sent again, names the same. */
export interface Answered {
  readonly key: Uint8Array;
  readonly time: Instant;
}

/** Believes a passkey of this payer's answer to `askPayer`; what is noted of it waits for the caller. Throws `passkey-failed`, `too-many-tries`. */
export async function believePayer(
  deps: Deps,
  { payer, credential, purpose }: Answer,
): Promise<Answered & Pick<UsedPasskey, "remember">> {
  const challenge = answeredChallenge(credential);
  const time = challenge === null ? null : madeAt(deps, challenge, purpose);
  if (challenge === null || time === null) throw new ProblemError("passkey-failed");
  const passkey = await countedPasskey(deps, { payer, credential, challenge });
  return { key: challenge, time, remember: passkey.remember };
}

/** As `believePayer`, and notes at once that it was used and that the payer was checked. Throws `passkey-failed`, `too-many-tries`. */
export async function checkPayer(deps: Deps, answer: Answer): Promise<Answered> {
  const { key, time, remember } = await believePayer(deps, answer);
  await remember();
  deps.risk.checked(answer.payer);
  return { key, time };
}

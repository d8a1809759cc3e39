import { timingSafeEqual } from "node:crypto";
import {
  concat,
  fromBase64url,
  minute,
  ProblemError,
  toBase64url,
  uintBytes,
  utf8,
} from "@farthing/core";
import { getOptions, secretHash } from "@farthing/identity";
import { type BoundedCache, newBoundedCache } from "../boundedCache.ts";
import type { Deps } from "../deps.ts";
import { hmacSha256 } from "../payments/hmac.ts";
import { payerOfPasskey } from "./passkeyPayer.ts";
import { welcome } from "./welcome.ts";

/** How long a challenge may be answered, in milliseconds. */
export const challengeLifeMs = 5 * minute;
const usedMax = 100_000;
const used = new WeakMap<Deps, BoundedCache<true>>();

/**
 * WebAuthn options for signing in with any passkey of this wallet. The challenge is random and signed
 * by us with its time and the browser's pre-session secret, so that whichever process hears the answer
 * knows that we asked this browser (frame-and-grant.md rule 11).
 */
export async function signInOptions(deps: Deps, browser: string): Promise<Record<string, unknown>> {
  const nonce = crypto.getRandomValues(new Uint8Array(16));
  const head = concat(uintBytes(BigInt(deps.clock.now()), 8), nonce);
  const challenge = concat(head, seal(deps, head, browser));
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
  if (challenge === null || browser === null || !isOurs(deps, challenge, browser)) {
    throw new ProblemError("passkey-failed");
  }
  const payer = await payerOfPasskey(deps, { credential, challenge });
  const seen = used.get(deps) ?? newBoundedCache<true>(usedMax);
  used.set(deps, seen);
  const name = toBase64url(challenge);
  if (seen.get(name)) throw new ProblemError("passkey-failed");
  seen.set(name, true);
  await welcome(deps, payer);
  return payer;
}

/** The challenge that the client data names (WebAuthn L3 §5.8.1); the passkey's signature is checked over it later. */
function answeredChallenge(credential: Record<string, unknown>): Uint8Array | null {
  const response = credential["response"];
  const text = isRecord(response) ? response["clientDataJSON"] : null;
  const bytes = typeof text === "string" && text.length < 4_096 ? fromBase64url(text) : null;
  if (bytes === null) return null;
  try {
    const data: unknown = JSON.parse(new TextDecoder().decode(bytes));
    const challenge = isRecord(data) ? data["challenge"] : null;
    return typeof challenge === "string" ? fromBase64url(challenge) : null;
  } catch {
    return null;
  }
}

function isOurs(deps: Deps, challenge: Uint8Array, browser: string): boolean {
  if (challenge.length !== 56) return false;
  const head = challenge.subarray(0, 24);
  const time = Number(Buffer.from(head.subarray(0, 8)).readBigUInt64BE());
  const age = deps.clock.now() - time;
  const isFresh = age >= 0 && age <= challengeLifeMs;
  return timingSafeEqual(challenge.subarray(24), seal(deps, head, browser)) && isFresh;
}

function seal(deps: Deps, head: Uint8Array, browser: string): Uint8Array {
  const message = concat(utf8("farthing/sign-in/v2"), secretHash(browser), head);
  return hmacSha256(deps.keys.arrivalKey, message);
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import { timingSafeEqual } from "node:crypto";
import {
  concat,
  fromBase64url,
  type Instant,
  instant,
  minute,
  uintBytes,
  utf8,
} from "@farthing/core";
import type { Deps } from "../deps.ts";
import { hmacSha256 } from "../payments/hmac.ts";

/** How long a challenge may be answered, in milliseconds. */
export const challengeLifeMs = 5 * minute;

/** What a challenge is for, and whom: its answer is good for nothing else. */
export interface Purpose {
  readonly name:
    | "farthing/sign-in/v2"
    | "farthing/unfreeze/v1"
    | "farthing/raise-preset/v1"
    | "farthing/raise-lines/v1"
    | "farthing/check-for-passkey/v1"
    | "farthing/new-passkey/v1"
    | "farthing/remove-passkey/v1"
    | "farthing/ways-in/v1"
    | "farthing/recover/v1"
    | "farthing/make-agent/v1"
    | "farthing/edit-agent/v1"
    | "farthing/agent-goes-on/v1"
    | "farthing/agent-ask/v1"
    | "farthing/settle-bill/v1";
  readonly boundTo: Uint8Array;
}

const headBytes = 24;
const sealBytes = 32;

/**
 * A WebAuthn challenge that is random and signed by us with its time and purpose, so that whichever process hears the
 * answer knows that we asked, and what.
 */
export function newChallenge(deps: Deps, purpose: Purpose): Uint8Array {
  const nonce = crypto.getRandomValues(new Uint8Array(16));
  const head = concat(uintBytes(BigInt(deps.clock.now()), 8), nonce);
  return concat(head, seal(deps, head, purpose));
}

/** When the challenge was made, if we made it for that purpose and its time is not over; else null. */
export function madeAt(deps: Deps, challenge: Uint8Array, purpose: Purpose): Instant | null {
  if (challenge.length !== headBytes + sealBytes) return null;
  const head = challenge.subarray(0, headBytes);
  if (!timingSafeEqual(challenge.subarray(headBytes), seal(deps, head, purpose))) return null;
  const time = Number(Buffer.from(head.subarray(0, 8)).readBigUInt64BE());
  const age = deps.clock.now() - time;
  return age >= 0 && age <= challengeLifeMs ? instant(time) : null;
}

/** The challenge that the client data names (WebAuthn L3 §5.8.1); the passkey's signature is checked over it later. */
export function answeredChallenge(credential: Record<string, unknown>): Uint8Array | null {
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

function seal(deps: Deps, head: Uint8Array, { name, boundTo }: Purpose): Uint8Array {
  return hmacSha256(deps.keys.arrivalKey, concat(utf8(name), boundTo, head));
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

import type { Failure } from "./call.ts";
import type { EventOn, NoteKey } from "./state.ts";

const notes: Partial<Record<Failure, NoteKey>> = {
  "outcome-unknown": "unknown",
  "authorization-expired": "press-again",
  "counter-conflict": "press-again",
  "device-unknown": "first-time",
  "grant-not-found": "not-paid",
  "grant-used": "not-paid",
  "grant-expired": "not-paid",
  "wrong-merchant": "offer-invalid",
  "cross-site-request": "origin-not-registered",
};

/** These have a sentence of their own name. */
const named =
  /^(offline|rate-limited|unavailable|clock-skew|device-revoked|offer-.+|origin-not-registered)$/;

/** The sentence for a refusal and what a press does next: again, the wallet's page, or nothing. */
export function failureNote(code: Failure): EventOn<"problem"> {
  const note = notes[code] ?? (named.test(code) ? (code as NoteKey) : "failed");
  const next = /^(offer|wrong|origin|cross)-/.test(code)
    ? "stop"
    : /^(device|grant)-/.test(code)
      ? "wallet"
      : "retry";
  return { on: "problem", note, next };
}

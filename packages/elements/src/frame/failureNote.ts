import type { Failure } from "./call.ts";
import type { EventOn, NoteKey } from "./state.ts";

type Meaning = readonly [codes: RegExp, next: EventOn<"problem">["next"], note?: NoteKey];

/** The first that fits. Without a note the sentence has the code's own name. */
const meanings: readonly Meaning[] = [
  [/^(offer-expired|origin-not-registered)$/, "stop"],
  [/^cross-site/, "stop", "origin-not-registered"],
  [/^(offer|wrong-merchant)/, "stop", "offer-invalid"],
  [/^(step|too)-/, "wallet", "check-elsewhere"],
  [/^device-revoked/, "wallet"],
  [/^device/, "wallet", "first-time"],
  [/^grant/, "wallet", "not-paid"],
  [/^(offline|clock-skew)$/, "retry"],
  [/^(rate-limited|unavailable)$/, "retry", "busy"],
  [/^outcome/, "retry", "unknown"],
  [/./, "retry", "failed"],
];

/** The sentence for a refusal and what a press does next: again, the wallet's page, or nothing. */
export function failureNote(code: Failure): EventOn<"problem"> {
  const [, next = "retry", note = code as NoteKey] = meanings.find(([of]) => of.test(code)) ?? [];
  return { on: "problem", note, next };
}

import { z } from "zod";

/** Levels of WebAuthn's JSON that are read: an extension's answer ends at five (`prf.results.first`, L3 §10.1.4). */
const webAuthnLevelsMax = 8;

/**
 * What WebAuthn's JSON methods speak (WebAuthn L3 §5.1.8): checked by the passkey library, bounded here. A body that
 * is nothing but brackets would overflow the stack of whoever writes it out again.
 */
export const WebAuthnJson = z
  .record(z.string(), z.unknown())
  .refine((value) => isWithin(value, webAuthnLevelsMax), "nested too deep");

/** Whether `value` has at most `levels` objects and lists inside each other. Never looks deeper than that. */
function isWithin(value: unknown, levels: number): boolean {
  if (typeof value !== "object" || value === null) return true;
  return levels > 0 && Object.values(value).every((inner) => isWithin(inner, levels - 1));
}

/**
 * What a payer is asked to do, from least to most. `N` nothing, `C` a click signed by the device key, `U` a passkey with
 * user verification, `U+notice` the same and every other device is told, `H1` and `H24` U and then a hold of that many
 * hours with notice, `D` nothing helps: declined.
 */
export const gestures = ["N", "C", "U", "U+notice", "H1", "H24", "D"] as const;

/** One of them; `strictness` orders them. Source: specs/policy.md. */
export type Gesture = (typeof gestures)[number];

/** How much a gesture asks for: of two, the higher one is the stricter. */
export function strictness(gesture: Gesture): number {
  return gestures.indexOf(gesture);
}

/** How long the money is held after the passkey, in hours; 0 for every gesture without a hold. */
export function holdHoursOf(gesture: Gesture): number {
  if (gesture === "H1") return 1;
  return gesture === "H24" ? 24 : 0;
}

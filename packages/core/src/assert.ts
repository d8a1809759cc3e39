/** A broken assumption inside Farthing: never the caller's fault, never shown to them in detail. */
export class Bug extends Error {
  override readonly name = "Bug";
}

/**
 * States what must hold. Stays on in production: stopping is cheaper than wrong money.
 *
 * @example assert(debits === credits, "books balance");
 */
export function assert(condition: unknown, mustHold: string): asserts condition {
  if (!condition) throw new Bug(`must hold: ${mustHold}`);
}

/** The branch that the types say cannot be reached. */
export function unreachable(value: never): never {
  throw new Bug(`must hold: ${JSON.stringify(value)} is impossible here`);
}

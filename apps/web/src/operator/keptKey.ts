const name = "farthing-operator-key";

/** What the server takes as a key at all (RFC 6750 §2.1): anything else could not even be sent. */
const sendable = /^[A-Za-z0-9._~+/=-]{1,200}$/;

/** The key that was typed, without what copying adds; null when it cannot be one. */
export function typedKey(typed: string): string | null {
  const key = typed.trim();
  return sendable.test(key) ? key : null;
}

/** The key kept for this tab, or null. */
export function keptKey(): string | null {
  // A browser that blocks storage throws: the key then lasts as long as the page.
  try {
    return sessionStorage.getItem(name);
  } catch {
    return null;
  }
}

/** Keeps the key until this tab closes; null forgets it. */
export function keepKey(key: string | null): void {
  try {
    if (key === null) sessionStorage.removeItem(name);
    else sessionStorage.setItem(name, key);
  } catch {
    // Not kept: a reload asks again.
  }
}

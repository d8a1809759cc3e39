import { randomBytes, timingSafeEqual } from "node:crypto";
import { assert, type Instant, second, utf8 } from "@farthing/core";
import { Secret, TOTP } from "otpauth";

/** 160 bits (RFC 4226 §4, R6). */
const secretBytes = 20;
/** What every authenticator app does when it is told nothing else (RFC 6238 §4, RFC 4226 §5.3). */
const common = { algorithm: "SHA1", digits: 6, period: 30 } as const;
/** A clock that is wrong by one step, and somebody who types slowly (RFC 6238 §5.2). */
const stepsAside = 1;

/** A fresh secret that an authenticator app and this server share: 20 random bytes. */
export function newTotpSecret(): Uint8Array {
  return randomBytes(secretBytes);
}

/** How a secret is given to an app: as a text key to type (RFC 4648 base32), and as the address that a QR code holds. */
export function totpKey(
  secret: Uint8Array,
  { issuer, account }: { issuer: string; account: string },
): { text: string; uri: string } {
  const totp = new TOTP({ ...common, issuer, label: account, secret: asSecret(secret) });
  return { text: totp.secret.base32, uri: totp.toString() };
}

/** The six digits of a secret (RFC 6238) in `step`, the number of 30 s since 1970. */
export function totpCode(secret: Uint8Array, step: number): string {
  const timestamp = step * common.period * second;
  return TOTP.generate({ ...common, secret: asSecret(secret), timestamp });
}

/** The step of a moment: the number of 30 s since 1970. */
export function totpStepAt(now: Instant): number {
  return Math.floor(now / (common.period * second));
}

/**
 * The step that `code`, six digits, is of: the one of now or next to it, and later than `after`, so that no code works
 * twice (RFC 6238 §5.2). Null: none. Whoever believes it keeps the step as the next `after`.
 */
export function readTotp(
  secret: Uint8Array,
  { code, now, after }: { code: string; now: Instant; after: number },
): number | null {
  const current = totpStepAt(now);
  const steps = Array.from({ length: 2 * stepsAside + 1 }, (_, at) => current - stepsAside + at);
  // Each is compared, whichever fits: how long it takes tells nothing.
  const fits = steps.filter((step) => isSame(totpCode(secret, step), code));
  return fits.find((step) => step > after) ?? null;
}

function isSame(one: string, other: string): boolean {
  const [left, right] = [utf8(one), utf8(other)];
  return left.length === right.length && timingSafeEqual(left, right);
}

function asSecret(secret: Uint8Array): Secret {
  assert(secret.length === secretBytes, "a TOTP secret is 20 bytes");
  return new Secret({ buffer: Uint8Array.from(secret).buffer });
}

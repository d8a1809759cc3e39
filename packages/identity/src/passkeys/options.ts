import {
  generateAuthenticationOptions,
  generateRegistrationOptions,
  type PublicKeyCredentialCreationOptionsJSON,
  type PublicKeyCredentialRequestOptionsJSON,
} from "@simplewebauthn/server";
import { assert, minute } from "@farthing/core";

/** COSE algorithms that are offered and accepted: ES256, EdDSA, RS256 (RFC 9053 §2, RFC 8812 §2). */
export const passkeyAlgorithms: readonly number[] = [-7, -8, -257];

/** As long as a grant lives. */
const timeoutMs = 5 * minute;

/** A passkey that a browser should know, or should not make twice. */
export interface KnownPasskey {
  /** Base64url. */
  readonly credentialId: string;
  readonly transports: readonly string[];
}

/**
 * What `navigator.credentials.create` is asked for: a discoverable passkey with user verification, no attestation.
 * `challenge` is SHA-256 of the terms' bytes (frame-and-grant.md rule 2); `payerHandle` is 1 to 64 bytes without a name in them.
 */
export async function createOptions(ask: {
  rpId: string;
  rpName: string;
  payerName: string;
  payerHandle: Uint8Array;
  challenge: Uint8Array;
  exclude?: readonly KnownPasskey[];
}): Promise<PublicKeyCredentialCreationOptionsJSON> {
  assert(ask.payerHandle.length >= 1 && ask.payerHandle.length <= 64, "a handle is 1 to 64 bytes");
  assert(ask.challenge.length >= 16, "a challenge is at least 16 bytes");
  return generateRegistrationOptions({
    rpID: ask.rpId,
    rpName: ask.rpName,
    userName: ask.payerName,
    userDisplayName: ask.payerName,
    userID: Uint8Array.from(ask.payerHandle),
    challenge: Uint8Array.from(ask.challenge),
    timeout: timeoutMs,
    attestationType: "none",
    excludeCredentials: (ask.exclude ?? []).map(descriptor),
    authenticatorSelection: { residentKey: "required", userVerification: "required" },
    supportedAlgorithmIDs: [...passkeyAlgorithms],
  });
}

/**
 * What `navigator.credentials.get` is asked for: a passkey of this wallet with user verification.
 * Without `allow` the browser offers every passkey it has here, so nothing about accounts is told.
 */
export async function getOptions(ask: {
  rpId: string;
  challenge: Uint8Array;
  allow?: readonly KnownPasskey[];
}): Promise<PublicKeyCredentialRequestOptionsJSON> {
  assert(ask.challenge.length >= 16, "a challenge is at least 16 bytes");
  return generateAuthenticationOptions({
    rpID: ask.rpId,
    challenge: Uint8Array.from(ask.challenge),
    timeout: timeoutMs,
    userVerification: "required",
    ...(ask.allow === undefined ? {} : { allowCredentials: ask.allow.map(descriptor) }),
  });
}

function descriptor(passkey: KnownPasskey): { id: string; transports: string[] } {
  return { id: passkey.credentialId, transports: [...passkey.transports] };
}

import { type RegistrationResponseJSON, verifyRegistrationResponse } from "@simplewebauthn/server";
import { decodeAttestationObject } from "@simplewebauthn/server/helpers";
import { fromBase64url, toBase64url } from "@farthing/core";
import { isTopLevel } from "./isTopLevel.ts";
import { passkeyAlgorithms } from "./options.ts";
import { readCreated } from "./readResponse.ts";

/** A passkey as it is stored. */
export interface CreatedPasskey {
  readonly kind: "created";
  /** Base64url. */
  readonly credentialId: string;
  /** COSE_Key bytes. */
  readonly publicKey: Uint8Array;
  readonly counter: number;
  readonly transports: readonly string[];
  /** Whether it was backed up, so survives the loss of the device, when it was made. */
  readonly backedUp: boolean;
}

/** Why a passkey's answer was not believed: for the server's own log, never for a screen. */
export interface PasskeyRefusal {
  readonly kind: "refused";
  readonly why: string;
}

/**
 * Checks a browser's answer to `createOptions` (WebAuthn L3 §7.1): this challenge, exactly this origin in a top-level page,
 * this relying party, user present and verified. Any JSON may be given: what does not fit is refused, never thrown on.
 * A passkey without attestation proves that a key was made now, not who made it (frame-and-grant.md rule 2).
 */
export async function verifyCreated(check: {
  response: unknown;
  challenge: Uint8Array;
  origin: string;
  rpId: string;
}): Promise<CreatedPasskey | PasskeyRefusal> {
  const response = readCreated(check.response);
  if (response === null) return refused("not the shape of a created passkey");
  try {
    if (!isUnattested(response)) return refused("attestation was not asked for");
    if (!isTopLevel(response.response.clientDataJSON)) return refused("made inside a frame");
    const { verified, registrationInfo } = await verifyRegistrationResponse({
      response,
      expectedChallenge: toBase64url(check.challenge),
      expectedOrigin: check.origin,
      expectedRPID: check.rpId,
      requireUserPresence: true,
      requireUserVerification: true,
      supportedAlgorithmIDs: [...passkeyAlgorithms],
    });
    if (!verified) return refused("the attestation's signature does not fit");
    const { credential, credentialBackedUp } = registrationInfo;
    if (credential.id !== response.id) return refused("two credential ids in one answer");
    return {
      kind: "created",
      credentialId: credential.id,
      publicKey: credential.publicKey,
      counter: credential.counter,
      transports: response.response.transports ?? [],
      backedUp: credentialBackedUp,
    };
  } catch (error) {
    // The library reports every misfit, hostile CBOR included, by throwing.
    return refused(whyOf(error));
  }
}

/**
 * Attestation `none`, or self attestation, which browsers leave as it is (WebAuthn L3 §5.1.3). A certificate chain is
 * refused unread: checking one makes the library fetch addresses that the certificate names.
 */
function isUnattested(response: RegistrationResponseJSON): boolean {
  const bytes = fromBase64url(response.response.attestationObject) ?? new Uint8Array();
  const attestation = decodeAttestationObject(Uint8Array.from(bytes));
  const format = attestation.get("fmt");
  return format === "none" || (format === "packed" && !attestation.get("attStmt").get("x5c"));
}

/** @internal */
export function refused(why: string): PasskeyRefusal {
  return { kind: "refused", why };
}

/** @internal */
export function whyOf(error: unknown): string {
  return (error instanceof Error ? error.message : "unreadable").slice(0, 300);
}

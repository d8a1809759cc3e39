import { verifyAuthenticationResponse } from "@simplewebauthn/server";
import { toBase64url } from "@farthing/core";
import { isFramedBy } from "./isFramedBy.ts";
import { isTopLevel } from "./isTopLevel.ts";
import { readGot } from "./readResponse.ts";
import { type PasskeyRefusal, refused, whyOf } from "./verifyCreated.ts";

/** The stored parts of a passkey that an answer is checked against. */
export interface StoredPasskey {
  /** Base64url. */
  readonly credentialId: string;
  /** COSE_Key bytes. */
  readonly publicKey: Uint8Array;
  readonly counter: number;
}

/** A passkey was used with user verification; store `counter`. */
export interface GotPasskey {
  readonly kind: "got";
  readonly counter: number;
  readonly backedUp: boolean;
}

/**
 * Checks a browser's answer to `getOptions` (WebAuthn L3 §7.2): this passkey, this challenge, exactly this origin in a
 * top-level page (with `topOrigin`: in a frame inside a page of that origin, and nowhere else), this relying party, user present and verified, and a counter that went forward if it counts at all.
 * Any JSON may be given: what does not fit is refused, never thrown on.
 */
export async function verifyGot(check: {
  response: unknown;
  challenge: Uint8Array;
  origin: string;
  rpId: string;
  passkey: StoredPasskey;
  /** Origin of the page around the wallet's frame; absent: the wallet's own page. */
  topOrigin?: string;
}): Promise<GotPasskey | PasskeyRefusal> {
  const { passkey, topOrigin } = check;
  const response = readGot(check.response);
  if (response === null) return refused("not the shape of a passkey's answer");
  if (response.id !== passkey.credentialId) return refused("another passkey answered");
  try {
    const { clientDataJSON } = response.response;
    if (topOrigin === undefined) {
      if (!isTopLevel(clientDataJSON)) return refused("used inside a frame");
    } else if (!isFramedBy(topOrigin, clientDataJSON)) {
      return refused("not used inside that page");
    }
    const { verified, authenticationInfo } = await verifyAuthenticationResponse({
      response,
      expectedChallenge: toBase64url(check.challenge),
      expectedOrigin: check.origin,
      expectedRPID: check.rpId,
      requireUserVerification: true,
      ...(topOrigin === undefined ? {} : { expectedTopOrigin: topOrigin }),
      credential: {
        id: passkey.credentialId,
        publicKey: Uint8Array.from(passkey.publicKey),
        counter: passkey.counter,
      },
    });
    if (!verified) return refused("the signature does not fit");
    const { newCounter, credentialBackedUp } = authenticationInfo;
    return { kind: "got", counter: newCounter, backedUp: credentialBackedUp };
  } catch (error) {
    // The library reports every misfit, hostile bytes included, by throwing.
    return refused(whyOf(error));
  }
}

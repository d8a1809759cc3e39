import { createHash, generateKeyPairSync, type KeyObject, randomBytes, sign } from "node:crypto";
import type {
  AuthenticationResponseJSON,
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
  RegistrationResponseJSON,
} from "@simplewebauthn/server";
import {
  concat,
  fromBase64url,
  fromHex,
  toBase64url,
  toHex,
  uintBytes,
  utf8,
} from "@farthing/core";

/** An authenticator in software: makes passkeys and answers with them as a browser would, for tests and load. */
export interface SoftPasskey {
  /** Answers `create()` of a page at `origin`; forgets the passkey made before. */
  create(options: PublicKeyCredentialCreationOptionsJSON, origin: string): RegistrationResponseJSON;
  /**
   * Answers `get()` of a page at `origin`, or of a frame there inside a page of `topOrigin`. Throws if nothing was made
   * for this relying party.
   */
  get(
    options: PublicKeyCredentialRequestOptionsJSON,
    origin: string,
    topOrigin?: string,
  ): AuthenticationResponseJSON;
}

/** What a faulty or hostile authenticator or browser would do otherwise. Defaults are those of a good one. */
export interface SoftPasskeyTraits {
  /** The UV flag. Default true. */
  readonly userVerified?: boolean;
  /** Whether the signature counter goes up; synced passkeys send 0 for ever. Default true. */
  readonly counts?: boolean;
  /** Fields that replace those of the client data. */
  readonly clientData?: Readonly<Record<string, unknown>>;
}

const flag = { userPresent: 0x01, userVerified: 0x04, attested: 0x40 };

/** A passkey with ES256, attestation `none`, user present and verified. */
export function createSoftPasskey(traits: SoftPasskeyTraits = {}): SoftPasskey {
  let made: { id: Uint8Array; rpId: string; handle: string; privateKey: KeyObject } | null = null;
  let counter = 0;
  const authenticatorData = (rpId: string, attested: Uint8Array | null): Uint8Array => {
    if (traits.counts ?? true) counter += 1;
    const flags =
      flag.userPresent |
      ((traits.userVerified ?? true) ? flag.userVerified : 0) |
      (attested === null ? 0 : flag.attested);
    const head = [sha256(utf8(rpId)), Uint8Array.of(flags), uintBytes(BigInt(counter), 4)];
    return concat(...head, attested ?? new Uint8Array());
  };
  const clientData = (facts: Record<string, unknown>): Uint8Array =>
    utf8(JSON.stringify({ crossOrigin: false, ...facts, ...traits.clientData }));
  return {
    create(options, origin) {
      const rpId = options.rp.id ?? new URL(origin).hostname;
      const { privateKey, publicKey } = generateKeyPairSync("ec", { namedCurve: "P-256" });
      const id = Uint8Array.from(randomBytes(16));
      made = { id, rpId, handle: options.user.id, privateKey };
      counter = 0;
      const attested = concat(new Uint8Array(16), uintBytes(16n, 2), id, coseKey(publicKey));
      return {
        ...credentialHead(id),
        response: {
          clientDataJSON: toBase64url(
            clientData({ type: "webauthn.create", challenge: options.challenge, origin }),
          ),
          attestationObject: toBase64url(attestationNone(authenticatorData(rpId, attested))),
          transports: ["internal"],
        },
      };
    },
    get(options, origin, topOrigin) {
      const rpId = options.rpId ?? new URL(origin).hostname;
      if (made?.rpId !== rpId) throw new Error(`no passkey for ${rpId}: call create() first`);
      const data = authenticatorData(rpId, null);
      const { challenge } = options;
      const around = topOrigin === undefined ? {} : { crossOrigin: true, topOrigin };
      const client = clientData({ type: "webauthn.get", challenge, origin, ...around });
      return {
        ...credentialHead(made.id),
        response: {
          clientDataJSON: toBase64url(client),
          authenticatorData: toBase64url(data),
          signature: toBase64url(sign("sha256", concat(data, sha256(client)), made.privateKey)),
          userHandle: made.handle,
        },
      };
    },
  };
}

function credentialHead(id: Uint8Array) {
  const text = toBase64url(id);
  return { id: text, rawId: text, type: "public-key", clientExtensionResults: {} } as const;
}

function sha256(bytes: Uint8Array): Uint8Array {
  return createHash("sha256").update(bytes).digest();
}

/** COSE_Key of a P-256 key for ES256 (RFC 9053 §7.1.1): {1: 2, 3: −7, −1: 1, −2: x, −3: y}. */
function coseKey(publicKey: KeyObject): Uint8Array {
  const { x = "", y = "" } = publicKey.export({ format: "jwk" });
  return concat(hex("a501020326200121"), bstr32(x), hex("22"), bstr32(y));
}

/** CBOR of {fmt: "none", attStmt: {}, authData} (WebAuthn L3 §6.5.4 and §8.7). */
function attestationNone(authData: Uint8Array): Uint8Array {
  const head = `a363${toHex(utf8("fmt"))}64${toHex(utf8("none"))}67${toHex(utf8("attStmt"))}a0`;
  const bstr = concat(hex("59"), uintBytes(BigInt(authData.length), 2), authData);
  return concat(hex(head), hex("68"), utf8("authData"), bstr);
}

function bstr32(coordinate: string): Uint8Array {
  return concat(hex("5820"), fromBase64url(coordinate) ?? new Uint8Array());
}

function hex(text: string): Uint8Array {
  return fromHex(text) ?? new Uint8Array();
}

import type { AuthenticationResponseJSON, RegistrationResponseJSON } from "@simplewebauthn/server";
import { fromBase64url } from "@farthing/core";

/** Longest credential id, in base64url characters: 1,023 bytes (WebAuthn L3 §4, Credential ID). */
const credentialIdMax = 1_364;
/** Longest attestation object or client data that is looked at, in base64url characters. */
const partMax = 16_384;
/** Transports are stored and sent back to browsers: few and short. */
const transportsMax = 8;

type Fields = Record<string, unknown>;

/**
 * Id of the passkey that a browser's answer claims to be from, to look it up by; `null` if it names none.
 * Nothing is verified.
 */
export function readCredentialId(response: unknown): string | null {
  return isRecord(response) ? bytesText(response.id, credentialIdMax) : null;
}

/** The parts of a `create()` answer that are used (WebAuthn L3 §5.1.8.2), or `null`. Parts not used are dropped. */
export function readCreated(response: unknown): RegistrationResponseJSON | null {
  const head = readHead(response);
  const clientDataJSON = bytesText(head?.response.clientDataJSON, partMax);
  const attestationObject = bytesText(head?.response.attestationObject, partMax);
  if (head === null || clientDataJSON === null || attestationObject === null) return null;
  const transports = readTransports(head.response.transports);
  return {
    ...head.common,
    response: { clientDataJSON, attestationObject, transports },
  };
}

/** The parts of a `get()` answer that are used (WebAuthn L3 §5.1.8.3), or `null`. */
export function readGot(response: unknown): AuthenticationResponseJSON | null {
  const head = readHead(response);
  const clientDataJSON = bytesText(head?.response.clientDataJSON, partMax);
  const authenticatorData = bytesText(head?.response.authenticatorData, partMax);
  const signature = bytesText(head?.response.signature, partMax);
  if (
    head === null ||
    clientDataJSON === null ||
    authenticatorData === null ||
    signature === null
  ) {
    return null;
  }
  return { ...head.common, response: { clientDataJSON, authenticatorData, signature } };
}

function readHead(value: unknown) {
  const id = readCredentialId(value);
  if (id === null || !isRecord(value) || value.rawId !== id || value.type !== "public-key") {
    return null;
  }
  if (!isRecord(value.response)) return null;
  const common = { id, rawId: id, type: "public-key", clientExtensionResults: {} } as const;
  return { common, response: value.response };
}

function readTransports(value: unknown): string[] {
  if (!Array.isArray(value)) return [];
  return value
    .slice(0, transportsMax)
    .filter((item) => typeof item === "string")
    .filter((item) => /^[a-z-]{1,20}$/.test(item));
}

function bytesText(value: unknown, charactersMax: number): string | null {
  if (typeof value !== "string" || value === "" || value.length > charactersMax) return null;
  return fromBase64url(value) === null ? null : value;
}

function isRecord(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

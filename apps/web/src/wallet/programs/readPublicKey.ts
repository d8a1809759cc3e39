import { fromBase64url, toBase64url } from "@farthing/core";
import type { DeviceKey } from "@farthing/protocol";

/** What stands before the bytes of a key in a SubjectPublicKeyInfo (RFC 8410 §4; RFC 5480 §2), by how long all of it is. */
const heads: Readonly<Record<number, string>> = {
  44: "302a300506032b6570032100",
  91: "3059301306072a8648ce3d020106082a8648ce3d030107034200",
};

/**
 * The public key that somebody pasted: PEM as `openssl pkey -pubout` writes it, a JWK, or its bytes as base64url. Null: it
 * is none, or of another kind.
 */
export function readPublicKey(text: string): DeviceKey | null {
  const given = text.trim().slice(0, 2_000);
  if (given.includes("PRIVATE KEY")) return null;
  if (given.startsWith("{")) return fromJwk(given);
  if (given.startsWith("-----BEGIN PUBLIC KEY-----")) return fromPem(given);
  return fromBytes(fromBase64url(given));
}

function fromBytes(bytes: Uint8Array | null): DeviceKey | null {
  if (bytes?.length === 32) return { alg: "Ed25519", key: toBase64url(bytes) };
  if (bytes?.length === 65 && bytes[0] === 4) return { alg: "P-256", key: toBase64url(bytes) };
  return null;
}

function fromPem(text: string): DeviceKey | null {
  const body = text.replaceAll(/-----(BEGIN|END) PUBLIC KEY-----|\s/g, "");
  const base64url = body.replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
  const bytes = fromBase64url(base64url);
  const head = heads[bytes?.length ?? 0];
  if (bytes === null || head === undefined) return null;
  const length = head.length / 2;
  return toHex(bytes.subarray(0, length)) === head ? fromBytes(bytes.subarray(length)) : null;
}

function fromJwk(text: string): DeviceKey | null {
  const { kty, crv, x, y, d } = parse(text);
  // A private key is nobody's to paste: the program keeps it.
  if (typeof x !== "string" || d !== undefined) return null;
  if (kty === "OKP" && crv === "Ed25519") return fromBytes(fromBase64url(x));
  if (kty !== "EC" || crv !== "P-256" || typeof y !== "string") return null;
  const [left, right] = [fromBase64url(x), fromBase64url(y)];
  return left?.length === 32 && right?.length === 32
    ? fromBytes(Uint8Array.of(4, ...left, ...right))
    : null;
}

function parse(text: string): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === "object" && value !== null ? { ...value } : {};
  } catch {
    return {};
  }
}

function toHex(bytes: Uint8Array): string {
  return [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
}

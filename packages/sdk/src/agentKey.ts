import { createPrivateKey, createPublicKey, type KeyObject, sign } from "node:crypto";
import { concat, fromBase64url, idToBytes, toBase64url } from "@farthing/core";
import type { DeviceKey } from "@farthing/protocol";
import { FarthingError } from "./farthingError.ts";
import { misconfigured, walletOrigin } from "./walletOrigin.ts";

/** A program's key as the wallet hands it out in a file. Whoever has it can spend what the program may. */
export interface AgentKey {
  readonly farthing: "program-key/v1";
  /** The wallet's origin. */
  readonly wallet: string;
  /** What its payments name as their allowance: `alw_…`. */
  readonly allowance: string;
  /** The private key, Ed25519 or P-256 (RFC 8037, RFC 7517). Null in the file of a key that the program made itself. */
  readonly key: object | null;
}

/** A key that was read. */
export interface ReadKey {
  readonly wallet: string;
  readonly allowance: string;
  readonly device: DeviceKey;
  /** The 64 bytes of specs/authorization.md §2, base64url. */
  readonly sign: (bytes: Uint8Array) => string;
}

/**
 * Reads a key, or the text of its file. `key`: the private key, where the file has none. Throws {@link FarthingError}
 * `misconfigured`, and never says a part of the key.
 */
export function readAgentKey(given: AgentKey | string, key: object | null = null): ReadKey {
  const { wallet, allowance, ...file } = typeof given === "string" ? parseFile(given) : given;
  if (file.farthing !== "program-key/v1") throw wrong("this is no key for a program");
  if (typeof allowance !== "string" || idToBytes("allowance", allowance) === null) {
    throw wrong("`allowance` is not an alw_… id");
  }
  const secret = privateKey(key ?? file.key);
  return {
    wallet: walletOrigin(String(wallet), { where, hint }),
    allowance,
    device: deviceOf(secret),
    sign: (bytes) => signed(secret, bytes),
  };
}

const where = "createPayingAgent()";
const hint = "Use the file that the wallet gave you when the key was made, unchanged.";

function wrong(what: string): FarthingError {
  return misconfigured(`${where}: ${what}`, hint);
}

function parseFile(text: string): AgentKey {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value === "object" && value !== null) return value as AgentKey;
  } catch {
    // Said below, without the text: it may hold the key.
  }
  throw wrong("the key's file is not JSON");
}

function privateKey(jwk: object | null | undefined): KeyObject {
  if (jwk === null || jwk === undefined) throw wrong("the private key is missing");
  try {
    return createPrivateKey({ format: "jwk", key: { ...jwk } });
  } catch {
    throw wrong("`key` is not a private key as a JWK");
  }
}

function deviceOf(secret: KeyObject): DeviceKey {
  const { kty, crv, x = "", y = "" } = createPublicKey(secret).export({ format: "jwk" });
  if (kty === "OKP" && crv === "Ed25519") return { alg: "Ed25519", key: x };
  const [left, right] = [fromBase64url(x), fromBase64url(y)];
  if (kty !== "EC" || crv !== "P-256" || left === null || right === null) {
    throw wrong("`key` is neither Ed25519 nor P-256");
  }
  return { alg: "P-256", key: toBase64url(concat(Uint8Array.of(4), left, right)) };
}

function signed(secret: KeyObject, bytes: Uint8Array): string {
  const isEd25519 = secret.asymmetricKeyType === "ed25519";
  return isEd25519
    ? sign(null, bytes, secret).toString("base64url")
    : sign("sha256", bytes, { key: secret, dsaEncoding: "ieee-p1363" }).toString("base64url");
}

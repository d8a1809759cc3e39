import { type Clock, fromBase64url, type Instant, minute, second } from "@farthing/core";
import { type CryptoKey, importJWK } from "jose";
import { callTimeoutMs } from "./callWallet.ts";
import { readBody } from "./readBody.ts";

/** Shortest time between two fetches for a key that is not known, in milliseconds. */
const refreshMsMin = minute;
/** The same while no key was ever fetched: a merchant that starts before the wallet must not wait a minute. */
const firstFetchMsMin = second;

/** The wallet's public keys (RFC 7517), fetched once and kept, so that receipts are checked while the wallet is down. */
export interface WalletKeys {
  /** The Ed25519 key called `kid`: `unknown` to the wallet, or `unavailable` while no keys could be fetched. */
  find(kid: string): Promise<CryptoKey | "unknown" | "unavailable">;
}

/** Keys kept from one answer at most. */
const keysMax = 32;

export function createWalletKeys(access: {
  wallet: string;
  fetch: typeof globalThis.fetch;
  clock: Clock;
}): WalletKeys {
  let keys = new Map<string, CryptoKey>();
  let askedAt: Instant | null = null;
  let asking: Promise<void> | null = null;

  const refresh = async (): Promise<void> => {
    const fetched = await fetchKeys(access);
    // An answer without a usable key is a fault of the world: the keys that worked go on working.
    if (fetched.size > 0) keys = fetched;
    asking = null;
  };

  return {
    async find(kid) {
      const known = keys.get(kid);
      if (known !== undefined) return known;
      const gap = keys.size === 0 ? firstFetchMsMin : refreshMsMin;
      const now = access.clock.now();
      if (asking === null && (askedAt === null || now - askedAt >= gap)) {
        askedAt = now;
        asking = refresh();
      }
      if (asking !== null) await asking;
      return keys.get(kid) ?? (keys.size === 0 ? "unavailable" : "unknown");
    },
  };
}

async function fetchKeys(access: { wallet: string; fetch: typeof globalThis.fetch }) {
  const keys = new Map<string, CryptoKey>();
  try {
    const response = await access.fetch(new URL("/.well-known/jwks.json", access.wallet), {
      headers: { accept: "application/json" },
      redirect: "error",
      signal: AbortSignal.timeout(callTimeoutMs),
    });
    const body = await readBody(response);
    if (!response.ok) return keys;
    for (const { kid, x } of readJwks(body)) {
      const key = await importJWK({ kty: "OKP", crv: "Ed25519", x, alg: "EdDSA" }, "EdDSA");
      if (!(key instanceof Uint8Array)) keys.set(kid, key);
    }
  } catch {
    // Unreachable or unreadable: the caller says "unavailable" or goes on with the keys it has.
  }
  return keys;
}

/** Only Ed25519 keys for signing are read (RFC 8037 §2); anything else in the set is skipped. */
function readJwks(body: unknown): { kid: string; x: string }[] {
  const list: unknown = isRecord(body) ? body.keys : null;
  if (!Array.isArray(list)) return [];
  return list.slice(0, keysMax).flatMap((entry: unknown) => {
    if (!isRecord(entry) || entry.kty !== "OKP" || entry.crv !== "Ed25519") return [];
    const { kid, x } = entry;
    if (typeof kid !== "string" || typeof x !== "string" || "d" in entry) return [];
    return fromBase64url(x)?.length === 32 ? [{ kid, x }] : [];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

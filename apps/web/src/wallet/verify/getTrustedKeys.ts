import { call, CallError } from "../../kit/call.ts";
import { readJwks, readVerifierKeys, type TrustedKeys } from "./trustedKeys.ts";

/** The keys that this server publishes for its receipts and its log. */
export async function getTrustedKeys(): Promise<TrustedKeys> {
  const [jwks, log] = await Promise.all([call("/.well-known/jwks.json"), getLogKeys()]);
  return { issuers: readJwks(jwks), log };
}

async function getLogKeys(): Promise<TrustedKeys["log"]> {
  const response = await fetch("/log/key", { cache: "no-store" }).catch(() => {
    throw new CallError({ kind: "offline" });
  });
  const keys = readVerifierKeys(await response.text());
  if (keys !== null) return keys;
  const [title, hint] = ["The log's keys cannot be read.", "Try again in a few minutes."];
  throw new CallError({ kind: "problem", code: "internal", title, hint });
}

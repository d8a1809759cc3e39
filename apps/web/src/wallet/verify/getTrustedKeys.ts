import { call, CallError } from "../../kit/call.ts";
import { readJwks, readVerifierKey, type TrustedKeys } from "./trustedKeys.ts";

/** The keys that this server publishes for its receipts and its log. */
export async function getTrustedKeys(): Promise<TrustedKeys> {
  const [jwks, logKey] = await Promise.all([call("/.well-known/jwks.json"), getLogKey()]);
  return { issuers: readJwks(jwks), log: logKey };
}

async function getLogKey(): Promise<TrustedKeys["log"]> {
  const response = await fetch("/log/key", { cache: "no-store" }).catch(() => {
    throw new CallError({ kind: "offline" });
  });
  const key = readVerifierKey(await response.text());
  if (key !== null) return key;
  const [title, hint] = ["The log's key cannot be read.", "Try again in a few minutes."];
  throw new CallError({ kind: "problem", code: "internal", title, hint });
}

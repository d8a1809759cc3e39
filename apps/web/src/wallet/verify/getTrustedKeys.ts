import { isPolicy, parseTrustPolicy } from "@farthing/log";
import { sha256 } from "@noble/hashes/sha2.js";
import { call, CallError, callText } from "../../kit/call.ts";
import { readJwks, type TrustedKeys } from "./trustedKeys.ts";

/** The keys that this server publishes for its receipts, and the policy that it publishes for its log. */
export async function getTrustedKeys(): Promise<TrustedKeys> {
  const [jwks, policy] = await Promise.all([call("/.well-known/jwks.json"), getPolicy()]);
  return { issuers: readJwks(jwks), policy };
}

async function getPolicy(): Promise<TrustedKeys["policy"]> {
  const policy = parseTrustPolicy(sha256, await callText("/log/policy", "text/plain"));
  if (isPolicy(policy)) return policy;
  const [title, hint] = ["The log's keys cannot be read.", "Try again in a few minutes."];
  throw new CallError({ kind: "problem", code: "internal", title, hint });
}

import { day, fromBase64url, type Instant, lengthPrefixed, utf8 } from "@farthing/core";
import { verifyRawSignature } from "@farthing/identity";
import { parsePolicy, parseTakenPolicy, type Policy, policyLine } from "@farthing/risk";
import type { Deps } from "../deps.ts";
import type { SigningKey } from "../keys.ts";

/** A policy file and what stands in the `.sig` beside it. */
export interface SignedPolicy {
  readonly text: string;
  /** Ed25519 over `policyBytes(text)`, base64url. */
  readonly signature: string;
}

/** What came of a policy file. A refused one changes nothing: the last good one stays. */
export type Taken =
  | { readonly kind: "taken"; readonly policy: Policy }
  | { readonly kind: "known"; readonly policy: Policy }
  | { readonly kind: "refused"; readonly line: number; readonly sentence: string };

/** A policy for later than this is taken for a slip of the pen. */
const aheadMax = 366 * day;

/** What the operator's key signs. */
function policyBytes(text: string): Uint8Array {
  return lengthPrefixed(utf8("farthing/policy/v1"), utf8(text));
}

/** The `.sig` of a policy file. */
export function signPolicy(text: string, key: SigningKey): string {
  return Buffer.from(key.sign(policyBytes(text))).toString("base64url");
}

/**
 * Judges a policy file and takes it: the store has it before it holds. The same file again is known. Refused with the
 * line that it is about: what is no policy, a wrong signature, another asset, a name that was used, a day before today.
 */
export async function takePolicy(deps: Deps, signed: SignedPolicy): Promise<Taken> {
  const { store, clock } = deps;
  const read = parseTakenPolicy(signed.text);
  if ("fault" in read) return { kind: "refused", ...read.fault };
  if (!isSigned(signed, deps.keys.issuer.publicKey)) {
    return refused(1, "The signature is not this server's over this file: sign it again.");
  }
  const { policy } = read;
  const row = await store
    .selectFrom("policies")
    .select("document")
    .where("version", "=", policy.version)
    .executeTakeFirst();
  if (row?.document === signed.text) return { kind: "known", policy };
  const judged = parsePolicy(signed.text);
  if ("fault" in judged) return { kind: "refused", ...judged.fault };
  const wrong = faultOf(deps, policy, { isUsed: row !== undefined, now: clock.now() });
  if (wrong !== null) return refused(policyLine(signed.text, [wrong.key]), wrong.sentence);
  await store
    .insertInto("policies")
    .values({
      version: policy.version,
      document: signed.text,
      signature: signed.signature,
      effective_from: policy.effectiveFrom,
      taken_at: clock.now(),
    })
    .execute();
  // A duty may have read it from the store in between.
  if (!versionsOf(deps).includes(policy.version)) deps.policies.add(policy);
  deps.logger.info({ policy: policy.version, from: policy.effectiveFrom }, "a policy was taken");
  return { kind: "taken", policy };
}

/** Reads what was taken before, or by another process since. One that this Farthing cannot read is left out, and said. */
export async function loadPolicies(deps: Deps): Promise<void> {
  const rows = await deps.store
    .selectFrom("policies")
    .selectAll()
    .where("version", "not in", versionsOf(deps))
    .orderBy("taken_at")
    .orderBy("version")
    .execute();
  for (const { document: text, signature, version } of rows) {
    const parsed = parseTakenPolicy(text);
    if ("policy" in parsed && isSigned({ text, signature }, deps.keys.issuer.publicKey)) {
      deps.policies.add(parsed.policy);
    } else deps.logger.error({ policy: version }, "a policy of before does not hold any more");
  }
}

/** The policy that holds now cannot be read: another one, maybe laxer, would hold in its place. */
export class PolicyUnreadable extends Error {
  override readonly name = "PolicyUnreadable";
}

/** To be asked after `loadPolicies`. Throws `PolicyUnreadable`. */
export async function requirePolicyInForce(deps: Deps): Promise<void> {
  const last = await deps.store
    .selectFrom("policies")
    .select("version")
    .where("effective_from", "<=", deps.clock.now())
    .orderBy("effective_from", "desc")
    .orderBy("taken_at", "desc")
    .orderBy("version", "desc")
    .executeTakeFirst();
  if (last === undefined || versionsOf(deps).includes(last.version)) return;
  throw new PolicyUnreadable(
    `The policy ${last.version}, which holds now, cannot be read by this Farthing, or is not signed by this server's key: start the Farthing that took it, and give it another policy first.`,
  );
}

function faultOf(
  { config, policies }: Deps,
  policy: Policy,
  { isUsed, now }: { isUsed: boolean; now: Instant },
): { key: string; sentence: string } | null {
  if (policy.asset !== config.asset) {
    return {
      key: "asset",
      sentence: `The wallet's asset is ${config.asset}, not ${policy.asset}.`,
    };
  }
  if (isUsed || versionsOf({ policies }).includes(policy.version)) {
    return {
      key: "version",
      sentence: `There was another policy ${policy.version}: give it a new name.`,
    };
  }
  if (policy.effectiveFrom <= now - day) {
    return {
      key: "effectiveFrom",
      sentence: "A policy holds from today on at the earliest (UTC).",
    };
  }
  if (policy.effectiveFrom > now + aheadMax) {
    return { key: "effectiveFrom", sentence: "A policy holds within a year, or is given then." };
  }
  return null;
}

function versionsOf({ policies }: Pick<Deps, "policies">): string[] {
  return policies.all.map(({ version }) => version);
}

function isSigned({ text, signature }: SignedPolicy, publicKey: Uint8Array): boolean {
  const bytes = fromBase64url(signature.trim());
  const key = { alg: "Ed25519", key: publicKey } as const;
  return bytes !== null && verifyRawSignature(key, policyBytes(text), bytes);
}

function refused(line: number, sentence: string): Taken {
  return { kind: "refused", line, sentence };
}

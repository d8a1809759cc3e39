import { closeSync, openSync, readSync } from "node:fs";
import {
  isPolicy,
  parseTrustPolicy,
  policyFaultWords,
  type TrustPolicy,
  trustPolicyLimits,
} from "@farthing/log";
import { sha256 } from "@farthing/server";
import { ConfigError } from "./config.ts";

/** The trust policy (c2sp.org/tlog-policy) in a file. Throws `ConfigError` with the line that is not one. */
export function readTrustPolicy(path: string): TrustPolicy {
  const policy = parseTrustPolicy(sha256, readText(path, trustPolicyLimits.length));
  if (isPolicy(policy)) return policy;
  throw new ConfigError(
    `${path} is no trust policy: line ${policy.line}: ${policyFaultWords(policy, "en")} (c2sp.org/tlog-policy).`,
  );
}

/** Whom a log asks to witness it: a policy without logs, in which each witness has an address. Throws `ConfigError`. */
export function readWitnesses(path: string): { policy: TrustPolicy; text: string } {
  const policy = readTrustPolicy(path);
  const wrong = (what: string) => new ConfigError(`${path} ${what} (FARTHING_WITNESSES).`);
  if (policy.logs.length > 0) throw wrong("names a log: only witnesses and a quorum belong there");
  const mute = [...policy.witnesses].find(([, { url }]) => URL.parse(url ?? "") === null);
  if (mute !== undefined) throw wrong(`names no address of the witness ${mute[0]}`);
  return { policy, text: `${readText(path, trustPolicyLimits.length).trimEnd()}\n` };
}

/** UTF-8 takes at most three bytes for a UTF-16 unit. */
const bytesPerUnit = 3;
const partBytes = 1_000_000;

/** The text of a file, of which no more is read than shows that it is too long. Throws `ConfigError`. */
export function readText(path: string, lengthMax: number): string {
  try {
    const bytes = readStart(path, bytesPerUnit * (lengthMax + 1));
    return bytes.toString("utf8").slice(0, lengthMax + 1);
  } catch (error) {
    const code = error instanceof Error && "code" in error ? String(error.code) : String(error);
    throw new ConfigError(`${path} cannot be read (${code}).`);
  }
}

/** What a file begins with. Its size is not asked: a device or a pipe has none, and may have no end. */
function readStart(path: string, bytesMax: number): Buffer {
  const file = openSync(path, "r");
  try {
    const parts: Buffer[] = [];
    for (let length = 0; length < bytesMax; length += parts.at(-1)?.length ?? 0) {
      const part = Buffer.alloc(Math.min(partBytes, bytesMax - length));
      const read = readSync(file, part);
      if (read === 0) break;
      parts.push(part.subarray(0, read));
    }
    return Buffer.concat(parts);
  } finally {
    closeSync(file);
  }
}

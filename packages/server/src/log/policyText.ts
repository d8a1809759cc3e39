import { verifierKey } from "@farthing/log";
import type { Deps } from "../deps.ts";
import { sha256 } from "../sha256.ts";

/** Which heads of this log to believe (c2sp.org/tlog-policy): its keys, and the witnesses it asks, with their quorum. */
export function policyText({ keys, config }: Pick<Deps, "keys" | "config">): string {
  const logs = keys.log.map((key) => `log ${verifierKey(sha256, key)}\n`);
  return [...logs, config.witnesses?.text ?? "quorum none\n"].join("");
}

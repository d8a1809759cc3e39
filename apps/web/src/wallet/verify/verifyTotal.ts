import { checkLiabilitiesFile, type LiabilityFault, type TrueLiability } from "@farthing/log";
import { sha256 } from "@noble/hashes/sha2.js";
import type { TrustedKeys } from "./trustedKeys.ts";
import { verifiers } from "../../kit/verifiers.ts";

/** Whether one's own balance is in a sealed total (specs/log.md §6), by nothing but the file and the log's keys. */
export function verifyTotal(
  file: string,
  { log }: Pick<TrustedKeys, "log">,
): Promise<TrueLiability | LiabilityFault> {
  const logs = log.map((key) => ({ key, url: null }));
  return checkLiabilitiesFile(
    sha256,
    file,
    { logs, witnesses: new Map(), quorum: null },
    verifiers,
  );
}

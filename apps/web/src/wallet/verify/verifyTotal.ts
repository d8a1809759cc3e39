import { bytesToUint, lengthPrefixed, utf8 } from "@farthing/core";
import { checkLiabilitiesFile, type LiabilityFault, type TrueLiability } from "@farthing/log";
import { sha256 } from "@noble/hashes/sha2.js";
import type { TrustedKeys } from "./trustedKeys.ts";
import { verifiers } from "../../kit/verifiers.ts";

/** Which check failed. `not-yours`: the file is true, and of somebody else's account. */
export type TotalFault = LiabilityFault | "not-yours";

/**
 * Whether the balance of the payer with this id is in a sealed total (specs/log.md §6), by nothing but the file and
 * whom `policy` believes. Another payer's leaf, be its balance the same, is not this one's.
 */
export async function verifyTotal(
  file: string,
  { policy }: Pick<TrustedKeys, "policy">,
  payer: string,
): Promise<TrueLiability | TotalFault> {
  const found = await checkLiabilitiesFile(sha256, file, policy, verifiers);
  if (typeof found === "string") return found;
  return found.account === accountOf(payer) ? found : "not-yours";
}

/** A payer's account in the ledger (specs/log.md §6). */
function accountOf(payer: string): bigint {
  const parts = ["farthing/account/v1", "payer", payer].map(utf8);
  return bytesToUint(sha256(lengthPrefixed(...parts)).subarray(0, 16));
}

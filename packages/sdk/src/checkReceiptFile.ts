import { createHash, createPublicKey, verify } from "node:crypto";
import {
  checkReceiptFile as check,
  disclosedFields,
  faultSentence,
  type Hash,
  isPolicy,
  parseTrustPolicy,
  policyFaultWords,
  type ReceiptFault,
  type Verifiers,
  witnessesOf,
} from "@farthing/log";
import { ml_dsa44 } from "@noble/post-quantum/ml-dsa.js";
import { misconfigured } from "./walletOrigin.ts";

/** What a receipt file was found to be. */
export type ReceiptFileVerdict =
  | {
      readonly ok: true;
      /** What it discloses, by name: `payment`, `amount`, `asset`, `time`, and one side's own part. */
      readonly facts: Readonly<Record<string, string>>;
      /** Name of the log, and the leaf's place in it. */
      readonly log: string;
      readonly leaf: number;
      /** Witnesses of the policy that signed its head, as the policy names them. */
      readonly witnesses: readonly string[];
    }
  | {
      readonly ok: false;
      readonly fault: ReceiptFault;
      /** The same for a person, in English. */
      readonly sentence: string;
    };

/**
 * Checks a kept receipt file by a trust policy, both as text, and asks nobody. `policy` is what the wallet says at
 * `/log/policy`: kept from a day on which it was trusted, or from somebody else. Any `file` may be given. Throws
 * {@link FarthingError} `misconfigured` where the policy is none. Source: specs/log.md §5, c2sp.org/tlog-policy.
 *
 * @example
 * const checked = await checkReceiptFile(await farthing.receiptFile(payment), policy);
 * if (checked.ok) await keep(checked.facts["payment"], checked.facts["amount"]);
 */
export async function checkReceiptFile(file: string, policy: string): Promise<ReceiptFileVerdict> {
  const read = parseTrustPolicy(sha256, policy);
  if (!isPolicy(read)) {
    const fault = `line ${read.line}: ${policyFaultWords(read, "en")}`;
    const what = `checkReceiptFile(): \`policy\` is no trust policy: ${fault}`;
    throw misconfigured(what, "Take the text that the wallet gives at /log/policy.");
  }
  const found = await check(sha256, file, read, verifiers);
  if (typeof found === "string") {
    const sentence = faultSentence(found, { text: file, policy: read }, "en");
    return { ok: false, fault: found, sentence };
  }
  return {
    ok: true,
    facts: Object.fromEntries(disclosedFields(found.disclosure)),
    log: found.checkpoint.origin,
    leaf: found.index,
    witnesses: witnessesOf(found, read),
  };
}

const sha256: Hash = (data) => new Uint8Array(createHash("sha256").update(data).digest());

/** DER before an Ed25519 public key (RFC 8410 §4). */
const ed25519Header = Buffer.from("302a300506032b6570032100", "hex");

const verifiers: Verifiers = {
  ed25519(signature, message, publicKey) {
    const der = Buffer.concat([ed25519Header, publicKey]);
    const key = createPublicKey({ key: der, format: "der", type: "spki" });
    return verify(null, message, key, signature);
  },
  // Not every Node that a merchant runs has it.
  mlDsa44: (signature, message, publicKey) => ml_dsa44.verify(signature, message, publicKey),
};

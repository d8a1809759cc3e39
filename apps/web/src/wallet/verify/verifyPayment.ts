import { bytesEqual, fromBase64url } from "@farthing/core";
import {
  checkReceiptFile,
  type Disclosure,
  disclosedCommitment,
  disclosureBytes,
  type Field,
  formatProofFile,
  type Group,
  parseFields,
  type ReceiptFault,
  type Shown,
  type TrueReceipt,
} from "@farthing/log";
import {
  decodeJws,
  type PaymentDetail,
  PaymentProof,
  ReceiptClaims,
  receiptType,
} from "@farthing/protocol";
import { sha256 } from "@noble/hashes/sha2.js";
import { verifyEd25519 } from "../../kit/ed25519.ts";
import { verifiers } from "../../kit/verifiers.ts";
import type { TrustedKeys } from "./trustedKeys.ts";

/** The checks, in order. Each rests on those before it, so the first that fails ends the run. */
export const checkNames = [
  "receipt-signature",
  "receipt-facts",
  "disclosed-facts",
  "commitment",
  "checkpoint",
  "witnesses",
  "inclusion",
] as const;

export type CheckName = (typeof checkNames)[number];

export interface Check {
  readonly name: CheckName;
  /** `skipped`: an earlier check failed, or there is no receipt. */
  readonly result: "passed" | "failed" | "skipped";
}

export interface Evidence {
  /** The payment as the page shows it, its receipt included. */
  readonly payment: PaymentDetail;
  readonly proof: PaymentProof;
  readonly keys: TrustedKeys;
  /** Origin of the wallet: the issuer that the receipt must name. */
  readonly issuer: string;
}

interface Found {
  claims: ReceiptClaims | null;
  /** What the receipt file that the proof makes is found to be, by the code of the page /verify and of `farthing verify`. */
  inLog: TrueReceipt | ReceiptFault;
}

/**
 * Checks a payment against the public log without believing its server: the receipt's signature, the facts it
 * states, the disclosed facts, their commitment, the signature of the tree's head and the leaf's place in the tree
 * (specs/log.md). Any evidence is answered, none throws. A top-up has no receipt: its two checks are skipped.
 */
export async function verifyPayment(evidence: Evidence): Promise<Check[]> {
  const found: Found = { claims: null, inLog: "not-a-proof-file" };
  const checks: Check[] = [];
  const { quorum } = evidence.keys.policy;
  let stopped = false;
  for (const name of checkNames) {
    if (name === "witnesses" && quorum === null) continue;
    const applies = evidence.payment.receipt !== null || !name.startsWith("receipt-");
    const result: Check["result"] =
      stopped || !applies ? "skipped" : await run(name, evidence, found);
    stopped ||= result === "failed";
    checks.push({ name, result });
  }
  return checks;
}

type Run = (evidence: Evidence, found: Found) => boolean | Promise<boolean>;

const runs: Record<CheckName, Run> = {
  "receipt-signature": checkSignature,
  "receipt-facts": checkFacts,
  "disclosed-facts": checkDisclosed,
  commitment: checkCommitment,
  checkpoint: (_, { inLog }) => typeof inLog !== "string" || behindTheLog.includes(inLog),
  witnesses: (_, { inLog }) => typeof inLog !== "string" || inLog === "not-included",
  inclusion: (_, { inLog }) => typeof inLog !== "string",
};

/** Checks of the file that are made once the log's own signatures are found true. */
const behindTheLog: readonly ReceiptFault[] = ["bad-witness-line", "not-witnessed", "not-included"];

async function run(name: CheckName, evidence: Evidence, found: Found): Promise<Check["result"]> {
  try {
    if (!PaymentProof.safeParse(evidence.proof).success) return "failed";
    return (await runs[name](evidence, found)) ? "passed" : "failed";
  } catch {
    return "failed";
  }
}

async function checkSignature({ payment, keys }: Evidence, found: Found): Promise<boolean> {
  const jws = decodeJws(payment.receipt ?? "");
  if (jws === null || jws.header["alg"] !== "EdDSA" || jws.header["typ"] !== receiptType) {
    return false;
  }
  const key = keys.issuers.get(String(jws.header["kid"]));
  if (key === undefined || !(await verifyEd25519(jws.signature, jws.signed, key))) return false;
  found.claims = ReceiptClaims.safeParse(jws.payload).data ?? null;
  return found.claims !== null;
}

function checkFacts({ payment, issuer }: Evidence, { claims }: Found): boolean {
  return (
    claims !== null &&
    claims.iss === issuer &&
    claims.payment === payment.id &&
    claims.resource === payment.resource &&
    claims.amount === payment.amount.amount &&
    claims.asset === payment.amount.asset
  );
}

function checkDisclosed({ payment, proof }: Evidence, { claims }: Found): boolean {
  const { shared, merchant } = proof;
  if (!("fields" in shared)) return false;
  const facts = new Map(shared.fields);
  const resource = "fields" in merchant ? new Map(merchant.fields).get("resource") : undefined;
  return (
    facts.get("payment") === payment.id &&
    facts.get("amount") === payment.amount.amount &&
    facts.get("asset") === payment.amount.asset &&
    (claims === null || facts.get("offer") === claims.offer) &&
    (resource === undefined || resource === payment.resource)
  );
}

async function checkCommitment({ proof, keys }: Evidence, found: Found): Promise<boolean> {
  const disclosure = readDisclosure(proof);
  if (disclosure === null) return false;
  const promised = found.claims === null ? null : fromBase64url(found.claims.commitment);
  if (promised !== null && !bytesEqual(promised, disclosedCommitment(sha256, disclosure))) {
    return false;
  }
  const file = formatProofFile({
    extra: disclosureBytes(disclosure),
    index: proof.leafIndex,
    path: proof.path.map((hash) => fromBase64url(hash) ?? new Uint8Array(0)),
    checkpoint: proof.checkpoint,
  });
  found.inLog = await checkReceiptFile(sha256, file, keys.policy, verifiers);
  return found.inLog !== "not-a-proof-file" && found.inLog !== "not-a-receipt";
}

function readDisclosure({ timestamp, ...proof }: PaymentProof): Disclosure | null {
  const shared = readShown(proof.shared);
  const payer = readShown(proof.payer);
  const merchant = readShown(proof.merchant);
  if (shared === null || payer === null || merchant === null) return null;
  // Whether it is a time that a leaf can have, the receipt file's own check says.
  if (!/^[0-9]{1,19}$/.test(timestamp)) return null;
  return { timestamp: BigInt(timestamp), groups: { shared, payer, merchant } };
}

function readShown(shown: PaymentProof[Group]): Shown | null {
  if (!("fields" in shown)) {
    const commitment = fromBase64url(shown.commitment);
    return commitment === null ? null : { commitment };
  }
  const salt = fromBase64url(shown.salt);
  const fields = readFields(shown.fields);
  return salt === null || fields === null ? null : { salt, fields };
}

/** The fields of a disclosed group, unless one is out of bounds or a name appears twice. */
function readFields(shown: readonly Field[]): Field[] | null {
  const fields = parseFields(Object.fromEntries(shown));
  return fields?.length === shown.length ? fields : null;
}

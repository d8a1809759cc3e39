import { bytesEqual, fromBase64url } from "@farthing/core";
import {
  entryCommitment,
  type Field,
  type Group,
  groupCommitment,
  leafData,
  leafHash,
  openCheckpoint,
  parseCheckpoint,
  parseFields,
  parseNote,
  verifyInclusion,
} from "@farthing/log";
import {
  decodeJws,
  type PaymentDetail,
  PaymentProof,
  ReceiptClaims,
  receiptType,
} from "@farthing/protocol";
import { sha256 } from "@noble/hashes/sha2.js";
import { verifyEd25519 } from "./ed25519.ts";
import type { TrustedKeys } from "./trustedKeys.ts";
import { verifiers } from "./verifiers.ts";

/** The checks, in order. Each rests on those before it, so the first that fails ends the run. */
export const checkNames = [
  "receipt-signature",
  "receipt-facts",
  "disclosed-facts",
  "commitment",
  "inclusion",
  "checkpoint",
] as const;

export type CheckName = (typeof checkNames)[number];

export interface Check {
  readonly name: CheckName;
  /** `unsupported`: this browser cannot check Ed25519. `skipped`: an earlier check failed, or there is no receipt. */
  readonly result: "passed" | "failed" | "unsupported" | "skipped";
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
  commitment: Uint8Array;
}

/**
 * Checks a payment against the public log without believing its server: the receipt's signature, the facts it
 * states, the disclosed facts, their commitment, the leaf's place in the tree and the signature of the tree's
 * head (specs/log.md). Any evidence is answered, none throws. A top-up has no receipt: its two checks are skipped.
 */
export async function verifyPayment(evidence: Evidence): Promise<Check[]> {
  const found: Found = { claims: null, commitment: new Uint8Array(32) };
  const checks: Check[] = [];
  let stopped = false;
  for (const name of checkNames) {
    const applies = evidence.payment.receipt !== null || !name.startsWith("receipt-");
    const result: Check["result"] =
      stopped || !applies ? "skipped" : await run(name, evidence, found);
    stopped ||= result === "failed" || result === "unsupported";
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
  inclusion: checkInclusion,
  checkpoint: checkCheckpoint,
};

async function run(name: CheckName, evidence: Evidence, found: Found): Promise<Check["result"]> {
  try {
    if (!PaymentProof.safeParse(evidence.proof).success) return "failed";
    return (await runs[name](evidence, found)) ? "passed" : "failed";
  } catch (error) {
    const lacksEd25519 = error instanceof DOMException && error.name === "NotSupportedError";
    return lacksEd25519 ? "unsupported" : "failed";
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

function checkCommitment({ proof }: Evidence, found: Found): boolean {
  const shared = commitmentOf("shared", proof.shared);
  const payer = commitmentOf("payer", proof.payer);
  const merchant = commitmentOf("merchant", proof.merchant);
  if (shared === null || payer === null || merchant === null) return false;
  found.commitment = entryCommitment(sha256, { shared, payer, merchant });
  const promised = found.claims === null ? null : fromBase64url(found.claims.commitment);
  return promised === null || bytesEqual(promised, found.commitment);
}

function commitmentOf(group: Group, shown: PaymentProof[Group]): Uint8Array | null {
  if (!("fields" in shown)) return fromBase64url(shown.commitment);
  const salt = fromBase64url(shown.salt);
  const fields = readFields(shown.fields);
  return salt === null || fields === null ? null : groupCommitment(sha256, { group, salt, fields });
}

/** The fields of a disclosed group, unless one is out of bounds or a name appears twice. */
function readFields(shown: readonly Field[]): Field[] | null {
  const fields = parseFields(Object.fromEntries(shown));
  return fields?.length === shown.length ? fields : null;
}

function checkInclusion({ proof }: Evidence, { commitment }: Found): boolean {
  const note = parseNote(proof.checkpoint);
  const head = note === null ? null : parseCheckpoint(note.body);
  if (head === null || !/^[0-9]{1,20}$/.test(proof.timestamp)) return false;
  const data = leafData(sha256, { timestamp: BigInt(proof.timestamp), commitment });
  return verifyInclusion(sha256, {
    leaf: leafHash(sha256, data),
    index: proof.leafIndex,
    size: head.size,
    proof: proof.path.map((hash) => fromBase64url(hash) ?? new Uint8Array(0)),
    root: head.root,
  });
}

async function checkCheckpoint({ proof, keys }: Evidence): Promise<boolean> {
  const logs = keys.log.map((key) => ({ key, url: null }));
  const policy = { logs, witnesses: new Map(), quorum: null };
  return typeof (await openCheckpoint(sha256, proof.checkpoint, policy, verifiers)) !== "string";
}

import {
  fromBase64url,
  fromHex,
  parseAmount,
  toBase64url,
  toHex,
  uintBytes,
  utf8,
  bytesToUint,
} from "@farthing/core";
import {
  type Disclosure,
  disclosedFields,
  disclosedLeaf,
  disclosureBytes,
  readDisclosure,
} from "./disclosure.ts";
import type { Hash } from "./hash.ts";
import { verifyInclusion } from "./inclusion.ts";
import { type LiabilityProof, type SumNode, verifyLiability } from "./liabilities.ts";
import { type BelievedCheckpoint, type Disbelief, openCheckpoint } from "./openCheckpoint.ts";
import type { Verifiers } from "./openNote.ts";
import type { TrustPolicy } from "./policy.ts";
import { parseProofFile } from "./proofFile.ts";

/** One account in a sealed total: its path, and the log's entry that seals it. */
export interface LiabilitiesFile {
  readonly proof: Omit<LiabilityProof, "root" | "size">;
  /** Of the entry: its fields name the day, the asset, the size, the sum and the root. */
  readonly disclosure: Disclosure;
}

/** A total that is true, and what one account had in it. */
export interface TrueLiability {
  readonly account: bigint;
  readonly balance: bigint;
  readonly sum: bigint;
  readonly asset: string;
  /** `2026-11-26`, UTC. */
  readonly day: string;
  /** Leaves of the tree: more than there are accounts. */
  readonly size: number;
  readonly index: number;
  readonly checkpoint: BelievedCheckpoint;
}

/** Which check a liabilities file failed, in their order. */
export type LiabilityFault =
  | "not-a-proof-file"
  | "not-a-liability"
  | "not-in-the-total"
  | Disbelief
  | "not-included";

/** The `extra` of a liabilities file (specs/log.md §6). */
export function liabilitiesBytes({ proof, disclosure }: LiabilitiesFile): Uint8Array {
  const { liability, index, path } = proof;
  const entry: unknown = JSON.parse(new TextDecoder().decode(disclosureBytes(disclosure)));
  return utf8(
    JSON.stringify({
      liability: {
        account: toHex(uintBytes(liability.account, 16)),
        salt: toBase64url(liability.salt),
        balance: liability.balance.toString(),
        index,
        path: path.map(({ hash, sum }) => ({ hash: toBase64url(hash), sum: sum.toString() })),
      },
      entry,
    }),
  );
}

/**
 * Checks a liabilities file (specs/log.md §6) with nothing but itself and what the reader trusts: that the balance is in
 * the total, that the total is in the log, that the log signed it. Answers any `text`; rejects only as `verifiers` do.
 */
export async function checkLiabilitiesFile(
  hash: Hash,
  text: string,
  policy: TrustPolicy,
  verifiers: Verifiers,
): Promise<TrueLiability | LiabilityFault> {
  const file = parseProofFile(text);
  if (file === null) return "not-a-proof-file";
  const read = file.extra === null ? null : parseLiabilities(file.extra);
  const total = read === null ? null : totalIn(read.disclosure);
  if (read === null || total === null) return "not-a-liability";
  const { size, root } = total;
  if (!verifyLiability(hash, { ...read.proof, size, root })) return "not-in-the-total";
  const checkpoint = await openCheckpoint(hash, file.checkpoint, policy, verifiers);
  if (typeof checkpoint === "string") return checkpoint;
  const { index, path: proof } = file;
  const leaf = disclosedLeaf(hash, read.disclosure);
  if (!verifyInclusion(hash, { leaf, index, proof, ...checkpoint })) return "not-included";
  const { account, balance } = read.proof.liability;
  const { asset, day } = total;
  return { account, balance, sum: root.sum, asset, day, size, index, checkpoint };
}

/** Whether a proof file is one of liabilities: what else it may be, its caller knows. */
export function isLiabilitiesFile(text: string): boolean {
  const extra = parseProofFile(text)?.extra ?? null;
  return extra !== null && parseLiabilities(extra) !== null;
}

function totalIn(disclosure: Disclosure) {
  const facts = new Map(disclosedFields(disclosure));
  const [day, asset] = [facts.get("day"), facts.get("asset")];
  const [size, sum] = [parseAmount(facts.get("size") ?? ""), parseAmount(facts.get("sum") ?? "")];
  const hash = fromBase64url(facts.get("root") ?? "");
  if (day === undefined || asset === undefined || size === null || sum === null) return null;
  if (!facts.has("liabilities") || hash?.length !== 32) return null;
  return { day, asset, size: Number(size), root: { hash, sum } };
}

/** Of the JSON, in bytes. */
const lengthMax = 100_000;

/** Reads the `extra` back, or `null` if it is not one. Never throws. */
function parseLiabilities(bytes: Uint8Array): LiabilitiesFile | null {
  if (bytes.length > lengthMax) return null;
  const json = membersOf(parseJson(bytes), ["liability", "entry"]);
  const own = membersOf(json?.["liability"], ["account", "salt", "balance", "index", "path"]);
  if (json === null || own === null) return null;
  const disclosure = readDisclosure(json["entry"]);
  const account = fromHex(textOf(own["account"]));
  const salt = fromBase64url(textOf(own["salt"]));
  const balance = parseAmount(textOf(own["balance"]));
  const { index, path: nodes } = own;
  const path = Array.isArray(nodes) ? nodes.map(readNode) : [null];
  const whole = path.filter((node) => node !== null);
  if (disclosure === null || account?.length !== 16 || salt === null || balance === null)
    return null;
  if (typeof index !== "number" || whole.length !== path.length) return null;
  const liability = { account: bytesToUint(account), salt, balance };
  return { proof: { liability, index, path: whole }, disclosure };
}

function readNode(json: unknown): SumNode | null {
  const node = membersOf(json, ["hash", "sum"]);
  const hash = fromBase64url(textOf(node?.["hash"]));
  const sum = parseAmount(textOf(node?.["sum"]));
  return hash === null || sum === null ? null : { hash, sum };
}

function textOf(value: unknown): string {
  return typeof value === "string" ? value : "";
}

function parseJson(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}

/** The members of an object that has exactly these. */
function membersOf(json: unknown, names: readonly string[]): Record<string, unknown> | null {
  if (typeof json !== "object" || json === null || Array.isArray(json)) return null;
  const own = Object.keys(json);
  const isIt = own.length === names.length && names.every((name) => own.includes(name));
  return isIt ? Object.fromEntries(Object.entries(json)) : null;
}

import { fromBase64url, toBase64url, utf8 } from "@farthing/core";
import {
  entryCommitment,
  type Field,
  type Group,
  groupCommitment,
  leafData,
  parseFields,
} from "./commitments.ts";
import { type Hash, hashLength, leafHash } from "./hash.ts";

/** A group as one party is shown it: opened, or its commitment only. */
export type Shown =
  | { readonly salt: Uint8Array; readonly fields: readonly Field[] }
  | { readonly commitment: Uint8Array };

/** What one party is shown of an entry: enough to make its leaf anew. */
export interface Disclosure {
  /** The ledger engine's, nanoseconds since 1970. */
  readonly timestamp: bigint;
  readonly groups: Record<Group, Shown>;
}

/** Of the JSON, in bytes: three groups of the greatest length are below it. */
const lengthMax = 1_000_000;
const groups = ["shared", "payer", "merchant"] as const satisfies readonly Group[];

/** The hash of the entry's leaf (specs/log.md §1, §2). */
export function disclosedLeaf(hash: Hash, disclosure: Disclosure): Uint8Array {
  const commitment = disclosedCommitment(hash, disclosure);
  return leafHash(hash, leafData(hash, { timestamp: disclosure.timestamp, commitment }));
}

/** The 32 bytes that stand for the entry: what a signed receipt promises. */
export function disclosedCommitment(
  hash: Hash,
  { groups: shown }: Pick<Disclosure, "groups">,
): Uint8Array {
  const of = (group: Group) => {
    const { [group]: it } = shown;
    return "commitment" in it ? it.commitment : groupCommitment(hash, { group, ...it });
  };
  return entryCommitment(hash, {
    shared: of("shared"),
    payer: of("payer"),
    merchant: of("merchant"),
  });
}

/** The `extra` of a receipt file: JSON in UTF-8 (specs/log.md §5). */
export function disclosureBytes({ timestamp, groups: shown }: Disclosure): Uint8Array {
  const entries = groups.map((group) => {
    const { [group]: it } = shown;
    if ("commitment" in it) return [group, { commitment: toBase64url(it.commitment) }];
    return [group, { salt: toBase64url(it.salt), fields: Object.fromEntries(it.fields) }];
  });
  return utf8(
    JSON.stringify({ timestamp: String(timestamp), ...(Object.fromEntries(entries) as object) }),
  );
}

/** Reads it back, or `null` if it is not one. Never throws. */
export function parseDisclosure(bytes: Uint8Array): Disclosure | null {
  return readDisclosure(parseJson(bytes));
}

/** The same of JSON that was parsed already, whatever it is. */
export function readDisclosure(json: unknown): Disclosure | null {
  if (!isRecord(json) || Object.keys(json).length !== 1 + groups.length) return null;
  const { timestamp, shared, payer, merchant } = json;
  const time = readTimestamp(timestamp);
  if (time === null) return null;
  const shown = {
    shared: readShown(shared),
    payer: readShown(payer),
    merchant: readShown(merchant),
  };
  if (shown.shared === null || shown.payer === null || shown.merchant === null) return null;
  return {
    timestamp: time,
    groups: { shared: shown.shared, payer: shown.payer, merchant: shown.merchant },
  };
}

/** The ledger writes it in eight bytes with a sign: 2^63 and more is no time. */
function readTimestamp(json: unknown): bigint | null {
  if (typeof json !== "string" || !/^(0|[1-9][0-9]{0,18})$/.test(json)) return null;
  const time = BigInt(json);
  return time < 1n << 63n ? time : null;
}

function readShown(json: unknown): Shown | null {
  if (!isRecord(json)) return null;
  const { commitment, salt, fields, ...more } = json;
  if (Object.keys(more).length > 0) return null;
  if (commitment !== undefined) {
    const bytes = salt === undefined && fields === undefined ? readHash(commitment) : null;
    return bytes === null ? null : { commitment: bytes };
  }
  const saltBytes = readHash(salt);
  const read = parseFields(fields);
  return saltBytes === null || read === null ? null : { salt: saltBytes, fields: read };
}

function readHash(text: unknown): Uint8Array | null {
  const bytes = typeof text === "string" ? fromBase64url(text) : null;
  return bytes?.length === hashLength ? bytes : null;
}

function parseJson(bytes: Uint8Array): unknown {
  if (bytes.length > lengthMax) return null;
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return null;
  }
}

function isRecord(json: unknown): json is Record<string, unknown> {
  return typeof json === "object" && json !== null && !Array.isArray(json);
}

/** The facts that a party is shown, all groups together. */
export function disclosedFields({ groups: shown }: Disclosure): readonly Field[] {
  return groups.flatMap((group) => {
    const { [group]: it } = shown;
    return "fields" in it ? it.fields : [];
  });
}

import { assert } from "@farthing/core";
import { framed } from "./framed.ts";
import { type Hash, hashLength } from "./hash.ts";
import { hmac } from "./hmac.ts";

/** Who may be shown a fact: both sides of a payment, its payer only, or its merchant only. */
export type Group = "shared" | "payer" | "merchant";

/** One fact of a group: name, value. */
export type Field = readonly [name: string, value: string];

/** Most fields in a group, and most UTF-16 units in a name and in a value. */
export const fieldLimits = { count: 64, name: 64, value: 1024 } as const;

/**
 * The salt of one group of one payment: HMAC-SHA-256 of the payment's 16 id bytes under the group's
 * own 32-byte key. Without the key (destroyed on erasure) or the salt, a commitment tells nothing.
 */
export function groupSalt(
  hash: Hash,
  { group, key, payment }: { group: Group; key: Uint8Array; payment: Uint8Array },
): Uint8Array {
  assert(payment.length === 16, "an id is 16 bytes");
  return hmac(hash, key, framed("farthing/salt/v1", group, payment));
}

/**
 * The 32-byte commitment to the fields of one group, whatever their order. Asserts that `fields` are
 * what `parseFields` would let in and that the salt is 32 bytes.
 *
 * @example
 * groupCommitment(sha256, { group: "shared", salt, fields: [["amount", "10000"], ["asset", "PLAY/6"]] });
 */
export function groupCommitment(
  hash: Hash,
  { group, salt, fields }: { group: Group; salt: Uint8Array; fields: readonly Field[] },
): Uint8Array {
  assert(salt.length === hashLength, "a salt is 32 bytes");
  assert(fields.length <= fieldLimits.count, "a group has at most 64 fields");
  const sorted = fields.toSorted(byName);
  const parts: (string | Uint8Array)[] = ["farthing/group/v1", group, salt];
  for (const [at, [name, value]] of sorted.entries()) {
    assert(isField(name, value), "a field is within its limits");
    assert(name !== sorted[at + 1]?.[0], "a name appears once in a group");
    parts.push(name, value);
  }
  return hash(framed(...parts));
}

/**
 * The fields that a disclosed group (`{name: value}`, parsed JSON) states, or `null` if it is not one:
 * for verifiers, who hold what a stranger sent.
 */
export function parseFields(group: unknown): Field[] | null {
  if (typeof group !== "object" || group === null || Array.isArray(group)) return null;
  const fields: Field[] = [];
  for (const [name, value] of Object.entries(group)) {
    if (typeof value !== "string" || !isField(name, value)) return null;
    if (fields.push([name, value]) > fieldLimits.count) return null;
  }
  return fields.toSorted(byName);
}

/** The 32 bytes that stand for a whole entry: what the ledger's writer receives. */
export function entryCommitment(hash: Hash, groups: Record<Group, Uint8Array>): Uint8Array {
  const { shared, payer, merchant } = groups;
  for (const group of [shared, payer, merchant]) {
    assert(group.length === hashLength, "a group's commitment is 32 bytes");
  }
  return hash(framed("farthing/commitment/v1", shared, payer, merchant));
}

const leafLabel = framed("farthing/leaf/v1").slice();

/**
 * The 32 bytes that the tree stores for an entry: its commitment and the engine's `timestamp`
 * (nanoseconds since 1970), the only public data of a payment, and opaque.
 */
export function leafData(
  hash: Hash,
  { timestamp, commitment }: { timestamp: bigint; commitment: Uint8Array },
): Uint8Array {
  assert(commitment.length === hashLength, "a commitment is 32 bytes");
  assert(timestamp >= 0n && timestamp < 1n << 64n, "a timestamp fits 8 bytes");
  leafView.setBigUint64(leafLabel.length, timestamp);
  leafInput.set(commitment, leafLabel.length + 8);
  return hash(leafInput);
}

// Reused as in hash.ts: the writer fills it once a payment.
const leafInput = new Uint8Array(leafLabel.length + 8 + hashLength);
leafInput.set(leafLabel);
const leafView = new DataView(leafInput.buffer);

// Names are ASCII, so code units sort like the bytes.
function byName([a]: Field, [b]: Field): number {
  return a < b ? -1 : Number(a > b);
}

function isField(name: string, value: string): boolean {
  return (
    /^[a-z][A-Za-z0-9.-]*$/.test(name) &&
    name.length <= fieldLimits.name &&
    value.length <= fieldLimits.value &&
    value.isWellFormed()
  );
}

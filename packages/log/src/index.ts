export {
  entryCommitment,
  type Field,
  fieldLimits,
  type Group,
  groupCommitment,
  groupSalt,
  type Hmac,
  leafData,
  parseFields,
} from "./commitments.ts";
export { type Consistency, consistencyProof, verifyConsistency } from "./consistency.ts";
export { emptyRoot, type Hash, leafHash, nodeHash } from "./hash.ts";
export { type Inclusion, inclusionProof, verifyInclusion } from "./inclusion.ts";
export { appendLeaf, type CompactRange, emptyRange, type OnNode, rangeRoot } from "./range.ts";
export type { NodeAt } from "./subtree.ts";

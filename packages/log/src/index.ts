export {
  entryCommitment,
  type Field,
  fieldLimits,
  type Group,
  groupCommitment,
  groupSalt,
  leafData,
  parseFields,
} from "./commitments.ts";
export { type Consistency, consistencyProof, verifyConsistency } from "./consistency.ts";
export { emptyRoot, type Hash, leafHash, nodeHash } from "./hash.ts";
export { type Inclusion, inclusionProof, verifyInclusion } from "./inclusion.ts";
export { appendLeaf, type CompactRange, emptyRange, type OnNode, rangeRoot } from "./range.ts";
export type { NodeAt } from "./subtree.ts";
export {
  type Checkpoint,
  checkpointBody,
  checkpointLengthMax,
  parseCheckpoint,
} from "./checkpoint.ts";
export {
  type Note,
  type NoteKey,
  noteKeyId,
  noteLimits,
  type NoteSignature,
  parseNote,
  verifierKey,
} from "./note.ts";
export { type OpenedNote, openNote, type Verify } from "./openNote.ts";
export { type Sign, signNote } from "./signNote.ts";

export {
  type Anchor,
  AnchorConflict,
  type Anchored,
  type AnchorHead,
  AnchorUnreached,
  confirmationsDefault,
  type Publication,
  type PublicationState,
} from "./anchor.ts";
export { anchorLine, anchorTailBytes, lastWholeLine, parseAnchorLine } from "./anchorLine.ts";
export { anchorSentence, placeWords } from "./anchorWords.ts";
export { checkAnchored, narrowTile, tilesOfProof } from "./checkAnchored.ts";
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
export { type AnchorCheck, type FoundAnchor, holdAgainst, openAnchorHead } from "./holdAgainst.ts";
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
export { checkReceiptFile, type ReceiptFault, type TrueReceipt } from "./checkReceiptFile.ts";
export { disbeliefSentence, type ReceiptLanguage } from "./disbeliefWords.ts";
export {
  disclosedCommitment,
  disclosedFields,
  disclosedLeaf,
  type Disclosure,
  disclosureBytes,
  parseDisclosure,
  type Shown,
} from "./disclosure.ts";
export {
  type Liability,
  liabilityLeaf,
  type LiabilityProof,
  type SumNode,
  sumNode,
  verifyLiability,
} from "./liabilities.ts";
export {
  checkLiabilitiesFile,
  isLiabilitiesFile,
  liabilitiesBytes,
  type LiabilityFault,
  type TrueLiability,
} from "./liabilitiesFile.ts";
export { type KeyType, keyTypes } from "./keyTypes.ts";
export { logAddress } from "./logAddress.ts";
export {
  type Note,
  type NoteKey,
  noteKeyId,
  noteLimits,
  type NoteSignature,
  parseNote,
  parseSignatures,
  signatureLine,
} from "./note.ts";
export { type BelievedCheckpoint, type Disbelief, openCheckpoint } from "./openCheckpoint.ts";
export { type OpenedNote, openNote, type Signed, type Verifiers, type Verify } from "./openNote.ts";
export {
  isPolicy,
  isWitnessed,
  parseTrustPolicy,
  type Party,
  type PolicyFault,
  type Quorum,
  type TrustPolicy,
  trustPolicyLimits,
} from "./policy.ts";
export { policyFaultWords, type PolicyMistake } from "./policyFaultWords.ts";
export {
  formatProofFile,
  parseProofFile,
  type ProofFile,
  proofFileLengthMax,
} from "./proofFile.ts";
export {
  faultSentence,
  paidWords,
  provenSentence,
  timeWords,
  witnessesOf,
} from "./receiptWords.ts";
export { cosign, type Sign, type Signer, signNote } from "./signNote.ts";
export { spellMoney } from "./spellMoney.ts";
export { parseTilePath, type Tile, tilePath, tileWidth } from "./tilePath.ts";
export {
  entryBundle,
  nodesOfTiles,
  parseEntryBundle,
  tileBytes,
  tilesBetween,
  widthIn,
} from "./tiles.ts";
export { parseVerifierKey, verifierKey } from "./verifierKey.ts";
export {
  type AddCheckpoint,
  type Cosigned,
  formatAddCheckpoint,
  type Judged,
  judgeAddCheckpoint,
  originOf,
  parseAddCheckpoint,
} from "./witness.ts";

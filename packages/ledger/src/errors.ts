import { ProblemError } from "@farthing/core";

/**
 * The commit failed or the writer is gone: the entry may or may not be in the journal. Nothing is
 * lost and nothing is done twice: look the id up, or submit the same entry again.
 */
export class OutcomeUnknown extends ProblemError {
  readonly entryId: bigint;

  constructor(entryId: bigint) {
    super("outcome-unknown");
    this.entryId = entryId;
  }
}

/** Another process (or another ledger in this one) holds the folder. */
export class FolderInUse extends Error {
  override readonly name = "FolderInUse";
}

/** The folder was written by a newer Farthing. */
export class NewerSchema extends Error {
  override readonly name = "NewerSchema";
}

/** The folder was written by an older Farthing whose journal this one cannot replay. */
export class OlderSchema extends Error {
  override readonly name = "OlderSchema";
}

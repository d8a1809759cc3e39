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

/** The disk is full: nothing that was answered is lost, and nothing more is taken. */
export class DiskFull extends Error {
  override readonly name = "DiskFull";
}

/** The disk did not do what it was asked to (an fsync, a read): what it holds is known after the next start only. */
export class DiskFailed extends Error {
  override readonly name = "DiskFailed";
}

/** The folder or its files cannot be written. */
export class DiskReadOnly extends Error {
  override readonly name = "DiskReadOnly";
}

/** What is stored is not what was written. Nothing more is decided on it. */
export class LedgerDamaged extends Error {
  override readonly name = "LedgerDamaged";
}

/** What to do about damage. */
export const damagedWayOut =
  "Keep a copy of the folder, run `farthing ledger verify` to see what is wrong, and restore the last backup.";

/** The machine's clock cannot be right: it is far behind the journal, or leapt while the ledger ran. */
export class ClockWrong extends Error {
  override readonly name = "ClockWrong";
}

const named: Readonly<Record<string, new (message: string) => Error>> = {
  FolderInUse,
  NewerSchema,
  OlderSchema,
  DiskFull,
  DiskFailed,
  DiskReadOnly,
  LedgerDamaged,
  ClockWrong,
};

/** An error in words, to send to another thread. One without a name of ours brings its stack. */
export function errorWords(error: unknown): { readonly name: string; readonly message: string } {
  if (!(error instanceof Error)) return { name: "Error", message: String(error) };
  const { name, message, stack } = error;
  return { name, message: Object.hasOwn(named, name) ? message : (stack ?? message) };
}

/** The error that `errorWords` put into words. */
export function errorOf({ name, message }: ReturnType<typeof errorWords>): Error {
  const Named = Object.hasOwn(named, name) ? named[name] : undefined;
  return Named === undefined ? new Error(message) : new Named(message);
}

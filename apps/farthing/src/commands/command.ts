import type { Settings } from "../config.ts";

/** Where a command speaks to the person at the keyboard. */
export interface Speech {
  readonly say: (text: string) => void;
  readonly complain: (text: unknown) => void;
}

/** Something that runs until it is told to stop. */
export interface Running {
  /** Where it answers, and what to do next. */
  readonly greeting: string;
  close(): Promise<void>;
}

/** What a command is called with. */
export interface Call {
  readonly settings: Settings;
  readonly speech: Speech;
  /** What stands behind its name. */
  readonly words: readonly string[];
}

/** One command of the executable. */
export interface Command {
  /** How it is said, behind `farthing`. */
  readonly usage: string;
  /** What it does, in one line of the help and of docs/reference/commands.md. */
  readonly does: string;
  /** The exit code where it could not be done, if not 1: of a command that checks, 1 says that what it checked is wrong. */
  readonly failed?: number;
  /** Resolves with what goes on running, or with the exit code. Rejects with why it could not be done. */
  run(call: Call): Promise<Running | number>;
}

import {
  ClockWrong,
  DiskFailed,
  DiskFull,
  DiskReadOnly,
  FolderInUse,
  LedgerDamaged,
  NewerSchema,
  OlderSchema,
  RangeEmpty,
} from "@farthing/ledger";
import { AnchorConflict, AnchorUnreached } from "@farthing/log";
import {
  BehindCheckpoint,
  CheckpointUnreadable,
  NewerStore,
  NotBuilt,
  PolicyUnreadable,
} from "@farthing/server";
import { BackupFault, Interrupted } from "./backup/backupFault.ts";
import { RestoreUnfinished } from "./backup/unfinished.ts";
import { StoreAhead } from "./requireNotAhead.ts";
import { FolderNotWritable } from "./checkWritable.ts";
import { ConfigError, type Settings } from "./config.ts";
import { KeysLost } from "./keys.ts";
import { CheckpointNotKept } from "./requireStartable.ts";
import { FileDamaged, isDamage } from "./sqlite/openSnapshot.ts";

/** Failures whose own message is already a sentence with a way out. */
const speaking = [
  AnchorConflict,
  AnchorUnreached,
  BackupFault,
  BehindCheckpoint,
  StoreAhead,
  CheckpointNotKept,
  CheckpointUnreadable,
  ClockWrong,
  ConfigError,
  DiskFailed,
  DiskFull,
  DiskReadOnly,
  FolderNotWritable,
  Interrupted,
  KeysLost,
  LedgerDamaged,
  NotBuilt,
  OlderSchema,
  PolicyUnreadable,
  RangeEmpty,
  RestoreUnfinished,
];

/** What to tell the person at the keyboard: one sentence, or `null` for a failure nobody foresaw. */
export function failureSentence(error: unknown, settings: Settings | null): string | null {
  if (!(error instanceof Error)) return null;
  if (speaking.some((kind) => error instanceof kind)) return error.message;
  if (settings === null) return null;
  const { data } = settings;
  if (error instanceof FolderInUse) {
    return `${error.message.replace(/\.$/, "")}: stop that process, or name another folder with FARTHING_DATA.`;
  }
  if (error instanceof NewerSchema || error instanceof NewerStore) {
    return `The data folder ${data} was written by a newer Farthing: start that one, or name another folder with FARTHING_DATA.`;
  }
  if (error instanceof FileDamaged || isDamage(error)) {
    return `${error.message}: run farthing doctor, leave ${data} as it is, and restore a backup.`;
  }
  return portSentence(error, settings);
}

function portSentence(error: Error, { port, newsstandPort }: Settings): string | null {
  if (!("code" in error && "port" in error)) return null;
  const name =
    error.port === newsstandPort && newsstandPort !== port
      ? "FARTHING_NEWSSTAND_PORT"
      : "FARTHING_PORT";
  if (error.code === "EADDRINUSE") {
    return `Port ${String(error.port)} is taken: stop the program that listens there, or choose another with ${name}.`;
  }
  if (error.code === "EACCES") {
    return `Port ${String(error.port)} may not be used by this account: choose one above 1023 with ${name}.`;
  }
  return null;
}

import { accessSync, constants, existsSync, statfsSync, statSync } from "node:fs";
import { join } from "node:path";
import { lockOwner, probeFsync } from "@farthing/ledger";
import { requireFinished } from "../backup/unfinished.ts";
import { bytesInWords } from "../bytesInWords.ts";
import { attempt, type Finding, ok, warning, wrong } from "./finding.ts";

const freeBytesMin = 64 * 1_048_576;
const freeBytesLow = 1_024 * 1_048_576;
const logBytesHigh = 512 * 1_048_576;
const slowMs = 20;
/** A disk that answers within microseconds keeps what it was told in memory. */
const doubtfulMs = 0.005;
const rounds = 200;

/** The data folder itself: whose it is, what room it has, what lies in it, who works in it, how fast its disk is. */
export async function checkFolder(folder: string): Promise<Finding[]> {
  if (!existsSync(folder)) {
    return [
      wrong(
        "folder",
        `${folder} does not exist`,
        "name the data folder with FARTHING_DATA, or start Farthing once",
      ),
    ];
  }
  const found = [
    await attempt("folder", () => checkAccess(folder)),
    await attempt("space", () => checkSpace(folder)),
    await attempt("files", () => checkFiles(folder)),
    await attempt("restore", () => checkRestore(folder), "run the restore again with --replace"),
    await attempt("lock", () => checkLock(folder), "give this account the right to the folder"),
    await attempt(
      "disk",
      () => checkDisk(folder),
      "give this account the right to write in the folder",
    ),
  ];
  return found.flat();
}

function checkAccess(folder: string): Finding {
  const { uid, mode } = statSync(folder);
  const me = process.getuid?.() ?? uid;
  const bits = (mode & 0o777).toString(8).padStart(4, "0");
  const what = `${folder}, owner ${uid}${uid === me ? " (this account)" : ""}, mode ${bits}`;
  try {
    accessSync(folder, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch {
    return wrong("folder", `${what}: not writable`, "give this account the right to write in it");
  }
  if (uid !== me) {
    return warning(
      "folder",
      `${what}: this is account ${me}`,
      "run Farthing and its commands as one account",
    );
  }
  return ok("folder", `${what}, writable`);
}

function checkSpace(folder: string): Finding {
  const { bavail, bsize } = statfsSync(folder);
  const free = bavail * bsize;
  const found = `${bytesInWords(free)} free`;
  const next = "make room before the ledger stops for the lack of it";
  if (free < freeBytesMin) return wrong("space", found, next);
  return free < freeBytesLow ? warning("space", found, next) : ok("space", found);
}

const names = ["ledger.db", "ledger.db-wal", "store.db", "store.db-wal"] as const;

function checkFiles(folder: string): Finding {
  const sizes = names.flatMap((name) => {
    const path = join(folder, name);
    return existsSync(path) ? [{ name, bytes: statSync(path).size }] : [];
  });
  if (sizes.length === 0) {
    return warning(
      "files",
      `${folder} holds no data yet`,
      "start Farthing, or restore a backup into it",
    );
  }
  const found = sizes.map(({ name, bytes }) => `${name} ${bytesInWords(bytes)}`).join(", ");
  const isLong = sizes.some(({ name, bytes }) => name.endsWith("-wal") && bytes > logBytesHigh);
  if (!isLong) return ok("files", found);
  return warning("files", found, "a long reading (a backup, an audit) holds the log: let it end");
}

function checkRestore(folder: string): readonly Finding[] {
  requireFinished(folder);
  return [];
}

function checkLock(folder: string): Finding {
  const owner = lockOwner(folder);
  return ok("lock", owner === null ? "free: no server runs here" : `held by ${owner}`);
}

function checkDisk(folder: string): Finding {
  const { medianMs, p99Ms } = probeFsync(folder, rounds);
  const [median, p99] = [medianMs, p99Ms].map((ms) => ms.toFixed(ms < 1 ? 3 : 1));
  const found = `a durable append of 4 KiB takes ${median} ms (median of ${rounds}), ${p99} ms (p99)`;
  if (medianMs > slowMs) {
    return warning("disk", found, "every payment waits for this: put the folder on a faster disk");
  }
  if (medianMs < doubtfulMs) {
    return warning("disk", found, "this is memory, not a disk: put the folder on one that lasts");
  }
  return ok("disk", found);
}

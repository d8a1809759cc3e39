import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchOptions } from "../bench.ts";
import { probeFsync } from "../probe/fsync.ts";
import { growTree } from "./log/growTree.ts";
import { timeFiles, timeWitnessedFiles } from "./log/timeFiles.ts";
import { timeLeaves } from "./log/timeLeaves.ts";

/**
 * What the public log costs: a leaf (the writer's part, and all of it, beside a bare SHA-256 in the same run), a proof
 * from a tree of `--entries` leaves as the ledger keeps it, a receipt file from the payment's answer on while others pay,
 * its check on a command line and in a browser, and such a file of a log that two witnesses sign.
 */
export async function benchLog({ connections, seconds, entries, batch }: BenchOptions) {
  const folder = mkdtempSync(join(tmpdir(), "farthing-bench-"));
  const part = (name: string) => {
    mkdirSync(join(folder, name));
    return join(folder, name);
  };
  try {
    const fsyncMs = probeFsync(folder);
    const leaves = timeLeaves();
    const tree = await growTree(part("tree"), { leaves: entries, batch });
    const files = await timeFiles(part("server"), { connections, seconds });
    const witnessed = await timeWitnessedFiles(part("witnessed"), { connections, seconds });
    return rounded({ ...leaves, ...tree, ...files, ...witnessed, fsyncMs });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function rounded(figures: object): object {
  return JSON.parse(
    JSON.stringify(figures, (_, value: unknown) =>
      typeof value === "number" ? Math.round(value * 1_000) / 1_000 : value,
    ),
  ) as object;
}

import { readFile } from "node:fs/promises";
import type { Deps } from "../deps.ts";
import { inTurn } from "../grants/inTurn.ts";
import { putFile } from "../log/putFile.ts";

/** The list of erased payers beside a file that holds the newest checkpoint: it is no part of a backup, and outlives a restore. */
export function erasedFileOf(checkpointFile: string): string {
  return `${checkpointFile}.erased`;
}

/** The payers in the list at `path`, by their pseudonyms; none where there is no list. */
export async function readErasedFile(path: string): Promise<string[]> {
  try {
    return (await readFile(path, "utf8")).split("\n").filter((line) => line !== "");
  } catch (error) {
    if (error instanceof Error && "code" in error && error.code === "ENOENT") return [];
    throw error;
  }
}

/** Adds a payer to the list, on disk before it resolves. Again changes nothing; of two at once each is in it. */
export function addToErasedFile(deps: Deps, path: string, payer: string): Promise<void> {
  return inTurn(deps, path, async () => {
    const before = await readErasedFile(path);
    if (before.includes(payer)) return;
    await putFile(path, `${[...before, payer].join("\n")}\n`, "name");
  });
}

import { mkdir, readFile, rm } from "node:fs/promises";
import { dirname, join } from "node:path";
import { setImmediate } from "node:timers/promises";
import { type Tile, tilePath, tilesBetween, tileWidth } from "@farthing/log";
import type { Deps } from "../deps.ts";
import { putFile } from "./putFile.ts";

/** What tiles are made of and where they are put. */
type From = Pick<Deps, "ledger" | "logFolder">;

/** Under load each step of a file waits for its turn behind payments, and a head waits for all its tiles. */
const atOnce = 16;

/**
 * Writes the tiles that the log of `newSize` leaves has and that of `oldSize` had not, into the log's folder, where any
 * static server finds them (c2sp.org/tlog-tiles). Doing it again writes the same. How far they are whole is written
 * down after them: where that is missing or behind, all that follows is made anew from the ledger.
 */
export async function writeTiles(from: From, oldSize: number, newSize: number): Promise<void> {
  const marker = join(from.logFolder, "tiles-size");
  await mkdir(from.logFolder, { recursive: true });
  const whole = Number(await readFile(marker, "utf8").catch(() => "0"));
  const start = Number.isSafeInteger(whole) && whole >= 0 ? Math.min(whole, oldSize) : 0;
  const left = tilesBetween(start, newSize);
  const writeLeft = async () => {
    for (const tile of left) {
      await writeTile(from, tile);
      // A whole log may have to be written: requests are answered in between.
      await setImmediate();
    }
  };
  await Promise.all(Array.from({ length: atOnce }, writeLeft));
  await putFile(marker, String(newSize));
}

async function writeTile({ ledger, logFolder }: From, tile: Tile): Promise<void> {
  const path = join(logFolder, tilePath(tile));
  await mkdir(dirname(path), { recursive: true });
  // A full tile is served for a year: a power cut must not leave its name without its bytes.
  await putFile(path, ledger.logTile(tile), tile.width === tileWidth ? "bytes" : "nothing");
  // The partial tiles that it outgrew: whoever still asks for one is answered from the ledger.
  if (tile.width === tileWidth) {
    await rm(join(logFolder, `${tilePath(tile)}.p`), { recursive: true, force: true });
  }
}

/**
 * A published tile's bytes: of a full one its file, or where that is missing or cut off, the ledger's own. A partial one is
 * always the ledger's: after the loss of a history its file may be that history's.
 */
export async function readTile({ ledger, logFolder }: From, tile: Tile): Promise<Uint8Array> {
  if (tile.width < tileWidth) return ledger.logTile(tile);
  const file = await readFile(join(logFolder, tilePath(tile))).catch(() => null);
  return file?.length === bytesIn(tile) ? file : ledger.logTile(tile);
}

/** 32 bytes a hash; an entry has 32, too, and its length in two before it. */
function bytesIn({ level, width }: Tile): number {
  return width * (level === "entries" ? 34 : 32);
}

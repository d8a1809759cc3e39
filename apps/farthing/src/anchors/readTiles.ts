import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { second } from "@farthing/core";
import { narrowTile, type Tile, tilePath, tileWidth } from "@farthing/log";
import { ConfigError } from "../config.ts";
import { readBody } from "../readBody.ts";

/** How long a log may take for one tile. */
const answerMs = 10 * second;
/** A full tile of hashes, in bytes: no more is read. */
const bytesMax = tileWidth * 32;

/**
 * The bytes of each tile, out of a log's folder or address; of a partial tile that is gone, out of a fuller one. Nothing
 * of them is believed. Rejects with `ConfigError` naming the tile that is not there.
 */
export async function readTiles(
  from: string,
  tiles: readonly Tile[],
): Promise<(tile: Tile) => Uint8Array> {
  const read = isAddress(from) ? fetchBytes : readBytes;
  const found = new Map<string, Uint8Array>();
  await Promise.all(
    tiles.map(async (tile) => {
      const bytes = await firstLong(tile, await candidates(from, tile), (path) => read(from, path));
      found.set(tilePath(tile), bytes ?? missing(from, tile));
    }),
  );
  return (tile) => found.get(tilePath(tile)) ?? missing(from, tile);
}

/** Whether a place is an address, and not a path. */
export function isAddress(where: string): boolean {
  return /^https?:\/\//.test(where);
}

function missing(from: string, tile: Tile): never {
  throw new ConfigError(
    `${from} does not give ${tilePath(tile)}: name the log's folder, or its address, with --tiles.`,
  );
}

/** Paths that may hold it, the tile itself first: a log may delete a partial one when it is full (c2sp.org/tlog-tiles). */
async function candidates(from: string, tile: Tile): Promise<string[]> {
  const full = tilePath({ ...tile, width: tileWidth });
  if (tile.width === tileWidth) return [full];
  const folder = join(from, `${full}.p`);
  const names = isAddress(from) ? [] : await readdir(folder).catch(() => []);
  const wider = names.filter((name) => /^\d{1,3}$/.test(name) && Number(name) > tile.width);
  return [tilePath(tile), full, ...wider.map((name) => `${full}.p/${name}`)];
}

async function firstLong(
  tile: Tile,
  paths: readonly string[],
  read: (path: string) => Promise<Uint8Array | null>,
): Promise<Uint8Array | null> {
  for (const path of paths) {
    const bytes = await read(path);
    const narrow = bytes === null ? null : narrowTile(tile, bytes);
    if (narrow !== null) return narrow;
  }
  return null;
}

function readBytes(folder: string, path: string): Promise<Uint8Array | null> {
  return readFile(join(folder, path)).catch(() => null);
}

async function fetchBytes(address: string, path: string): Promise<Uint8Array | null> {
  try {
    const url = `${address.replace(/\/$/, "")}/${path}`;
    const response = await fetch(url, { signal: AbortSignal.timeout(answerMs) });
    if (!response.ok) return null;
    return (await readBody(response, bytesMax)).subarray(0, bytesMax);
  } catch {
    return null;
  }
}

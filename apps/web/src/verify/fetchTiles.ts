import { narrowTile, type Tile, tilePath, tileWidth } from "@farthing/log";
import { AnchorTrouble } from "./anchorTrouble.ts";
import { askable, askElsewhere } from "./askable.ts";
import { readBounded } from "./readBounded.ts";

/** A full tile of hashes, in bytes. */
const tileBytesMax = tileWidth * 32;

/**
 * The bytes of each tile from a log's address, or from a copy's; of a partial tile that is gone, out of the full one.
 * Nothing of them is believed. Rejects with `AnchorTrouble`.
 */
export async function fetchTiles(
  from: string,
  tiles: readonly Tile[],
): Promise<(tile: Tile) => Uint8Array> {
  const address = askable(from)?.href.replace(/\/$/, "");
  if (address === undefined) throw new AnchorTrouble("tiles-address");
  const missing = (tile: Tile): never => {
    throw new AnchorTrouble("tiles-missing", `${address}/${tilePath(tile)}`);
  };
  const found = new Map<string, Uint8Array>();
  await Promise.all(
    tiles.map(async (tile) => {
      const bytes = (await fetchTile(address, tile, tile)) ?? (await fetchFull(address, tile));
      found.set(tilePath(tile), bytes ?? missing(tile));
    }),
  );
  return (tile) => found.get(tilePath(tile)) ?? missing(tile);
}

/** A log may delete a partial tile when it is full (c2sp.org/tlog-tiles). */
function fetchFull(address: string, tile: Tile): Promise<Uint8Array | null> {
  return fetchTile(address, { ...tile, width: tileWidth }, tile);
}

async function fetchTile(address: string, asked: Tile, wanted: Tile): Promise<Uint8Array | null> {
  try {
    const response = await askElsewhere(`${address}/${tilePath(asked)}`);
    const bytes = response.ok ? await readBounded(response, tileBytesMax) : null;
    return bytes === null ? null : narrowTile(wanted, bytes);
  } catch {
    return null;
  }
}

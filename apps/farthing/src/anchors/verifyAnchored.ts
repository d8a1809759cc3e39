import { toHex } from "@farthing/core";
import {
  type Anchored,
  type AnchoredVerdict,
  checkAnchored,
  disclosedLeaf,
  openCheckpoint,
  tilesOfProof,
  type TrueReceipt,
  type TrustPolicy,
} from "@farthing/log";
import { logVerifiers, sha256 } from "@farthing/server";
import { ConfigError } from "../config.ts";
import { asHex } from "./asHex.ts";
import { readNewest } from "./fileAnchor.ts";
import { isAddress, logAddress, readTiles } from "./readTiles.ts";

/** Which anchor to read. */
export interface AnchorPlace {
  /** A chain's JSON-RPC, or an anchor file. */
  readonly where: string;
  /** In that chain. */
  readonly contract: string | undefined;
  /** Blocks that must stand on a head, its own included. */
  readonly confirmations: number;
}

/** Which anchor a receipt is held against, and where the tiles are that lead there. */
export interface AnchorWish extends AnchorPlace {
  /** A log's folder or address; undefined: the address that the log is named for. */
  readonly tiles: string | undefined;
}

/** What came of it. `where`: the anchor in words that hold no secret. */
export interface AnchorCheck {
  readonly verdict: AnchoredVerdict | "not-the-log";
  readonly where: string;
  /** Leaves under the anchored head; 0: nothing is anchored. */
  readonly size: number;
  /** Hexadecimal. */
  readonly root: string | null;
}

/** What stands in an anchor. */
interface Found {
  /** In words that hold no secret. */
  readonly where: string;
  /** `not-the-log`: another log signed it than the policy names. */
  readonly anchored: Anchored | null | "not-the-log";
}

/**
 * Whether a receipt that is true also stands under the newest anchored head. Rejects with `AnchorUnreached`,
 * `AnchorConflict` or `ConfigError` where that cannot be told.
 */
export async function verifyAnchored(
  receipt: TrueReceipt,
  policy: TrustPolicy,
  wish: AnchorWish,
): Promise<AnchorCheck> {
  const { where, anchored } = await readAnchor(wish, policy);
  if (anchored === "not-the-log") return { verdict: anchored, where, size: 0, root: null };
  const size = anchored?.size ?? 0;
  const root = anchored === null ? null : toHex(anchored.root);
  const { index, disclosure, checkpoint } = receipt;
  if (anchored === null || index >= size) return { verdict: "not-yet", where, size, root };
  const leaf = disclosedLeaf(sha256, disclosure);
  const from = wish.tiles ?? logAddress(checkpoint.origin);
  const tileAt = await readTiles(from, tilesOfProof(sha256, index, size));
  return { verdict: checkAnchored(sha256, { leaf, index }, anchored, tileAt), where, size, root };
}

/**
 * The newest head in an anchor. Without a policy a file's signature is not looked at; a chain's head has none. Rejects with
 * `AnchorUnreached`, `AnchorConflict` or `ConfigError`.
 */
export function readAnchor(place: AnchorPlace, policy: TrustPolicy | null): Promise<Found> {
  return isAddress(place.where) ? readChain(place) : readFile(place.where, policy);
}

async function readChain({ where: rpc, contract, confirmations }: AnchorPlace): Promise<Found> {
  if (contract === undefined || !/^0x[0-9a-fA-F]{40}$/.test(contract)) {
    throw new ConfigError(
      "Which contract is missing: say --contract and its address, 0x and 40 hexadecimal digits.",
    );
  }
  // Large, and needed here only.
  const { readEvm } = await import("./readEvm.ts");
  const { anchored, chain, block } = await readEvm(
    { rpc, contract: asHex(contract) },
    confirmations,
  );
  return { anchored, where: `contract ${contract} at block ${block} of chain ${chain}` };
}

/** The newest line of a file, if the log that the policy names signed it. */
async function readFile(path: string, policy: TrustPolicy | null): Promise<Found> {
  const head = await readNewest(path);
  if (head === null) throw new ConfigError(`There is no anchor file ${path}, or nothing is in it.`);
  if (policy === null) return { where: path, anchored: head };
  const unwitnessed = { ...policy, quorum: null };
  const opened = await openCheckpoint(sha256, head.note, unwitnessed, logVerifiers);
  return { where: path, anchored: typeof opened === "string" ? "not-the-log" : head };
}

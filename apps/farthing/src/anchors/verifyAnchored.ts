import {
  type Anchored,
  type AnchorCheck,
  type AnchorHead,
  type FoundAnchor,
  holdAgainst,
  logAddress,
  openAnchorHead,
  type TrueReceipt,
  type TrustPolicy,
} from "@farthing/log";
import { logVerifiers, sha256 } from "@farthing/server";
import { ConfigError } from "../config.ts";
import { asHex } from "./asHex.ts";
import { readNewest } from "./fileAnchor.ts";
import { isAddress, readTiles } from "./readTiles.ts";

/** Which anchor to read. */
export interface AnchorSource {
  /** A chain's JSON-RPC, or an anchor file. */
  readonly where: string;
  /** In that chain. */
  readonly contract: string | undefined;
  /** Blocks that must stand on a head, its own included. */
  readonly confirmations: number;
}

/** Which anchor a receipt is held against, and where the tiles are that lead there. */
export interface AnchorWish extends AnchorSource {
  /** A log's folder or address; undefined: the address that the log is named for. */
  readonly tiles: string | undefined;
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
  const found = await readAnchor(wish, (head) =>
    openAnchorHead(sha256, head, receipt, policy, logVerifiers),
  );
  const from = wish.tiles ?? logAddress(receipt.checkpoint.origin);
  return holdAgainst(sha256, receipt, found, (tiles) => readTiles(from, tiles));
}

/** Whether the log that is meant signed the head of an anchor file. */
type OpenHead = (head: AnchorHead) => Promise<Anchored | "not-the-log">;

/**
 * The newest head in an anchor; nobody signs a chain's. Rejects with `AnchorUnreached`, `AnchorConflict` or
 * `ConfigError`.
 */
export function readAnchor(source: AnchorSource, open: OpenHead): Promise<FoundAnchor> {
  return isAddress(source.where) ? readChain(source) : readFile(source.where, open);
}

async function readChain({
  where: rpc,
  contract,
  confirmations,
}: AnchorSource): Promise<FoundAnchor> {
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
  return { anchored, place: { kind: "contract", contract, chain, block } };
}

async function readFile(path: string, open: OpenHead): Promise<FoundAnchor> {
  const head = await readNewest(path);
  if (head === null) throw new ConfigError(`There is no anchor file ${path}, or nothing is in it.`);
  return { anchored: await open(head), place: { kind: "file", name: path } };
}

import {
  type AnchorCheck,
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

/** Which anchor a receipt is held against, and where the tiles are that lead there. */
export interface AnchorWish {
  /** A chain's JSON-RPC, or an anchor file. */
  readonly where: string;
  /** In that chain. */
  readonly contract: string | undefined;
  /** Blocks that must stand on a head, its own included. */
  readonly confirmations: number;
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
  const found = await (isAddress(wish.where)
    ? readChain(wish)
    : readFile(wish.where, receipt, policy));
  const from = wish.tiles ?? logAddress(receipt.checkpoint.origin);
  return holdAgainst(sha256, receipt, found, (tiles) => readTiles(from, tiles));
}

async function readChain({
  where: rpc,
  contract,
  confirmations,
}: AnchorWish): Promise<FoundAnchor> {
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

/** The newest line of a file, if the receipt's log signed it. */
async function readFile(
  path: string,
  receipt: TrueReceipt,
  policy: TrustPolicy,
): Promise<FoundAnchor> {
  const head = await readNewest(path);
  if (head === null) throw new ConfigError(`There is no anchor file ${path}, or nothing is in it.`);
  const anchored = await openAnchorHead(sha256, head, receipt, policy, logVerifiers);
  return { anchored, place: { kind: "file", name: path } };
}

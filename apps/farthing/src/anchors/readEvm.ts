import { AnchorConflict, type Anchored } from "@farthing/log";
import { type Hex, hexToBytes } from "viem";
import { anchorAbi } from "./anchorAbi.ts";
import { evmPlace } from "./evmPlace.ts";
import { asked, type EvmContract, openChain } from "./evmChain.ts";

/** The newest head in a contract, and the block at whose end it stood there. */
export interface EvmHead {
  readonly anchored: Anchored | null;
  readonly chain: number;
  readonly block: bigint;
}

/**
 * Reads the contract as it was `confirmations` blocks deep, the newest block counting as one; of a younger chain, its
 * first. Rejects with `AnchorUnreached`, and with `AnchorConflict` where what it holds can be no head of a log.
 */
export function readEvm(of: EvmContract, confirmations = 1): Promise<EvmHead> {
  const client = openChain(of);
  return asked(evmPlace(of), async () => {
    const [chain, newest] = await Promise.all([client.getChainId(), client.getBlockNumber()]);
    const depth = BigInt(Math.max(0, confirmations - 1));
    const block = newest > depth ? newest - depth : 0n;
    const [root, size] = await client.readContract({
      abi: anchorAbi,
      address: of.contract,
      functionName: "newest",
      blockNumber: block,
    });
    return { anchored: headOf(evmPlace(of), root, size), chain, block };
  });
}

/** The contract takes any uint64: who holds its key can anchor more leaves than a log can have. */
function headOf(place: string, root: Hex, size: bigint): Anchored | null {
  if (size > BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new AnchorConflict(
      `${place} holds a head of ${size} leaves, which no log has: its key was stolen, or it is no contract of Farthing's.`,
    );
  }
  return size === 0n ? null : { root: hexToBytes(root), size: Number(size) };
}

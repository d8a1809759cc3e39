import type { Anchored } from "@farthing/log";
import { hexToBytes } from "viem";
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
 * first. Rejects with `AnchorUnreached`.
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
    const anchored = size === 0n ? null : { root: hexToBytes(root), size: Number(size) };
    return { anchored, chain, block };
  });
}

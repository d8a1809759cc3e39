import { minute, second } from "@farthing/core";
import { AnchorUnreached } from "@farthing/log";
import { createWalletClient, defineChain, type Hex, http } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { anchorAbi } from "./anchorAbi.ts";
import { anchorBytecode } from "./anchorBytecode.ts";
import { asked, openChain } from "./evmChain.ts";

/** A contract that is on its chain. */
export interface Deployed {
  readonly contract: Hex;
  readonly chain: number;
  readonly owner: Hex;
  readonly gas: bigint;
}

/**
 * Puts contracts/Anchor.sol on the chain behind `rpc`, owned by the account of `key`, and waits for its block, at most two
 * minutes. Rejects with `AnchorUnreached`, whose sentence names the account: it may have no ether.
 */
export async function deployAnchor({ rpc, key }: { rpc: string; key: Hex }): Promise<Deployed> {
  const account = privateKeyToAccount(key);
  const client = openChain({ rpc });
  return asked(`the account ${account.address} deploys no contract`, async () => {
    const id = await client.getChainId();
    const wallet = createWalletClient({
      account,
      chain: chainOf(id, rpc),
      transport: http(rpc, { retryCount: 0 }),
    });
    const hash = await wallet.deployContract({
      abi: anchorAbi,
      bytecode: anchorBytecode,
      args: [account.address],
    });
    const { contractAddress, gasUsed, status } = await client.waitForTransactionReceipt({
      hash,
      timeout: 2 * minute,
      pollingInterval: second,
    });
    if (!contractAddress || status !== "success") {
      throw new AnchorUnreached(`The chain took ${hash}, but it made no contract: ask it why.`);
    }
    return { contract: contractAddress, chain: id, owner: account.address, gas: gasUsed };
  });
}

/** All that signing needs to know of a chain is its number. */
function chainOf(id: number, rpc: string) {
  return defineChain({
    id,
    name: String(id),
    nativeCurrency: { name: "Ether", symbol: "ETH", decimals: 18 },
    rpcUrls: { default: { http: [rpc] } },
  });
}

import { minute, second } from "@farthing/core";
import { AnchorUnreached } from "@farthing/log";
import {
  createWalletClient,
  defineChain,
  encodeDeployData,
  type Hex,
  http,
  keccak256,
  type PublicClient,
} from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
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
 * minutes. Rejects with `AnchorUnreached`, whose sentence names the account, which may have no ether, and the transaction,
 * once it is signed, so that nobody deploys twice.
 */
export async function deployAnchor({
  rpc,
  key,
  waitMs = 2 * minute,
}: {
  rpc: string;
  key: Hex;
  waitMs?: number;
}): Promise<Deployed> {
  const account = privateKeyToAccount(key);
  const client = openChain({ rpc });
  const { id, raw } = await asked(`the account ${account.address} deploys no contract`, () =>
    sign(client, { rpc, account }),
  );
  const hash = keccak256(raw);
  // From here on it may be on the chain, whatever the answers are.
  const unsure = `the account ${account.address} has deployed no contract yet, but its transaction ${hash} may be on its way: look for it before you deploy again`;
  return asked(unsure, async () => {
    await client.sendRawTransaction({ serializedTransaction: raw });
    const { contractAddress, gasUsed, status } = await client.waitForTransactionReceipt({
      hash,
      timeout: waitMs,
      pollingInterval: second,
    });
    if (!contractAddress || status !== "success") {
      throw new AnchorUnreached(`The chain took ${hash}, but it made no contract: ask it why.`);
    }
    return { contract: contractAddress, chain: id, owner: account.address, gas: gasUsed };
  });
}

/** The deployment, signed and not sent. */
async function sign(
  client: PublicClient,
  { rpc, account }: { rpc: string; account: PrivateKeyAccount },
): Promise<{ id: number; raw: Hex }> {
  const id = await client.getChainId();
  const transport = http(rpc, { retryCount: 0 });
  const wallet = createWalletClient({ account, chain: chainOf(id, rpc), transport });
  const args = [account.address] as const;
  const data = encodeDeployData({ abi: anchorAbi, bytecode: anchorBytecode, args });
  const request = await wallet.prepareTransactionRequest({ data });
  return { id, raw: await wallet.signTransaction(request) };
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

import { bytesEqual } from "@farthing/core";
import {
  type Anchor,
  AnchorConflict,
  type AnchorHead,
  AnchorUnreached,
  type Publication,
} from "@farthing/log";
import {
  type Address,
  BaseError,
  encodeFunctionData,
  type Hex,
  keccak256,
  type PublicClient,
  recoverTransactionAddress,
  toHex,
  TransactionNotFoundError,
  type TransactionReceipt,
  TransactionReceiptNotFoundError,
  type TransactionSerializedEIP1559,
} from "viem";
import { type PrivateKeyAccount, privateKeyToAccount } from "viem/accounts";
import { anchorAbi } from "./anchorAbi.ts";
import { asked, type EvmAnchorOptions, openChain } from "./evmChain.ts";
import { bumpAfterMs, dearer, type Fees, type Send, sendsMax, Way } from "./evmSends.ts";
import { evmPlace } from "./evmPlace.ts";
import { readEvm } from "./readEvm.ts";

interface Chain extends EvmAnchorOptions {
  readonly place: string;
  readonly client: PublicClient;
  readonly account: PrivateKeyAccount;
}

const intended: Publication = { state: "intended", detail: null };

/**
 * Heads in a contract of an EVM chain. What is sent is signed and written down first; from then on its hash is looked
 * up, whatever became of the sending: no answer of the chain's is taken for more than it says.
 */
export function evmAnchor(options: EvmAnchorOptions): Anchor {
  const chain: Chain = {
    ...options,
    place: evmPlace(options),
    client: openChain(options),
    account: privateKeyToAccount(options.key),
  };
  return {
    place: chain.place,
    newest: async () => (await readEvm(options)).anchored,
    advance: (head, from) => asked(chain.place, () => advance(chain, head, from)),
  };
}

async function advance(chain: Chain, head: AnchorHead, from: Publication): Promise<Publication> {
  if (from.state === "intended") return begin(chain, head);
  if (from.state !== "sent" && from.state !== "mined") return from;
  const way = Way.parse(JSON.parse(from.detail ?? ""));
  const here = await chain.client.getChainId();
  if (here !== way.chain) {
    throw new AnchorUnreached(
      `${chain.place}: the RPC is of chain ${here}, but the head was sent on chain ${way.chain}: set FARTHING_ANCHOR_RPC to that one.`,
    );
  }
  return from.state === "sent" ? lookForBlock(chain, head, way) : confirm(chain, way);
}

/** Signs a first send, unless the head is there already. */
async function begin(chain: Chain, head: AnchorHead): Promise<Publication> {
  const { anchored, chain: id } = await readEvm(chain);
  if (anchored !== null && anchored.size >= head.size) {
    if (anchored.size > head.size || bytesEqual(anchored.root, head.root)) {
      // What the chain may yet take back covers nothing.
      const deep = (await readEvm(chain, chain.confirmations)).anchored;
      return deep !== null && deep.size >= head.size
        ? { state: "overtaken", detail: null }
        : intended;
    }
    throw new AnchorConflict(
      `${chain.place} holds another history over the first ${head.size} leaves.`,
    );
  }
  const { client, account } = chain;
  // Not what others may know to be waiting: whatever waits under this number is replaced.
  const nonce = await client.getTransactionCount({ address: account.address, blockTag: "latest" });
  const send = await sign(chain, head, { id, nonce, fees: await client.estimateFeesPerGas() });
  return sent({ chain: id, nonce, sends: [send] });
}

async function sign(
  chain: Chain,
  { root, size }: AnchorHead,
  { id, nonce, fees }: { id: number; nonce: number; fees: Fees },
): Promise<Send> {
  const { client, account, contract: to, clock } = chain;
  const call = {
    abi: anchorAbi,
    functionName: "anchor",
    args: [toHex(root), BigInt(size)],
  } as const;
  const data = encodeFunctionData(call);
  // Runs it, too: what the contract would refuse is not sent. On what is mined: what waits may be our own.
  const gas = await client.estimateContractGas({
    ...call,
    address: to,
    account: account.address,
    blockTag: "latest",
  });
  const { maxFeePerGas, maxPriorityFeePerGas } = fees;
  const raw = await account.signTransaction({
    type: "eip1559",
    chainId: id,
    nonce,
    to,
    data,
    gas: (gas * 5n) / 4n,
    maxFeePerGas,
    maxPriorityFeePerGas,
  });
  return {
    hash: keccak256(raw),
    raw,
    maxFeePerGas: String(maxFeePerGas),
    maxPriorityFeePerGas: String(maxPriorityFeePerGas),
    at: clock.now(),
  };
}

/** What was sent is in a block, or lost, or waits: and then it is sent again, after a while with a higher fee. */
async function lookForBlock(chain: Chain, head: AnchorHead, way: Way): Promise<Publication> {
  const { client, account, clock } = chain;
  const from = await senderOf(way);
  // The number first: where it is used up, what used it has a receipt by now.
  const used = await client.getTransactionCount({ address: from, blockTag: "latest" });
  const receipt = await receiptOf(client, way);
  if (receipt !== null) return receipt.status === "success" ? mined(way, receipt) : intended;
  // Something else took the number, or the key is another one, whose account counts for itself: look at the contract, and
  // begin anew.
  if (used > way.nonce || from !== account.address) return intended;
  const last = lastOf(way);
  const waitedMs = clock.now() - last.at;
  if (waitedMs >= bumpAfterMs && way.sends.length < sendsMax) {
    const fees = dearer(last, await client.estimateFeesPerGas());
    const send = await sign(chain, head, { id: way.chain, nonce: way.nonce, fees });
    return sent({ ...way, sends: [...way.sends, send] });
  }
  if (!(await knows(client, last.hash))) await broadcast(chain, way);
  return sent(way);
}

/**
 * Hands over the last send. A node that says no may know it by now, or may have used its number: then the next look
 * decides. Only a no that left nothing behind is one.
 */
async function broadcast({ client, account }: Chain, way: Way): Promise<void> {
  const { raw, hash } = lastOf(way);
  try {
    await client.sendRawTransaction({ serializedTransaction: raw });
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    if (await knows(client, hash)) return;
    const used = await client.getTransactionCount({ address: account.address, blockTag: "latest" });
    if (used <= way.nonce) throw error;
  }
}

/** In a block that is still the chain's; final when enough blocks are on top of it. */
async function confirm(chain: Chain, way: Way): Promise<Publication> {
  const newest = await chain.client.getBlockNumber();
  const receipt = await receiptOf(chain.client, way);
  if (receipt === null || receipt.status !== "success") {
    const { block: _, ...rest } = way;
    return sent(rest);
  }
  const now = mined(way, receipt);
  const isFinal = newest - receipt.blockNumber + 1n >= BigInt(chain.confirmations);
  return isFinal ? { ...now, state: "final" } : now;
}

/** The receipt of whichever send was mined; null: none is. */
async function receiptOf(client: PublicClient, { sends }: Way): Promise<TransactionReceipt | null> {
  for (const { hash } of sends.toReversed()) {
    const receipt = await orNull(
      () => client.getTransactionReceipt({ hash }),
      TransactionReceiptNotFoundError,
    );
    if (receipt !== null) return receipt;
  }
  return null;
}

async function knows(client: PublicClient, hash: Hex): Promise<boolean> {
  const known = await orNull(() => client.getTransaction({ hash }), TransactionNotFoundError);
  return known !== null;
}

async function orNull<T>(
  ask: () => Promise<T>,
  absent: new (...args: never[]) => Error,
): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof absent) return null;
    throw error;
  }
}

/** Whose number the sends have in common: the account that signed the first. */
function senderOf({ sends: [first] }: Way): Promise<Address> {
  if (first === undefined) throw new Error("a way has a send");
  const { raw } = first;
  return recoverTransactionAddress({ serializedTransaction: raw as TransactionSerializedEIP1559 });
}

function lastOf({ sends }: Way): Send {
  const last = sends.at(-1);
  if (last === undefined) throw new Error("a way has a send");
  return last;
}

function sent(way: Way): Publication {
  return { state: "sent", detail: JSON.stringify(way) };
}

function mined(way: Way, { blockHash, blockNumber }: TransactionReceipt): Publication {
  const block = { hash: blockHash, number: String(blockNumber) };
  return { state: "mined", detail: JSON.stringify({ ...way, block }) };
}

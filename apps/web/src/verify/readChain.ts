import { fromHex } from "@farthing/core";
import { type Anchored, confirmationsDefault, type FoundAnchor } from "@farthing/log";
import { AnchorTrouble } from "./anchorTrouble.ts";
import { askable, askElsewhere } from "./askable.ts";
import { readBounded } from "./readBounded.ts";

/** Longest answer of a node that is read, in bytes: what is asked for takes some hundreds. */
const answerBytesMax = 65_536;
const reasonMax = 200;
/** First four bytes of Keccak-256("newest()"), of contracts/Anchor.sol (Solidity ABI, "Function Selector"). */
const newestSelector = "0x8bdbdac1";

/** A node's JSON-RPC, and the contract in its chain. */
export interface ChainWish {
  readonly node: string;
  readonly contract: string;
}

/**
 * The newest head in a contract as it was twelve blocks deep, the newest block counting as one; of a younger chain, at
 * its first (docs/reference/anchors.md). Rejects with `AnchorTrouble`.
 */
export async function readChain(wish: ChainWish): Promise<FoundAnchor> {
  const node = askable(wish.node);
  const contract = wish.contract.trim();
  if (node === null) throw new AnchorTrouble("node-address");
  if (!/^0x[0-9a-f]{40}$/i.test(contract)) throw new AnchorTrouble("contract-address");
  const [id, newest] = await Promise.all([
    askNode(node, "eth_chainId", []).then(quantity),
    askNode(node, "eth_blockNumber", []).then(quantity),
  ]);
  const chain = Number(id);
  const depth = BigInt(confirmationsDefault - 1);
  const block = newest > depth ? newest - depth : 0n;
  const call = { to: contract, data: newestSelector };
  const answer = await askNode(node, "eth_call", [call, `0x${block.toString(16)}`]);
  if (answer === "0x") throw new AnchorTrouble("no-contract", String(chain));
  return { place: { kind: "contract", contract, chain, block }, anchored: anchoredOf(answer) };
}

/** What `newest()` answered: a root in 32 bytes, and a size in 32. */
function anchoredOf(answer: unknown): Anchored | null {
  const words =
    typeof answer === "string" ? /^0x([0-9a-f]{64})([0-9a-f]{64})$/i.exec(answer) : null;
  const root = fromHex(words?.[1] ?? "");
  const size = Number(BigInt(`0x${words?.[2] ?? "0"}`));
  if (words === null || root === null || !Number.isSafeInteger(size)) {
    throw new AnchorTrouble("other-contract");
  }
  return size === 0 ? null : { root, size };
}

function quantity(answer: unknown): bigint {
  if (typeof answer !== "string" || !/^0x[0-9a-f]{1,13}$/i.test(answer)) {
    throw new AnchorTrouble("node-odd");
  }
  return BigInt(answer);
}

async function askNode(node: URL, method: string, params: readonly unknown[]): Promise<unknown> {
  const silent = () => {
    throw new AnchorTrouble("node-silent");
  };
  const response = await askElsewhere(node, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify({ jsonrpc: "2.0", id: 1, method, params }),
  }).catch(silent);
  const bytes = await readBounded(response, answerBytesMax).catch(silent);
  const answer = parse(bytes);
  const error: unknown = Reflect.get(answer, "error");
  if (error !== undefined && error !== null) throw refusal(error);
  if (!Reflect.has(answer, "result")) throw new AnchorTrouble("node-odd");
  return Reflect.get(answer, "result");
}

function parse(bytes: Uint8Array | null): object {
  try {
    const answer: unknown = JSON.parse(new TextDecoder().decode(bytes ?? new Uint8Array()));
    if (typeof answer === "object" && answer !== null) return answer;
  } catch {
    // A page of a proxy, or half an answer.
  }
  throw new AnchorTrouble("node-odd");
}

/** A contract that knows no `newest()` reverts; all else is the node's own reason. */
function refusal(error: unknown): AnchorTrouble {
  const message: unknown =
    typeof error === "object" && error !== null ? Reflect.get(error, "message") : "";
  const reason = typeof message === "string" ? message : "";
  if (/revert/i.test(reason)) return new AnchorTrouble("other-contract");
  const line = reason.replaceAll(/[\s\p{Cc}]+/gu, " ").slice(0, reasonMax);
  return new AnchorTrouble("node-refuses", line);
}

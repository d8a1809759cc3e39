import { type Clock, second } from "@farthing/core";
import { AnchorUnreached } from "@farthing/log";
import {
  type Address,
  BaseError,
  ContractFunctionRevertedError,
  createPublicClient,
  type Hex,
  http,
  type PublicClient,
} from "viem";
import { readBody } from "../readBody.ts";

/** A contract (contracts/Anchor.sol) and how its chain is asked. */
export interface EvmContract {
  /** JSON-RPC over http or https. It may hold a key: it is never said. */
  readonly rpc: string;
  readonly contract: Address;
  /** How long an answer may take. Default: ten seconds. */
  readonly timeoutMs?: number;
}

/** A contract that heads are anchored in, and by whom. */
export interface EvmAnchorOptions extends EvmContract {
  /** Of an account that does nothing else: its next number is always the anchor's. */
  readonly key: Hex;
  /** Blocks on top of a head until it counts as final, its own included. */
  readonly confirmations: number;
  readonly clock: Clock;
}

/** Asks a chain. Nothing is kept of its answers, and nothing is asked twice: the queue comes again. */
export function openChain({
  rpc,
  timeoutMs,
}: Pick<EvmContract, "rpc" | "timeoutMs">): PublicClient {
  const timeout = timeoutMs ?? 10 * second;
  const transport = http(rpc, { timeout, retryCount: 0, fetchFn: fetchBounded });
  return createPublicClient({ transport, cacheTime: 0 });
}

/** Longest answer read, in bytes: what is asked for takes some hundreds, and a block of the chain some thousands. */
const answerBytesMax = 4_000_000;

async function fetchBounded(...asked: Parameters<typeof fetch>): Promise<Response> {
  const response = await fetch(...asked);
  const bytes = await readBody(response, answerBytesMax);
  if (bytes.length > answerBytesMax) {
    throw new Error(`It answers with more than ${answerBytesMax} bytes.`);
  }
  const { status, statusText, headers } = response;
  const body = bytes.length === 0 ? null : new Uint8Array(bytes);
  return new Response(body, { status, statusText, headers });
}

/** `work`'s answer; every failure of the chain is an `AnchorUnreached` that says nothing of the address it was asked at. */
export async function asked<T>(place: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof BaseError)) throw error;
    throw new AnchorUnreached(`${place}: ${reasonOf(error)}`);
  }
}

const reasonMax = 200;

/** What is known of it in one line. Addresses of servers are left out: they hold keys. */
function reasonOf(error: BaseError): string {
  const reverted = error.walk((each) => each instanceof ContractFunctionRevertedError);
  const name =
    reverted instanceof ContractFunctionRevertedError ? reverted.data?.errorName : undefined;
  const inner = error.walk();
  const said = [
    error.shortMessage,
    name,
    inner instanceof BaseError ? inner.shortMessage : "",
    error.details,
  ];
  const lines = [...new Set(said.filter(Boolean))].join(" ");
  return lines
    .replaceAll(/\w+:\/\/\S+/g, "(address)")
    .replaceAll(/[\s\p{Cc}]+/gu, " ")
    .slice(0, reasonMax);
}

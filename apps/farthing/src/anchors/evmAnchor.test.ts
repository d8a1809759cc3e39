import { instant, second } from "@farthing/core";
import { AnchorConflict, type AnchorHead, AnchorUnreached, type Publication } from "@farthing/log";
import { type Hex, hexToBytes, parseAbi, toHex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { anchorAbi } from "./anchorAbi.ts";
import { anchorBytecode } from "./anchorBytecode.ts";
import { type Anvil, anvilKeys, startAnvil, walletOf } from "./anvil.testing.ts";
import { evmAnchor } from "./evmAnchor.ts";
import type { EvmAnchorOptions } from "./evmChain.ts";
import { bumpAfterMs, sendsMax, Way } from "./evmSends.ts";
import { type Fault, startFaultyRpc } from "./faultyRpc.testing.ts";
import { readEvm } from "./readEvm.ts";

let anvil: Anvil;
beforeAll(async () => {
  anvil = await startAnvil();
});
afterAll(() => anvil.stop());

let contract: Hex;
let now: number;
beforeEach(async () => {
  now = 1_800_000_000_000;
  const { client } = anvil;
  await client.setAutomine(true);
  const { address } = privateKeyToAccount(anvilKeys[0]);
  const hash = await client.deployContract({
    abi: anchorAbi,
    bytecode: anchorBytecode,
    args: [address],
  });
  const { contractAddress } = await client.waitForTransactionReceipt({ hash });
  contract = contractAddress ?? expect.fail("it was not deployed");
  await client.setAutomine(false);
});

const rootOf = (byte: number) => new Uint8Array(32).fill(byte);
const headOf = (size: number, byte = size): AnchorHead => ({ size, root: rootOf(byte), note: "" });
const intended: Publication = { state: "intended", detail: null };

function anchorAt(more: Partial<EvmAnchorOptions> = {}) {
  const clock = { now: () => instant(now) };
  const [key] = anvilKeys;
  return evmAnchor({ rpc: anvil.url, contract, key, confirmations: 3, clock, ...more });
}

/** One step after the other, each by a process that knows only what is written down. */
async function steps(head: AnchorHead, from: Publication, count: number): Promise<Publication> {
  let at = from;
  for (let step = 0; step < count; step += 1) at = await anchorAt().advance(head, at);
  return at;
}

const wayOf = ({ detail }: Publication) => Way.parse(JSON.parse(detail!));
const mine = (blocks = 1) => anvil.client.mine({ blocks });
const newest = async () => (await readEvm({ rpc: anvil.url, contract })).anchored;
const waiting = async () => (await anvil.client.getTxpoolStatus()).pending;
/** Another process of the owner's anchors. */
const writeAs = (root: Uint8Array, size: bigint) =>
  walletOf(anvil.url, anvilKeys[0]).writeContract({
    abi: anchorAbi,
    address: contract,
    functionName: "anchor",
    args: [toHex(root), size],
  });
const sentCount = () => anvil.client.getTransactionCount({ address: anvil.client.account.address });

test("a head is signed, written down, sent, mined and final, each a step of its own", async () => {
  const head = headOf(5);
  const signed = await anchorAt().advance(head, intended);
  expect([signed.state, await waiting()]).toEqual(["sent", 0]);
  const sent = await anchorAt().advance(head, signed);
  expect([sent, await waiting()]).toEqual([signed, 1]);
  expect(await anchorAt().advance(head, sent)).toEqual(signed);
  await mine();
  const mined = await anchorAt().advance(head, sent);
  expect(mined.state).toBe("mined");
  expect(await anchorAt().advance(head, mined)).toEqual(mined);
  await mine();
  expect(await anchorAt().advance(head, mined)).toEqual(mined);
  await mine();
  expect(await anchorAt().advance(head, mined)).toEqual({ ...mined, state: "final" });
  expect(await anchorAt().newest()).toEqual({ size: 5, root: rootOf(5) });
});

test("what waits too long is replaced under the same number, for more, and mined once", async () => {
  const before = await sentCount();
  const first = await steps(headOf(5), intended, 2);
  now += bumpAfterMs - second;
  expect(await anchorAt().advance(headOf(5), first)).toEqual(first);
  now += second;
  const second_ = await steps(headOf(5), first, 2);
  const { sends } = wayOf(second_);
  expect(sends).toHaveLength(2);
  expect(BigInt(sends[1]!.maxFeePerGas) * 8n).toBeGreaterThanOrEqual(
    BigInt(sends[0]!.maxFeePerGas) * 9n,
  );
  expect(await waiting()).toBe(1);
  await mine();
  expect((await anchorAt().advance(headOf(5), second_)).state).toBe("mined");
  expect(await sentCount()).toBe(before + 1);
});

test("the fee has an end", async () => {
  let at = await steps(headOf(5), intended, 2);
  for (let tries = 0; tries < sendsMax + 3; tries += 1) {
    now += bumpAfterMs;
    at = await anchorAt().advance(headOf(5), at);
  }
  expect(wayOf(at).sends).toHaveLength(sendsMax);
  await mine();
});

test("what a node dropped is sent again", async () => {
  const at = await steps(headOf(5), intended, 2);
  await anvil.client.dropTransaction({ hash: wayOf(at).sends[0]!.hash });
  expect(await waiting()).toBe(0);
  await anchorAt().advance(headOf(5), at);
  expect(await waiting()).toBe(1);
  await mine();
});

test("a block that the chain took back is no block: the head is sent again", async () => {
  const { client } = anvil;
  const id = await client.snapshot();
  const sent = await steps(headOf(5), intended, 2);
  await mine();
  const mined = await anchorAt().advance(headOf(5), sent);
  expect(mined.state).toBe("mined");
  await client.revert({ id });
  await mine(2);
  expect(await newest()).toBe(null);
  const back = await anchorAt().advance(headOf(5), mined);
  expect(back).toEqual(sent);
  await anchorAt().advance(headOf(5), back);
  await mine();
  const again = await anchorAt().advance(headOf(5), back);
  expect(again.state).toBe("mined");
  expect(wayOf(again).block).not.toEqual(wayOf(mined).block);
  await mine(2);
  expect((await anchorAt().advance(headOf(5), again)).state).toBe("final");
});

test("a head that moved to another block is followed there", async () => {
  const { client } = anvil;
  const id = await client.snapshot();
  const sent = await steps(headOf(5), intended, 2);
  await mine();
  const mined = await anchorAt().advance(headOf(5), sent);
  await client.revert({ id });
  await mine();
  await client.sendRawTransaction({ serializedTransaction: wayOf(mined).sends[0]!.raw });
  await mine(1);
  const moved = await anchorAt().advance(headOf(5), mined);
  expect(moved.state).toBe("mined");
  expect(wayOf(moved).block).not.toEqual(wayOf(mined).block);
});

test("where something else took the number, the contract says what to do", async () => {
  const { client } = anvil;
  const at = await anchorAt().advance(headOf(5), intended);
  await client.sendTransaction({ to: client.account.address, value: 1n });
  await mine();
  const back = await anchorAt().advance(headOf(5), at);
  expect(back).toEqual(intended);
  const again = await steps(headOf(5), back, 2);
  expect(wayOf(again).nonce).toBe(wayOf(at).nonce + 1);
  await mine();
  expect((await anchorAt().advance(headOf(5), again)).state).toBe("mined");
  // A row that was lost: begun anew, it is there already.
  await mine(2);
  expect((await anchorAt().advance(headOf(5), intended)).state).toBe("overtaken");
  expect((await anchorAt().advance(headOf(4), intended)).state).toBe("overtaken");
  await expect(anchorAt().advance(headOf(5, 9), intended)).rejects.toBeInstanceOf(AnchorConflict);
});

test("a smaller head that lost its race is overtaken, and costs one send at most", async () => {
  const at = await anchorAt().advance(headOf(5), intended);
  await writeAs(rootOf(8), 8n);
  await mine(3);
  expect(await steps(headOf(5), at, 2)).toEqual({ state: "overtaken", detail: null });
  expect(await newest()).toEqual({ size: 8, root: rootOf(8) });
});

test.each<[Fault, number]>([
  ["twice", 1],
  ["accept-then-fail", 1],
  ["hang", 1],
  ["swallow", 0],
  ["fail", 0],
  ["garbage", 0],
])("an RPC that answers a sending with %s is looked up, not believed", async (fault, arrived) => {
  const rpc = await startFaultyRpc(anvil.url, (method) =>
    method === "eth_sendRawTransaction" ? fault : "none",
  );
  const before = await sentCount();
  try {
    const through = anchorAt({ rpc: rpc.url, timeoutMs: 300 });
    const signed = await through.advance(headOf(5), intended);
    await through.advance(headOf(5), signed).catch((error: unknown) => {
      expect(error).toBeInstanceOf(AnchorUnreached);
      expect(String(error)).not.toContain(rpc.url);
    });
    expect(await waiting()).toBe(arrived);
    // Later, with an RPC that works.
    await steps(headOf(5), signed, 2);
    expect(await waiting()).toBe(1);
    await mine();
    expect((await anchorAt().advance(headOf(5), signed)).state).toBe("mined");
    expect(await sentCount()).toBe(before + 1);
  } finally {
    await rpc.close();
  }
});

test.each<Fault>(["fail", "hang", "garbage"])(
  "an RPC that is down with %s changes nothing, and its address is not said",
  async (fault) => {
    const rpc = await startFaultyRpc(anvil.url, () => fault);
    const sent = await steps(headOf(5), intended, 2);
    try {
      const through = anchorAt({ rpc: `${rpc.url}/secret`, timeoutMs: 300 });
      for (const ask of [through.newest(), through.advance(headOf(5), sent)]) {
        const error = await ask.then(
          () => expect.fail("it answered"),
          (thrown: unknown) => thrown,
        );
        expect(error).toBeInstanceOf(AnchorUnreached);
        expect(String(error)).not.toMatch(/secret|127\.0\.0\.1/);
      }
    } finally {
      await rpc.close();
    }
    await mine();
    expect((await anchorAt().advance(headOf(5), sent)).state).toBe("mined");
  },
);

test.each<[string, Partial<EvmAnchorOptions>, RegExp]>([
  ["somebody else's key", { key: anvilKeys[1] }, /OwnableUnauthorizedAccount/],
  [
    "an account that is no owner and has no ether",
    { key: toHex(rootOf(7)) },
    /OwnableUnauthorizedAccount/,
  ],
  ["no contract", { contract: `0x${"12".repeat(20)}` }, /returned no data/],
])("%s is said in a sentence", async (_, wrong, why) => {
  const refused = anchorAt(wrong).advance(headOf(5), intended);
  await expect(refused).rejects.toBeInstanceOf(AnchorUnreached);
  await expect(refused).rejects.toThrow(why);
});

test("an owner without ether is said in a sentence", async () => {
  const { client } = anvil;
  const { address } = client.account;
  const value = await client.getBalance({ address });
  await client.setBalance({ address, value: 0n });
  const signed = await anchorAt().advance(headOf(5), intended);
  await expect(anchorAt().advance(headOf(5), signed)).rejects.toThrow(/fund|balance/i);
  await client.setBalance({ address, value });
  await anchorAt().advance(headOf(5), signed);
  await mine();
  expect((await anchorAt().advance(headOf(5), signed)).state).toBe("mined");
});

test("a head is read as deep as is asked", async () => {
  const sent = await steps(headOf(5), intended, 2);
  await mine();
  await anchorAt().advance(headOf(5), sent);
  const at = (confirmations: number) => readEvm({ rpc: anvil.url, contract }, confirmations);
  expect((await at(1)).anchored).toEqual({ size: 5, root: hexToBytes(toHex(rootOf(5))) });
  expect((await at(2)).anchored).toBe(null);
  await mine();
  expect((await at(2)).anchored?.size).toBe(5);
});

test("a size that no log has is said in a sentence, and stops anchoring there", async () => {
  await writeAs(rootOf(1), 2n ** 53n);
  await mine();
  const conflict = expect.objectContaining({
    message: expect.stringContaining("a head of 9007199254740992 leaves, which no log has"),
  });
  // One after the other: what rejects before it is awaited is nobody's.
  for (const ask of [
    newest,
    () => anchorAt().newest(),
    () => anchorAt().advance(headOf(5), intended),
  ]) {
    const error = await ask().catch((fault: unknown) => fault);
    expect(error).toBeInstanceOf(AnchorConflict);
    expect(error).toEqual(conflict);
  }
});

test("what is ahead is overtaken only when it is as deep as a head that is final", async () => {
  const id = await anvil.client.snapshot();
  await writeAs(rootOf(8), 8n);
  await mine(2);
  expect(await anchorAt().advance(headOf(5), intended)).toEqual(intended);
  await anvil.client.revert({ id });
  // The chain took it back: the head that waited is sent.
  expect((await anchorAt().advance(headOf(5), intended)).state).toBe("sent");
  await writeAs(rootOf(8), 8n);
  await mine(3);
  expect((await anchorAt().advance(headOf(5), intended)).state).toBe("overtaken");
});

test("a head that the former owner's key sent begins anew under the new one's number", async () => {
  const [, key] = anvilKeys;
  const { client } = anvil;
  const at = await steps(headOf(5), intended, 2);
  await client.dropTransaction({ hash: wayOf(at).sends[0]!.hash });
  await handOver(anvilKeys[0], anvilKeys[1]);
  now += bumpAfterMs;
  const back = await anchorAt({ key }).advance(headOf(5), at);
  expect(back).toEqual(intended);
  const signed = await anchorAt({ key }).advance(headOf(5), back);
  const { address } = privateKeyToAccount(key);
  expect(wayOf(signed).nonce).toBe(await client.getTransactionCount({ address }));
  await anchorAt({ key }).advance(headOf(5), signed);
  await mine();
  expect((await anchorAt({ key }).advance(headOf(5), signed)).state).toBe("mined");
});

test("what the former key sent and was mined counts, whoever asks", async () => {
  const [, key] = anvilKeys;
  const at = await steps(headOf(5), intended, 2);
  await mine();
  const mined = await anchorAt({ key }).advance(headOf(5), at);
  expect(mined.state).toBe("mined");
  await mine(2);
  expect((await anchorAt({ key }).advance(headOf(5), mined)).state).toBe("final");
});

/** Makes the second key's account the contract's owner (Ownable2Step). */
async function handOver(from: Hex, to: Hex): Promise<void> {
  const abi = parseAbi(["function transferOwnership(address)", "function acceptOwnership()"]);
  const next = privateKeyToAccount(to).address;
  const of = { abi, address: contract } as const;
  await walletOf(anvil.url, from).writeContract({
    ...of,
    functionName: "transferOwnership",
    args: [next],
  });
  await mine();
  await walletOf(anvil.url, to).writeContract({ ...of, functionName: "acceptOwnership" });
  await mine();
}

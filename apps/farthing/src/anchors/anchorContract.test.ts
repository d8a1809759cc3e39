import { BaseError, ContractFunctionRevertedError, type Hex, toHex } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anchorAbi } from "./anchorAbi.ts";
import { anchorBytecode } from "./anchorBytecode.ts";
import { type Anvil, anvilKeys, startAnvil, walletOf } from "./anvil.testing.ts";
import { compileAnchor } from "./compileAnchor.testing.ts";

let anvil: Anvil;
let address: Hex;
beforeAll(async () => {
  anvil = await startAnvil();
  address = await deploy();
});
afterAll(() => anvil.stop());

const root = (byte: number) => toHex(new Uint8Array(32).fill(byte));

async function deploy(): Promise<Hex> {
  const { client } = anvil;
  const { account } = client;
  const args = [account.address] as const;
  const hash = await client.deployContract({ abi: anchorAbi, bytecode: anchorBytecode, args });
  const { contractAddress } = await client.waitForTransactionReceipt({ hash });
  return contractAddress ?? expect.fail("it was not deployed");
}

/** Anchors with one of anvil's keys; answers with the gas that it took, or with the contract's error. */
async function anchor(size: bigint, byte: number, key = anvilKeys[0]): Promise<bigint | string> {
  try {
    const hash = await walletOf(anvil.url, key).writeContract({
      abi: anchorAbi,
      address,
      functionName: "anchor",
      args: [root(byte), size],
    });
    return (await anvil.client.waitForTransactionReceipt({ hash })).gasUsed;
  } catch (error) {
    const reverted =
      error instanceof BaseError
        ? error.walk((each) => each instanceof ContractFunctionRevertedError)
        : null;
    if (!(reverted instanceof ContractFunctionRevertedError)) throw error;
    return `${reverted.data?.errorName}(${String(reverted.data?.args)})`;
  }
}

const newest = () => anvil.client.readContract({ abi: anchorAbi, address, functionName: "newest" });

test("what is deployed is what contracts/Anchor.sol compiles to", async () => {
  const { abi, bytecode } = await compileAnchor();
  const lines = bytecode.slice(2).match(/.{1,90}/g) ?? [];
  const list = lines.map((line) => `  "${line}",`).join("\n");
  // After a change of the contract: run this file with -u.
  await expect(
    `/** contracts/Anchor.sol as solc compiles it; written by anchorContract.test.ts. */
export const anchorBytecode: \`0x\${string}\` = \`0x\${[\n${list}\n].join("")}\`;
`,
  ).toMatchFileSnapshot("./anchorBytecode.ts");
  const isSaid = (key: string, value: unknown) => key !== "internalType" && value !== "";
  const compiled: unknown = JSON.parse(JSON.stringify(abi), (key, value: unknown) =>
    isSaid(key, value) ? value : undefined,
  );
  for (const each of anchorAbi) expect(compiled).toContainEqual(expect.objectContaining(each));
});

test("it begins with nothing", async () => {
  expect(await newest()).toEqual([root(0), 0n]);
});

test("only its owner anchors, and each head covers more than the one before", async () => {
  const other = walletOf(anvil.url, anvilKeys[1]).account.address;
  expect(await anchor(5n, 1, anvilKeys[1])).toBe(`OwnableUnauthorizedAccount(${other})`);
  expect(await anchor(0n, 1)).toBe("NotGrowing(0,0)");
  expect(await anchor(5n, 1)).toBeTypeOf("bigint");
  expect(await anchor(5n, 1)).toBe("NotGrowing(5,5)");
  expect(await anchor(5n, 2)).toBe("NotGrowing(5,5)");
  expect(await anchor(4n, 2)).toBe("NotGrowing(4,5)");
  expect(await newest()).toEqual([root(1), 5n]);
  const most = 2n ** 64n - 1n;
  expect(await anchor(most, 3)).toBeTypeOf("bigint");
  expect(await newest()).toEqual([root(3), most]);
});

test("every head is an event that is found by its size", async () => {
  address = await deploy();
  await anchor(7n, 7);
  await anchor(9n, 9);
  const found = await anvil.client.getContractEvents({
    abi: anchorAbi,
    address,
    eventName: "Anchored",
    args: { size: 7n },
    fromBlock: 0n,
  });
  expect(found.map(({ args }) => args)).toEqual([{ size: 7n, root: root(7) }]);
});

test("what it costs is what docs/reference/anchors.md says", async () => {
  address = await deploy();
  const first = await anchor(1n, 1);
  const later = await anchor(2n, 2);
  const { client } = anvil;
  const code = await client.getTransactionReceipt({
    hash: (await client.getBlock({ blockNumber: (await client.getBlockNumber()) - 2n }))
      .transactions[0]!,
  });
  expect({ deploy: code.gasUsed, first, later }).toMatchInlineSnapshot(`
    {
      "deploy": 367961n,
      "first": 70121n,
      "later": 35921n,
    }
  `);
});

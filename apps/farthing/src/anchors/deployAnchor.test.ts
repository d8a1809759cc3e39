import { AnchorUnreached } from "@farthing/log";
import { keccak256, toHex } from "viem";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Anvil, anvilKeys, startAnvil } from "./anvil.testing.ts";
import { deployAnchor } from "./deployAnchor.ts";
import { type Fault, startFaultyRpc } from "./faultyRpc.testing.ts";

let anvil: Anvil;
beforeAll(async () => {
  anvil = await startAnvil();
});
afterAll(() => anvil.stop());

const [key] = anvilKeys;

test.each<[string, Fault, Fault]>([
  ["no block comes", "none", "none"],
  ["the answer to the sending is lost", "accept-then-fail", "none"],
  ["the chain answers nothing afterwards", "none", "fail"],
])("where %s, the sentence names the transaction that may yet be mined", async (_, send, look) => {
  await anvil.client.setAutomine(false);
  const rpc = await startFaultyRpc(anvil.url, (method) => {
    if (method === "eth_sendRawTransaction") return send;
    return method === "eth_getTransactionReceipt" ? look : "none";
  });
  try {
    const error = await deployAnchor({ rpc: rpc.url, key, waitMs: 1_500 }).then(
      () => expect.fail("it was deployed"),
      (thrown: unknown) => thrown as Error,
    );
    expect(error).toBeInstanceOf(AnchorUnreached);
    expect(error.message).not.toContain(rpc.url);
    const hash = /its transaction (0x[0-9a-f]{64}) may be on its way/.exec(error.message)?.[1];
    await anvil.client.mine({ blocks: 1 });
    const receipt = await anvil.client.getTransactionReceipt({ hash: hash as `0x${string}` });
    expect(receipt).toMatchObject({ status: "success", contractAddress: expect.any(String) });
  } finally {
    await rpc.close();
    await anvil.client.setAutomine(true);
  }
});

test("without ether the sentence names the account", async () => {
  const poor = keccak256(toHex("poor"));
  await expect(deployAnchor({ rpc: anvil.url, key: poor })).rejects.toThrow(
    /^the account 0x\w{40} has deployed no contract yet, .*Insufficient funds/,
  );
});

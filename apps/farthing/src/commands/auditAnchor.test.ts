// A chain that an audit asks what it has seen of the log: it agrees, contradicts, knows nothing yet, or is not there.
import { systemClock } from "@farthing/core";
import { openLedger } from "@farthing/ledger";
import { type Hex, toHex } from "viem";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { anchorAbi } from "../anchors/anchorAbi.ts";
import { type Anvil, anvilKeys, startAnvil } from "../anchors/anvil.testing.ts";
import { deployAnchor } from "../anchors/deployAnchor.ts";
import { type Fault, startFaultyRpc } from "../anchors/faultyRpc.testing.ts";
import { addLeaves, withPlace } from "../folder.testing.ts";
import { audit } from "./audit.ts";
import { ledger } from "./ledger.ts";
import { say } from "./say.testing.ts";

const leaves = 6;
let anvil: Anvil;
let contract: Hex;

beforeAll(async () => {
  anvil = await startAnvil();
});
afterAll(() => anvil.stop());
beforeEach(async () => {
  ({ contract } = await deployAnchor({ rpc: anvil.url, key: anvilKeys[0] }));
  // It is there as deep as anybody asks.
  await anvil.client.mine({ blocks: 3 });
});

/** An export of a ledger of six entries with a leaf each, and the root that it had over the first `size`. */
async function exported(
  work: (file: string, rootAt: (size: number) => Uint8Array) => Promise<void>,
): Promise<void> {
  await withPlace(async ({ path }) => {
    const onFault = () => expect.fail("the disk is whole");
    const opened = await openLedger({ folder: path("data"), clock: systemClock, onFault });
    await addLeaves(opened, leaves);
    const words = ["export", path("all"), "--without-salts"];
    expect(await say(ledger, { FARTHING_DATA: path("data") }, ...words)).toMatchObject({ code: 0 });
    try {
      await work(path("all"), (size) => opened.rootAt(size));
    } finally {
      await opened.close();
    }
  });
}

/** The owner's account anchors it, and a block is made of that. */
async function anchored(root: Uint8Array, size: number): Promise<void> {
  const { client } = anvil;
  const hash = await client.writeContract({
    abi: anchorAbi,
    address: contract,
    functionName: "anchor",
    args: [toHex(root), BigInt(size)],
  });
  expect((await client.waitForTransactionReceipt({ hash })).status).toBe("success");
}

interface Ask {
  readonly rpc?: string;
  readonly confirmations?: number;
  readonly words?: readonly string[];
}

function ask(file: string, { rpc = anvil.url, confirmations = 1, words = [] }: Ask = {}) {
  const environment = { FARTHING_ANCHOR_CONFIRMATIONS: String(confirmations) };
  return say(audit, environment, file, "--anchor", rpc, "--contract", contract, ...words);
}

const notCompared = (sentence: RegExp) => ({
  code: 2,
  said: expect.stringMatching(
    new RegExp(`Not compared:\\n- ${sentence.source}\\nNo differences in what was compared\\.$`),
  ),
});

test("a head in the contract that the log passed through agrees, as deep as is asked", () =>
  exported(async (file, rootAt) => {
    expect(await ask(file)).toMatchObject(notCompared(/The anchor .* holds no head yet\./));
    await anchored(rootAt(4), 4);
    const agreed = await ask(file);
    expect(agreed).toMatchObject({
      code: 0,
      said: expect.stringMatching(/1 from elsewhere\..*No differences\.$/s),
    });
    const { said } = await ask(file, { words: ["--json"] });
    expect(JSON.parse(said)).toMatchObject({ ok: true, published: 1, faults: [], notCompared: [] });
    // One block stands on it: whoever asks for three does not see it yet.
    expect(await ask(file, { confirmations: 3 })).toMatchObject(
      notCompared(/.* holds no head yet\./),
    );
    await anvil.client.mine({ blocks: 2 });
    expect(await ask(file, { confirmations: 3 })).toMatchObject({ code: 0 });
    // A range that ends before it does not come to it.
    const short = await ask(file, { words: ["--to", "3"] });
    expect(short).toMatchObject(
      notCompared(
        /The anchor .* has seen 4 leaves, and the range ends with 3: it was not compared\. .*/,
      ),
    );
    expect(await ask(file, { words: ["--from", "2", "--to", "4"] })).toMatchObject({ code: 0 });
  }));

test("a head that the log never passed through is a difference", () =>
  exported(async (file, rootAt) => {
    await anchored(rootAt(3), 4);
    const { code, said } = await ask(file);
    expect(code).toBe(1);
    expect(said).toMatch(
      new RegExp(
        `Checkpoint over 4 leaves \\(anchored in .*${contract}.*\\): the journal gives another root\\.`,
        "i",
      ),
    );
    const json = await ask(file, { words: ["--json"] });
    expect(json.code).toBe(1);
    expect(JSON.parse(json.said)).toMatchObject({ ok: false, faults: [expect.any(String)] });
  }));

test("a head over more than the files hold is not compared; one that no log has is named", () =>
  exported(async (file, rootAt) => {
    await anchored(rootAt(leaves), leaves + 3);
    expect(await ask(file)).toMatchObject(
      notCompared(/The anchor .* has seen 9 leaves, and the files end at 6: ask for an export .*/),
    );
    await anchored(rootAt(leaves), Number.MAX_SAFE_INTEGER + 1);
    expect(await ask(file)).toMatchObject(
      notCompared(/The anchor does not tell what it holds: .* which no log has: .*/),
    );
  }));

test.each<Fault>(["fail", "garbage"])("a chain that answers with %s was not compared", (fault) =>
  exported(async (file, rootAt) => {
    await anchored(rootAt(4), 4);
    const rpc = await startFaultyRpc(anvil.url, () => fault);
    try {
      const { code, said } = await ask(file, { rpc: `${rpc.url}/?key=secret` });
      expect({ code, said }).toMatchObject(
        notCompared(/The anchor does not tell what it holds: .*/),
      );
      // What is said goes into logs, and an RPC's address holds a key.
      expect(said).not.toContain("secret");
    } finally {
      await rpc.close();
    }
    // Nobody is there any more.
    const away = await ask(file, { rpc: rpc.url });
    expect(away).toMatchObject(notCompared(/The anchor does not tell what it holds: .*/));
  }),
);

test("an address without a contract was not compared; half of a question is one sentence", () =>
  exported(async (file) => {
    contract = "0x00000000000000000000000000000000000000aa";
    expect(await ask(file)).toMatchObject(
      notCompared(/The anchor does not tell what it holds: .*/),
    );
    expect(await say(audit, {}, file, "--anchor", anvil.url)).toEqual({
      code: 2,
      said: "",
      complained:
        "Which contract is missing: say --contract and its address, 0x and 40 hexadecimal digits.",
    });
  }));

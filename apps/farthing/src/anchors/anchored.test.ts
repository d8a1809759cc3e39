// A server, a file and a chain: heads on their way through restarts and reorgs, receipts held against them, and starts.
import { cpSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { systemClock, toHex } from "@farthing/core";
import {
  AnchorUnreached,
  disclosedLeaf,
  type Disclosure,
  disclosureBytes,
  entryCommitment,
  formatProofFile,
  groupCommitment,
  inclusionProof,
  nodesOfTiles,
} from "@farthing/log";
import { BehindCheckpoint, sha256, storeFacts } from "@farthing/server";
import { pino } from "pino";
import { afterAll, beforeAll, expect, test } from "vitest";
import { anchor as anchorCommand } from "../commands/anchor.ts";
import { verify } from "../commands/verify.ts";
import { readSettings } from "../config.ts";
import { examine } from "../doctor/examine.ts";
import {
  addLeaves,
  backupOf,
  type Place,
  published,
  restoreOf,
  withPlace,
} from "../folder.testing.ts";
import { readSnapshot } from "../sqlite/openSnapshot.ts";
import type { Wired } from "../wire.ts";
import { anchorsOf } from "./anchorsOf.ts";
import { type Anvil, anvilKeys, startAnvil } from "./anvil.testing.ts";
import { readEvm } from "./readEvm.ts";

let anvil: Anvil;
beforeAll(async () => {
  anvil = await startAnvil();
});
afterAll(() => anvil.stop());

/** Says a command; answers with its exit code and what it said. */
async function say(
  command: typeof verify,
  environment: Record<string, string>,
  ...words: string[]
): Promise<{ code: unknown; said: string }> {
  const lines: string[] = [];
  const speech = { say: (text: string) => lines.push(text), complain: () => expect.fail() };
  const code = await command.run({ settings: readSettings(environment), speech, words });
  return { code, said: lines.join("\n") };
}

/** The settings of a server that anchors in a file and in a contract of its own. */
async function settingsIn({ path }: Place): Promise<Record<string, string>> {
  await anvil.client.setAutomine(true);
  writeFileSync(path("anchor.key"), `${anvilKeys[0]}\n`);
  const words = ["deploy", "--rpc", anvil.url, "--key-file", path("anchor.key")];
  const { code, said } = await say(anchorCommand, {}, ...words);
  expect(code).toBe(0);
  const contract = /^Anchor contract (0x\w{40}) is on chain 31337, owned by 0x\w{40}/.exec(said);
  return {
    FARTHING_DATA: path("data"),
    FARTHING_ANCHOR_FILE: path("anchors"),
    FARTHING_ANCHOR_RPC: anvil.url,
    FARTHING_ANCHOR_KEY_FILE: path("anchor.key"),
    FARTHING_ANCHOR_CONTRACT: contract?.[1] ?? expect.fail(said),
    FARTHING_ANCHOR_CONFIRMATIONS: "2",
  };
}

let skippedMs = 0;
/** A clock that can be moved on, so that nobody waits for the next look. */
const clock = { now: () => (systemClock.now() + skippedMs) as ReturnType<typeof systemClock.now> };

function startIn(place: Place, environment: Record<string, string>): Promise<Wired> {
  const anchors = anchorsOf(readSettings(environment), clock);
  return place.start("data", { anchors, clock, config: { anchorEveryMs: 1_000 } });
}

const contractOf = (environment: Record<string, string>) => ({
  rpc: anvil.url,
  contract: environment["FARTHING_ANCHOR_CONTRACT"] as `0x${string}`,
});

/** Waits until the head of so many leaves is so far on its way into such a place; `mine`: blocks come meanwhile. */
async function reached(
  { deps }: Wired,
  size: number,
  at: { state: string; place?: "evm" | "file"; mine?: boolean },
): Promise<void> {
  const { state, place = "evm", mine = false } = at;
  const look = async () => {
    skippedMs += 12_000;
    if (mine) await anvil.client.mine({ blocks: 1 });
    const row = await deps.store
      .selectFrom("anchorings")
      .select("state")
      .where("size", "=", size)
      .where("place", "like", `${place}:%`)
      .executeTakeFirst();
    return row?.state;
  };
  await expect.poll(look, { timeout: 40_000, interval: 500 }).toBe(state);
}

test("a head that was on its way when the server stopped arrives, and a reorg takes nothing", () =>
  withPlace(async (place) => {
    const environment = await settingsIn(place);
    const { client } = anvil;
    const first = await startIn(place, environment);
    await client.setAutomine(false);
    await addLeaves(first.deps.ledger, 3);
    const size = await published(first);
    await reached(first, size, { state: "sent" });
    await first.close();
    const id = await client.snapshot();
    const second = await startIn(place, environment);
    await client.mine({ blocks: 1 });
    await reached(second, size, { state: "mined" });
    await client.revert({ id });
    await client.mine({ blocks: 1 });
    await reached(second, size, { state: "sent" });
    await expect
      .poll(
        async () => {
          skippedMs += 12_000;
          return (await client.getTxpoolStatus()).pending;
        },
        { timeout: 20_000 },
      )
      .toBe(1);
    await client.mine({ blocks: 2 });
    await reached(second, size, { state: "final" });
    expect((await readEvm(contractOf(environment))).anchored?.size).toBe(size);
    const text = await (await fetch(`${second.url}/metrics`)).text();
    expect(text).toContain(`farthing_anchored_leaves{place="evm"} ${size}`);
    expect(text).toContain('farthing_anchor_conflict{place="file"} 0');
  }));

const seed = (byte: number) => new Uint8Array(32).fill(byte);
const shared = { salt: seed(7), fields: [["payment", "pay_1"] as const] };
const [payer, merchant] = [seed(8), seed(9)];
const groups: Disclosure["groups"] = {
  shared,
  payer: { commitment: payer },
  merchant: { commitment: merchant },
};

/** One payment's leaf among others, and its receipt file under the newest head. */
async function receiptIn({ deps, url }: Wired): Promise<string> {
  const commitment = entryCommitment(sha256, {
    shared: groupCommitment(sha256, { group: "shared", ...shared }),
    payer,
    merchant,
  });
  const time = deps.clock.now();
  const { entry } = await deps.ledger.submitEntry({ id: BigInt(time) << 80n, time, commitment });
  const leaves = deps.ledger.head().leaves;
  await expect
    .poll(
      async () => {
        const text = await (await fetch(`${url}/log/checkpoint`)).text();
        return Number(text.split("\n")[1]);
      },
      { timeout: 20_000 },
    )
    .toBe(leaves);
  const checkpoint = await (await fetch(`${url}/log/checkpoint`)).text();
  const disclosure: Disclosure = { timestamp: entry!.timestamp, groups };
  const nodeAt = nodesOfTiles(sha256, leaves, (tile) => deps.ledger.logTile(tile));
  const index = leaves - 1;
  expect(toHex(nodeAt(0, index))).toBe(toHex(disclosedLeaf(sha256, disclosure)));
  const path = inclusionProof(sha256, index, leaves, nodeAt);
  return formatProofFile({ extra: disclosureBytes(disclosure), index, path, checkpoint });
}

test("a receipt is checked up to the chain, and up to a file, with tiles from the log or from a folder", () =>
  withPlace(async (place) => {
    const { path } = place;
    const environment = await settingsIn(place);
    const wired = await startIn(place, environment);
    await addLeaves(wired.deps.ledger, 300);
    writeFileSync(path("receipt"), await receiptIn(wired));
    writeFileSync(path("policy"), await (await fetch(`${wired.url}/log/policy`)).text());
    const check = (...words: string[]) =>
      say(verify, environment, path("receipt"), "--policy", path("policy"), ...words);
    const chain = ["--anchor", anvil.url];
    const index = wired.deps.ledger.head().leaves - 1;
    await reached(wired, index + 1, { state: "final", mine: true });
    await addLeaves(wired.deps.ledger, 400);
    const size = await published(wired);
    await reached(wired, size, { state: "final", place: "file" });
    await reached(wired, size, { state: "final", mine: true });
    const { code, said } = await check(...chain);
    expect([code, said]).toEqual([
      0,
      expect.stringMatching(
        `^True: pay_1[^]*\nAnchored: it stands under the head of ${size} leaves that nobody can take back, in contract 0x\\w+ at block \\d+ of chain 31337.$`,
      ),
    ]);
    // Without the server, by the tiles that a mirror keeps.
    await wired.close();
    cpSync(path("data/log"), path("mirror"), { recursive: true });
    for (const anchor of [chain, ["--anchor", path("anchors")]])
      expect(await check(...anchor, "--tiles", path("mirror"))).toMatchObject({ code: 0 });
    const json = JSON.parse((await check(...chain, "--tiles", path("mirror"), "--json")).said);
    expect(json).toMatchObject({ true: true, anchor: { verdict: "anchored", size } });
    // What the mirror serves is not believed.
    const tile = readFileSync(path("mirror/tile/0/001"));
    writeFileSync(
      path("mirror/tile/0/001"),
      tile.map((byte) => byte ^ 1),
    );
    const lied = await check(...chain, "--tiles", path("mirror"));
    expect([lied.code, lied.said]).toEqual([
      1,
      expect.stringMatching(/^True: [^]*\nNot proven: the tiles do/),
    ]);
    rmSync(path("mirror"), { recursive: true });
    await expect(check(...chain, "--tiles", path("mirror"))).rejects.toThrow(
      /does not give tile\/\d\/\d{3}.*: name the log's folder/,
    );
    await expect(check(...chain)).rejects.toThrow(/does not give tile/);
    await expect(check("--contract", "0x12")).rejects.toThrow("--anchor is missing");
    await expect(check(...chain, "--contract", "0x12")).rejects.toThrow(
      "Which contract is missing",
    );
    await expect(check("--anchor", path("none"))).rejects.toThrow("There is no anchor file");
  }));

test("a receipt that is newer than the anchored head is not anchored yet; a stranger's file proves nothing", () =>
  withPlace(async (place) => {
    const { path } = place;
    const other = await place.start("other", {
      anchors: anchorsOf(readSettings({ FARTHING_ANCHOR_FILE: path("strange") }), systemClock),
    });
    await addLeaves(other.deps.ledger, 5);
    await reached(other, await published(other), { state: "final", place: "file" });
    const wired = await place.start("data", {
      anchors: anchorsOf(readSettings({ FARTHING_ANCHOR_FILE: path("anchors") }), systemClock),
    });
    await addLeaves(wired.deps.ledger, 2);
    await reached(wired, await published(wired), { state: "final", place: "file" });
    writeFileSync(path("receipt"), await receiptIn(wired));
    writeFileSync(path("policy"), await (await fetch(`${wired.url}/log/policy`)).text());
    const check = (anchors: string) =>
      say(verify, {}, path("receipt"), "--policy", path("policy"), "--anchor", path(anchors));
    expect(await check("anchors")).toMatchObject({
      code: 1,
      said: expect.stringMatching(
        /^True: [^]*\nNot anchored yet: this is leaf 2, and the head in .* covers 2/,
      ),
    });
    expect(await check("strange")).toMatchObject({
      code: 1,
      said: expect.stringMatching(
        /^True: [^]*\nNot proven: the head in .* is not signed by the log/,
      ),
    });
  }));

test("an older copy that came while others were asked does not start either", () =>
  withPlace(async (place) => {
    const { path } = place;
    const [anchor] = anchorsOf(readSettings({ FARTHING_ANCHOR_FILE: path("anchors") }), clock);
    const first = await place.start("data", { anchors: [anchor!], clock });
    await addLeaves(first.deps.ledger, 2);
    await published(first);
    await backupOf(path("data"), path("backup"));
    await addLeaves(first.deps.ledger, 5);
    await reached(first, await published(first), { state: "final", place: "file" });
    await first.close();
    await restoreOf(path("backup"), path("old"));
    // Who tells nothing is named after the first look at the ledger, and before its lock is taken.
    const silent = { ...anchor!, newest: () => Promise.reject(new AnchorUnreached("down")) };
    const restore = () => {
      rmSync(path("data"), { recursive: true });
      cpSync(path("old"), path("data"), { recursive: true });
    };
    const start = place.start("data", {
      anchors: [anchor!, silent],
      clock,
      logger: pino({ level: "warn" }, { write: restore }),
    });
    await expect(start).rejects.toThrow(
      /over 7 was published \(anchored in file:.*: it is 5 behind/,
    );
  }));

test("an older copy does not start behind what is anchored, and starts with a warning where nobody tells", () =>
  withPlace(async (place) => {
    const { path } = place;
    const environment = await settingsIn(place);
    const first = await startIn(place, environment);
    await addLeaves(first.deps.ledger, 2);
    await published(first);
    await backupOf(path("data"), path("backup"));
    await addLeaves(first.deps.ledger, 5);
    const size = await published(first);
    await reached(first, size, { state: "final", mine: true });
    await first.close();
    await restoreOf(path("backup"), path("new"));
    const { FARTHING_ANCHOR_FILE: file, ...chain } = environment;
    const lines: string[] = [];
    const start = (more: Record<string, string>) =>
      place.start("new", {
        anchors: anchorsOf(readSettings(more), clock),
        clock,
        logger: pino({ level: "warn" }, { write: (line: string) => void lines.push(line) }),
      });
    for (const [more, where] of [
      [chain, "evm:0x"],
      [{ FARTHING_ANCHOR_FILE: file! }, "file:"],
    ] as const) {
      const refused = start(more);
      await expect(refused).rejects.toBeInstanceOf(BehindCheckpoint);
      await expect(refused).rejects.toThrow(
        new RegExp(`over 7 was published \\(anchored in ${where}.*\\): it is 5 behind`),
      );
    }
    const look = await examine(readSettings({ ...environment, FARTHING_DATA: path("new") }), {
      deep: false,
      clock,
    });
    expect(look.findings.find(({ check }) => check === "seen")).toMatchObject({
      status: "wrong",
      found: expect.stringContaining("it is 5 behind"),
    });
    const dark = { ...chain, FARTHING_ANCHOR_RPC: "http://127.0.0.1:9/secret" };
    await (await start(dark)).close();
    expect(lines.join("")).toMatch(/"who":"evm:0x\w+","why":.*it tells nothing now/);
    expect(lines.join("")).not.toContain("secret");
    const well = await examine(readSettings(environment), { deep: false, clock });
    const seen = well.findings.filter(({ check }) => check === "seen");
    expect(seen.map(({ status, found }) => [status, found.replace(/0x\w+|\/[^;]+/, "…")])).toEqual([
      ["ok", "7 leaves anchored in file:…; the ledger has 0 more"],
      ["ok", "7 leaves anchored in evm:…; the ledger has 0 more"],
    ]);
    expect(well.settings["FARTHING_ANCHOR_KEY"]).toBe("(secret)");
    expect(well.settings["FARTHING_ANCHOR_RPC"]).toBe("(secret)");
    const rows = readSnapshot(path("data/store.db"), ({ driver }) =>
      storeFacts(driver).anchorings(),
    );
    expect(rows).toEqual([]);
  }));

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { day, instant, systemClock } from "@farthing/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newTurnedClock } from "../grants/grantStage.testing.ts";
import { openTestServer, randomSeeds, type TestServer } from "../server.testing.ts";
import { prepare } from "../prepare.ts";
import { newPolicies } from "./policies.ts";
import { PolicyUnreadable, type SignedPolicy, signPolicy, takePolicy } from "./takePolicy.ts";
import { watchPolicyFile } from "./watchPolicyFile.ts";

const defaults = readFileSync(
  new URL("../../../risk/src/policy/default.json", import.meta.url),
  "utf8",
);

/** The day so many days from today, UTC. */
const dayIn = (days: number) => new Date(systemClock.now() + days * day).toISOString().slice(0, 10);

let stage: TestServer;
let folder: string;
const clock = newTurnedClock();
const lines: Record<string, unknown>[] = [];
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "farthing-policy-"));
  stage = await openTestServer({ clock, lines });
});
afterAll(async () => {
  await stage.close();
  rmSync(folder, { recursive: true });
});

/** The policy that comes with Farthing under another name and day. */
function written(version: string, effectiveFrom = dayIn(0), change = (text: string) => text) {
  const text = defaults
    .replace(/"version": "[^"]*"/, `"version": "${version}"`)
    .replace(/"effectiveFrom": "[^"]*"/, `"effectiveFrom": "${effectiveFrom}"`);
  return change(text);
}

function signed(text: string): SignedPolicy {
  return { text, signature: signPolicy(text, stage.deps.keys.issuer) };
}

const current = () => stage.deps.policies.current(stage.deps.clock.now()).version;

test("a signed policy holds from its day on; the one before holds until then", async () => {
  expect((await takePolicy(stage.deps, signed(written("next", dayIn(2))))).kind).toBe("taken");
  expect(current()).toBe("farthing-3");
  clock.turned = 2 * day;
  expect(current()).toBe("next");
  clock.turned = 0;
});

test("the same file again is known, and a start reads what was taken", async () => {
  const policy = signed(written("mine"));
  expect((await takePolicy(stage.deps, policy)).kind).toBe("taken");
  expect((await takePolicy(stage.deps, policy)).kind).toBe("known");
  expect(current()).toBe("mine");
});

test("what was taken outlives a restart", async () => {
  const own = mkdtempSync(join(tmpdir(), "farthing-policy-"));
  const seeds = randomSeeds();
  const options = { clock, folder: own, seeds };
  const first = await openTestServer(options);
  const text = written("lasting");
  await takePolicy(first.deps, { text, signature: signPolicy(text, first.deps.keys.issuer) });
  await first.close();
  const again = await openTestServer(options);
  expect(again.deps.policies.current(clock.now()).version).toBe("lasting");
  await again.close();
  rmSync(own, { recursive: true });
});

/** A store that has `text` as a policy taken before, and a start on it. */
async function startedOn(text: string, effectiveFrom = instant(Date.parse(dayIn(0)))) {
  const own = await openTestServer({ clock });
  const { keys, store } = own.deps;
  const signature = signPolicy(text, keys.issuer);
  const version = /"version": ?"([^"]*)"/.exec(text)?.[1] ?? "none";
  const row = { version, document: text, signature, taken_at: clock.now() };
  await store
    .insertInto("policies")
    .values({ ...row, effective_from: effectiveFrom })
    .execute();
  const deps = { ...own.deps, policies: newPolicies() };
  return { deps, taken: { text, signature }, start: () => prepare(deps), close: () => own.close() };
}

/** One site more in a day than all of them: refused by now. */
const unordered = (version: string) =>
  written(version, dayIn(0), (text) => text.replace('"perDay": "5000000"', '"perDay": "1000000"'));

test("a policy that was taken before an order was asked for holds as it did, and is known", async () => {
  const { deps, taken, start, close } = await startedOn(unordered("of-before"));
  await start();
  const { version, presets } = deps.policies.current(clock.now());
  expect([version, presets.careful.perDay, presets.careful.perMerchantDay]).toEqual([
    "of-before",
    1_000_000n,
    2_000_000n,
  ]);
  expect((await takePolicy(deps, taken)).kind).toBe("known");
  const text = unordered("of-now");
  const again = await takePolicy(deps, { text, signature: signPolicy(text, deps.keys.issuer) });
  expect(again.kind === "refused" && again.sentence).toContain("not more than `perDay`");
  await close();
});

test("no start where the policy that holds cannot be read: nothing laxer takes its place", async () => {
  const { deps, start, close } = await startedOn('{"version": "from-the-future"}');
  await expect(start()).rejects.toThrow(PolicyUnreadable);
  await expect(start()).rejects.toThrow("The policy from-the-future, which holds now, cannot be");
  // One that can be read took its place.
  const text = written("readable");
  await takePolicy(deps, { text, signature: signPolicy(text, deps.keys.issuer) });
  await start();
  expect(deps.policies.current(clock.now()).version).toBe("readable");
  await close();
});

test("nor where it is not signed by this server's key; one of a later day keeps no server down", async () => {
  const unsigned = await startedOn(written("theirs"));
  const values = { signature: "A".repeat(86) };
  await unsigned.deps.store.updateTable("policies").set(values).execute();
  await expect(unsigned.start()).rejects.toThrow(PolicyUnreadable);
  await unsigned.close();
  const later = await startedOn('{"version": "later"}', instant(clock.now() + day));
  await later.start();
  await later.close();
});

test.each([
  [
    "a bad signature",
    () => ({ ...signed(written("x")), signature: "A".repeat(86) }),
    1,
    "signature",
  ],
  ["no signature", () => ({ ...signed(written("x")), signature: "" }), 1, "signature"],
  ["a changed character", () => ({ ...signed(written("x")), text: written("y") }), 1, "signature"],
  ["yesterday", () => signed(written("x", dayIn(-1))), 3, "from today on"],
  ["a slip of the pen", () => signed(written("x", dayIn(3_650))), 3, "within a year"],
  [
    "another asset",
    () => signed(written("x", dayIn(0), (text) => text.replace("PLAY/6", "EUR/6"))),
    4,
    "PLAY/6",
  ],
  ["a name of before", () => signed(written("farthing-3")), 2, "new name"],
  ["no JSON", () => signed("{"), 1, "JSON"],
  [
    "an unknown key",
    () => signed(written("x").replace('"asset"', '"colour": 1, "asset"')),
    4,
    "colour",
  ],
] satisfies [string, () => SignedPolicy, number, string][])(
  "refused, and the last good one stays: %s",
  async (_, make, line, word) => {
    await takePolicy(stage.deps, signed(written("good")));
    const taken = await takePolicy(stage.deps, make());
    expect(taken).toMatchObject({ kind: "refused", line });
    expect(taken.kind === "refused" && taken.sentence).toContain(word);
    expect(current()).toBe("good");
  },
);

test("a name is never used twice, also not for a later day", async () => {
  await takePolicy(stage.deps, signed(written("once")));
  const other = await takePolicy(stage.deps, signed(written("once", dayIn(4))));
  expect(other).toMatchObject({ kind: "refused", line: 2 });
});

test("the file is taken when it is written, refused with its line when it is wrong", async () => {
  const path = join(folder, "policy.json");
  const write = (text: string, signature = signPolicy(text, stage.deps.keys.issuer)) => {
    writeFileSync(`${path}.sig`, signature);
    writeFileSync(path, text);
  };
  write(written("from-a-file"));
  const watch = watchPolicyFile(stage.deps, path);
  await expect.poll(current, { timeout: 6_000 }).toBe("from-a-file");
  write(written("broken").replace('"asset"', '"colour": 1, "asset"'));
  await expect
    .poll(() => lines.find(({ sentence }) => String(sentence).includes("colour")), {
      timeout: 6_000,
    })
    .toMatchObject({ line: 4, path });
  expect(current()).toBe("from-a-file");
  expect(await (await stage.fetch("/metrics")).text()).toContain("farthing_policy_refused 1");
  await watch.stop();
});

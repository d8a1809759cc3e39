// Two self-hosters witness each other: two servers and two `farthing witness`, each a process of its own.
import { writeFileSync } from "node:fs";
import { hostname } from "node:os";
import { join } from "node:path";
import { freePort, type RunningServer, type RunningWitness, startWitness } from "@farthing/lab";
import { isPolicy, openCheckpoint, parseTrustPolicy } from "@farthing/log";
import { logVerifiers, sha256 } from "@farthing/server";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { newOperator, type Operator, publishedLeaves } from "./commandLine.ts";

/** One of the two, with the witness that watches the other's log. */
interface House {
  readonly operator: Operator;
  readonly watched: { folder: string; port: number; policy: string };
  server: RunningServer;
  witness: RunningWitness;
}

const text = async (url: string) => (await fetch(url)).text();

let houses: [House, House];
beforeAll(async () => {
  const operators = [await newOperator(), await newOperator()] as const;
  const servers = [await operators[0].start(), await operators[1].start()] as const;
  const house = async (at: 0 | 1): Promise<House> => {
    const operator = operators[at];
    const other = servers[at === 0 ? 1 : 0];
    const policy = join(operator.folder, "other-log.policy");
    writeFileSync(policy, await text(`${other.wallet}/log/policy`));
    const watched = { folder: join(operator.folder, "witness"), port: await freePort(), policy };
    return { operator, watched, server: servers[at], witness: await startWitness(watched) };
  };
  houses = [await house(0), await house(1)];
  for (const [at, each] of houses.entries()) {
    await each.server.stop("SIGTERM");
    each.server = await each.operator.start({
      FARTHING_WITNESSES: witnessesOf(each, houses[at === 0 ? 1 : 0].witness),
    });
  }
}, 240_000);
afterAll(async () => {
  for (const { server, witness, operator } of houses) {
    await server.stop("SIGKILL");
    await witness.stop("SIGKILL");
    operator.remove();
  }
});
vi.setConfig({ testTimeout: 240_000 });

/** The file that names the other's witness, as the how-to has it. */
function witnessesOf({ operator }: House, { lines }: RunningWitness): string {
  const path = join(operator.folder, "witnesses");
  writeFileSync(path, [...lines, "group both all w1 w2", "quorum both", ""].join("\n"));
  return path;
}

/** Pays, waits for the head, and says who signed it by the policy that the log tells: a name for each line. */
async function payAndLook({ operator, server }: House): Promise<string[]> {
  await operator.pay(server, 2);
  const size = await publishedLeaves(server);
  const policy = parseTrustPolicy(sha256, await text(`${server.wallet}/log/policy`));
  if (!isPolicy(policy)) throw new Error(policy.fault);
  const look = async () => {
    const note = await text(`${server.wallet}/log/checkpoint`);
    const head = await openCheckpoint(sha256, note, policy, logVerifiers);
    return typeof head === "string" || head.size < size
      ? []
      : head.signed.map(({ key }) => `${key.name} ${key.type}`);
  };
  await expect.poll(look, { timeout: 20_000 }).not.toEqual([]);
  return look();
}

function signersOf(house: House, other: House): string[] {
  const log = `localhost:${new URL(house.server.wallet).port}/log`;
  const witness = `localhost:${other.watched.port}/witness`;
  return [
    `${log} ed25519`,
    `${log} ml-dsa-44`,
    `${witness} ed25519-cosignature`,
    `${witness} ml-dsa-44`,
  ];
}

test("each one's heads carry the other's two lines", async () => {
  const [one, two] = houses;
  expect(await payAndLook(one)).toEqual(signersOf(one, two));
  expect(await payAndLook(two)).toEqual(signersOf(two, one));
});

test("a second witness over the same folder is refused with the first one's name, and signs nothing", async () => {
  const { operator, watched, witness } = houses[0];
  const second = await operator.farthing(["witness", watched.policy], {
    env: { FARTHING_DATA: watched.folder, FARTHING_PORT: "0" },
  });
  expect(second).toMatchObject({ code: 1, out: "" });
  expect(second.err).toContain(
    `The witness in ${watched.folder} is in use by process ${witness.pid} on ${hostname()}: stop that process`,
  );
});

test("a witness that was killed goes on from where it stood, under the same keys, in the same folder", async () => {
  const [one, two] = houses;
  const { lines } = one.witness;
  await one.witness.stop("SIGKILL");
  one.witness = await startWitness(one.watched);
  expect(one.witness.lines).toEqual(lines);
  expect(await payAndLook(two)).toEqual(signersOf(two, one));
});

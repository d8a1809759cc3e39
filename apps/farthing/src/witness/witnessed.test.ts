import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { systemClock } from "@farthing/core";
import {
  checkpointBody,
  cosign,
  isPolicy,
  openCheckpoint,
  parseAddCheckpoint,
  parseCheckpoint,
  parseNote,
  parseTrustPolicy,
  type Signer,
  verifierKey,
} from "@farthing/log";
import { logVerifiers, sha256 } from "@farthing/server";
import { pino } from "pino";
import { expect, test } from "vitest";
import { addLeaves, published, withPlace } from "../folder.testing.ts";
import { type Answer, listen, type Listening } from "../listen.ts";
import { readTrustPolicy, readWitnesses } from "../readTrustPolicy.ts";
import { newWitness } from "./witness.ts";
import { witnessSigners } from "./witnessKeys.ts";

// A log and witnesses of it, each at its own socket.

const text = async (url: string) => (await fetch(url)).text();

function policyLines(witnesses: readonly { url: string; signers: readonly Signer[] }[]): string {
  const lines = witnesses.flatMap(({ url, signers }, at) =>
    signers.map((signer, n) => `witness w${at}${n} ${verifierKey(sha256, signer)} ${url}`),
  );
  const names = lines.map((line) => line.split(" ")[1]);
  return [...lines, `group all all ${names.join(" ")}`, "quorum all"].join("\n");
}

/** The newest head over HTTP, by the policy that the log tells. */
async function readHead(url: string) {
  const policy = parseTrustPolicy(sha256, await text(`${url}/log/policy`));
  if (!isPolicy(policy)) throw new Error(policy.fault);
  return openCheckpoint(sha256, await text(`${url}/log/checkpoint`), policy, logVerifiers);
}

/** The head that a request asks to have signed. */
function headOf(request: string) {
  const note = parseNote(parseAddCheckpoint(request)?.checkpoint ?? "");
  return parseCheckpoint(note?.body ?? "") ?? expect.fail("a request about a head");
}

async function open(answer: Answer): Promise<Listening & { url: string }> {
  const listening = await listen({ host: "127.0.0.1", port: 0 });
  listening.answerWith(answer);
  return { ...listening, url: `http://127.0.0.1:${listening.port}` };
}

test("two witnesses sign each new head, and a liar, a silent one and one that is ahead change nothing", () =>
  withPlace(async ({ path, start }) => {
    const first = await start("data");
    const origin = first.url;
    writeFileSync(path("log.policy"), await text(`${origin}/log/policy`));
    await first.close();
    const policy = readTrustPolicy(path("log.policy"));
    const honest = await Promise.all(
      ["w1", "w2"].map(async (name) => {
        mkdirSync(path(name));
        const signers = witnessSigners(path(name), `${name}.example/witness`);
        const answer = newWitness({ folder: path(name), policy, signers, clock: systemClock });
        return { signers, ...(await open((request) => answer(request))) };
      }),
    );
    const lies = [
      "— w1.example/witness AAAAAAAA\n",
      honest[0]!.signers[0]!.name,
      "x".repeat(99_999),
    ];
    let asked = 0;
    const liar = await open(() => Promise.resolve(new Response(lies[asked++ % lies.length])));
    const ahead = await open(() => Promise.resolve(new Response("999999\n", { status: 409 })));
    const silent = await open(() => Promise.resolve(new Response("", { status: 200 })));
    await silent.close();
    const others = [liar, ahead, silent].map(({ url }, at) => {
      mkdirSync(path(`o${at}`));
      return { url, signers: witnessSigners(path(`o${at}`), `o${at}.example/witness`) };
    });
    const quorum = policyLines(honest);
    const more = policyLines(others)
      .split("\n")
      .filter((line) => line.startsWith("witness"));
    const renamed = more.map((line) => line.replace("witness w", "witness other"));
    writeFileSync(path("witnesses"), [...renamed, quorum].join("\n"));

    const lines: Record<string, unknown>[] = [];
    const write = (line: string) => void lines.push(JSON.parse(line) as Record<string, unknown>);
    const logger = pino({ level: "warn" }, { write });
    const port = Number(new URL(origin).port);
    const config = { witnesses: readWitnesses(path("witnesses")) };
    const log = await start("data", { port, config, logger });
    await addLeaves(log.deps.ledger, 5);
    const size = log.deps.ledger.head().leaves;
    const signers = async () => {
      const head = await readHead(origin);
      return typeof head === "string" || head.size < size ? 0 : head.signed.length;
    };
    // Two of the log, two of each honest witness.
    await expect.poll(signers, { timeout: 15_000 }).toBe(6);
    await addLeaves(log.deps.ledger, 3);
    const grown = async () => {
      const head = await readHead(origin);
      return typeof head !== "string" && head.size === log.deps.ledger.head().leaves;
    };
    await expect.poll(grown, { timeout: 15_000 }).toBe(true);
    const said = lines.map(({ msg }) => msg);
    expect(said).toContain("a witness has seen more of the log than there is");
    expect(said).toContain("a witness did not answer");
    await Promise.all([...honest, liar, ahead].map((each) => each.close()));
  }));

test("a witness that hangs keeps no head from the quorum of the others, and one that lies adds nothing", () =>
  withPlace(async ({ path, start }) => {
    const first = await start("data");
    const origin = first.url;
    writeFileSync(path("log.policy"), await text(`${origin}/log/policy`));
    await first.close();
    const policy = readTrustPolicy(path("log.policy"));
    const signersOf = (name: string) => {
      mkdirSync(path(name));
      return witnessSigners(path(name), `${name}.example/witness`);
    };
    const honest = await Promise.all(
      ["w1", "w2"].map(async (name) => {
        const signers = signersOf(name);
        const answer = newWitness({ folder: path(name), policy, signers, clock: systemClock });
        return { signers, ...(await open((request) => answer(request))) };
      }),
    );
    let hanging = 0;
    const hung = await open(() => {
      hanging += 1;
      return new Promise(() => {});
    });
    // The right key, over the same size and another root, then over another size.
    const liarSigners = signersOf("liar");
    const liar = await open(async (request) => {
      const { size, root } = headOf(await request.text());
      const bodies = [
        checkpointBody(policy.logs[0]!.key.name, size, sha256(root)),
        checkpointBody(policy.logs[0]!.key.name, size + 1, root),
      ];
      const body = bodies[lies++ % 2] ?? "";
      return new Response(liarSigners.map((signer) => cosign(sha256, body, signer, 1)).join(""));
    });
    let lies = 0;
    const all = [
      ...honest,
      { ...hung, signers: signersOf("hung") },
      { ...liar, signers: liarSigners },
    ];
    const named = all.map(
      ({ url, signers }, at) => `witness w${at} ${verifierKey(sha256, signers[0]!)} ${url}`,
    );
    const lines = [...named, "group two 2 w0 w1 w2 w3", "quorum two"];
    writeFileSync(path("witnesses"), lines.join("\n"));
    const said: string[] = [];
    const logger = pino({ level: "warn" }, { write: (line: string) => void said.push(line) });
    const config = { witnesses: readWitnesses(path("witnesses")) };
    const log = await start("data", { port: Number(new URL(origin).port), config, logger });
    const from = performance.now();
    for (const round of [1, 2, 3]) {
      await addLeaves(log.deps.ledger, round);
      const size = await published(log);
      const signed = async () => {
        const head = await readHead(origin);
        return typeof head === "string" ? head : [head.size, head.signed.length];
      };
      // Two keys of the log, one of each honest witness; who hangs is waited for 5 seconds.
      await expect.poll(signed, { timeout: 2_000 }).toEqual([size, 4]);
      const row = log.deps.store
        .selectFrom("checkpoints")
        .select("witnessed")
        .where("size", "=", size);
      expect(await row.executeTakeFirst()).toEqual({ witnessed: 1 });
    }
    await expect
      .poll(() => said.join(""), { timeout: 15_000 })
      .toContain("a witness's signature does not verify");
    // Once at the start, then after 1, 2 and 4 seconds: it is asked the more rarely, the longer it signs nothing.
    await expect.poll(() => lies, { timeout: 20_000 }).toBe(5);
    expect(performance.now() - from).toBeGreaterThan(5_500);
    expect(hanging).toBeGreaterThan(1);
    expect((await readHead(origin)) as object).toMatchObject({ signed: { length: 4 } });
    await Promise.all(all.map((each) => each.close()));
  }));

test("a file of witnesses says what is wrong with it", () =>
  withPlace(async ({ path, start }) => {
    const log = await start("data");
    const logs = await text(`${log.url}/log/policy`);
    mkdirSync(path("w"));
    const line = `witness w ${verifierKey(sha256, witnessSigners(path("w"), "w.example")[0]!)}`;
    const read = (lines: string) => {
      writeFileSync(path("file"), lines);
      return readWitnesses(path("file"));
    };
    expect(() => read(logs)).toThrow("names a log");
    expect(() => read(`${line}\nquorum w`)).toThrow("names no address of the witness w");
    expect(() => read(`${line} https://w.example`)).toThrow("no quorum line");
    expect(read(`${line} https://w.example\nquorum w`).policy.quorum).toBe("w");
    rmSync(path("file"));
    expect(() => readWitnesses(path("file"))).toThrow("cannot be read (ENOENT)");
  }));

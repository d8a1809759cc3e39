import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { systemClock } from "@farthing/core";
import {
  isPolicy,
  openCheckpoint,
  parseTrustPolicy,
  type Signer,
  verifierKey,
} from "@farthing/log";
import { logVerifiers, sha256 } from "@farthing/server";
import { pino } from "pino";
import { expect, test } from "vitest";
import { addLeaves, withPlace } from "../folder.testing.ts";
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

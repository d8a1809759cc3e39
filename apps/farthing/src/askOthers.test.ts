import { mkdirSync, rmSync, writeFileSync } from "node:fs";
import { systemClock } from "@farthing/core";
import { verifierKey } from "@farthing/log";
import { BehindCheckpoint, sha256 } from "@farthing/server";
import { pino } from "pino";
import { expect, test } from "vitest";
import { readSettings } from "./config.ts";
import { checkOthers } from "./doctor/checkOthers.ts";
import { addLeaves, backupOf, published, restoreOf, withPlace } from "./folder.testing.ts";
import { type Answer, listen } from "./listen.ts";
import { readTrustPolicy, readWitnesses } from "./readTrustPolicy.ts";
import { newWitness } from "./witness/witness.ts";
import { witnessSigners } from "./witness/witnessKeys.ts";

async function open(answer: Answer) {
  const listening = await listen({ host: "127.0.0.1", port: 0 });
  listening.answerWith(answer);
  return { ...listening, url: `http://127.0.0.1:${listening.port}` };
}

test("a copy behind what a witness cosigned does not start; a witness that does not tell is a warning", () =>
  withPlace(async ({ path, start }) => {
    const first = await start("data");
    const origin = first.url;
    const port = Number(new URL(origin).port);
    writeFileSync(path("log.policy"), await (await fetch(`${origin}/log/policy`)).text());
    await first.close();
    mkdirSync(path("w"));
    const signers = witnessSigners(path("w"), "w.example/witness");
    const policy = readTrustPolicy(path("log.policy"));
    const witness = newWitness({ folder: path("w"), policy, signers, clock: systemClock });
    let odd: (() => Promise<Response>) | null = null;
    const up = await open((request) => odd?.() ?? witness(request));
    const line = `witness w ${verifierKey(sha256, signers[0]!)} ${up.url}`;
    writeFileSync(path("witnesses"), `${line}\nquorum w\n`);
    const config = { witnesses: readWitnesses(path("witnesses")) };
    const lines: string[] = [];
    const logger = pino({ level: "warn" }, { write: (text: string) => void lines.push(text) });
    const begin = (name: string) => start(name, { port, config, logger });

    const log = await begin("data");
    await addLeaves(log.deps.ledger, 2);
    await published(log);
    await backupOf(path("data"), path("backup"));
    await addLeaves(log.deps.ledger, 5);
    const size = await published(log);
    const witnessed = () =>
      log.deps.store
        .selectFrom("checkpoints")
        .select("witnessed")
        .where("size", "=", size)
        .executeTakeFirst();
    await expect.poll(async () => (await witnessed())?.witnessed, { timeout: 20_000 }).toBe(1);
    await log.close();
    const cosigned = `cosigned by the witness ${up.url}`;
    const look = (name: string) => {
      const named = { FARTHING_DATA: path(name), FARTHING_WITNESSES: path("witnesses") };
      return checkOthers(readSettings(named), systemClock);
    };
    expect(await look("data")).toMatchObject([
      { status: "ok", found: `7 leaves ${cosigned}; the ledger has 0 more` },
    ]);

    await restoreOf(path("backup"), path("old"));
    await expect(begin("old")).rejects.toBeInstanceOf(BehindCheckpoint);
    await expect(begin("old")).rejects.toThrow(
      `over 7 was published (${cosigned}): it is 5 behind`,
    );
    expect(await look("old")).toMatchObject([{ status: "wrong" }]);
    // Even of what was published there nothing is left.
    rmSync(path("old/checkpoint"), { force: true });
    for (const side of ["", "-wal", "-shm"]) {
      for (const name of ["ledger.db", "store.db"])
        rmSync(path(`old/${name}${side}`), { force: true });
    }
    await expect(begin("old")).rejects.toThrow("has 0 leaves, but a checkpoint over 7");

    await restoreOf(path("backup"), path("old"), { replace: true });
    const answers: [() => Promise<Response>, string][] = [
      [() => Promise.reject(new Error("down")), "it answered 500"],
      [() => Promise.resolve(new Response("no", { status: 404 })), "it answered 404"],
      [() => Promise.resolve(new Response("99 bottles", { status: 409 })), "it told no size"],
      [() => Promise.resolve(new Response("9".repeat(99_999), { status: 409 })), "it told no size"],
    ];
    for (const [answer, why] of answers) {
      odd = answer;
      expect(await look("old")).toMatchObject([
        { status: "warning", found: `the witness ${up.url} does not tell: ${why}` },
      ]);
    }
    lines.length = 0;
    await (await begin("old")).close();
    await up.close();
    expect(lines.join("")).toContain("it tells nothing now");
    expect(await look("old")).toMatchObject([
      { status: "warning", found: expect.stringContaining("it did not answer") },
    ]);
  }));

/** A witness that tells any size it likes. */
async function openClaimer(name: string, folder: string) {
  mkdirSync(folder);
  const [signer] = witnessSigners(folder, `${name}.example/witness`);
  let size = "0";
  const up = await open(() => Promise.resolve(new Response(`${size}\n`, { status: 409 })));
  return {
    line: `witness ${name} ${verifierKey(sha256, signer!)} ${up.url}`,
    url: up.url,
    close: () => up.close(),
    say: (told: number) => (size = String(told)),
  };
}

test("a number that one witness says stops no start; that of the policy's quorum does", () =>
  withPlace(async ({ path, start }) => {
    const [a, b] = [await openClaimer("a", path("a")), await openClaimer("b", path("b"))];
    const lines: string[] = [];
    const logger = pino({ level: "error" }, { write: (text: string) => void lines.push(text) });
    const begin = (quorum: string) => {
      writeFileSync(path("witnesses"), [a.line, b.line, quorum, ""].join("\n"));
      lines.length = 0;
      const config = { witnesses: readWitnesses(path("witnesses")) };
      return start("data", { config, logger });
    };
    const look = () => {
      const named = { FARTHING_DATA: path("data"), FARTHING_WITNESSES: path("witnesses") };
      return checkOthers(readSettings(named), systemClock);
    };
    const both = "group both all a b\nquorum both";
    const log = await begin(both);
    await addLeaves(log.deps.ledger, 2);
    await published(log);
    await log.close();

    a.say(999_999_999_999_999);
    b.say(2);
    for (const quorum of [both, "quorum b", "quorum none"]) {
      await (await begin(quorum)).close();
      expect(lines.join("")).toMatch(/"size":999999999999999,"leaves":2,.*no quorum says so/);
    }
    expect(await look()).toMatchObject([{ status: "warning" }, { status: "ok" }]);
    b.say(7);
    for (const quorum of [both, "group one any a b\nquorum one", "quorum b"]) {
      await expect(begin(quorum)).rejects.toBeInstanceOf(BehindCheckpoint);
    }
    await expect(begin(both)).rejects.toThrow(
      `over 7 was published (cosigned by the witness ${b.url}): it is 5 behind`,
    );
    expect(await look()).toMatchObject([{ status: "wrong" }]);
    // The way out of a quorum that lies: its lines are taken out of the file.
    await (await begin("quorum none")).close();
    await a.close();
    await b.close();
  }));

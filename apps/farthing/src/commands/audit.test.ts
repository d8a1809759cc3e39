import { existsSync, mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { systemClock } from "@farthing/core";
import { readCheckpointFile } from "@farthing/server";
import { expect, test } from "vitest";
import { fileAnchor } from "../anchors/fileAnchor.ts";
import { addLeaves, type Place, published, withPlace } from "../folder.testing.ts";
import { listen } from "../listen.ts";
import { readTrustPolicy } from "../readTrustPolicy.ts";
import { newWitness } from "../witness/witness.ts";
import { witnessSigners } from "../witness/witnessKeys.ts";
import { audit } from "./audit.ts";
import type { Command } from "./command.ts";
import { ledger } from "./ledger.ts";
import { say as sayIn } from "./say.testing.ts";

/** What a command says, and its exit code. */
const say = (command: Command, data: string, ...words: string[]) =>
  sayIn(command, { FARTHING_DATA: data }, ...words);

/** A server that goes on running, with some leaves under several signed heads, and its policy in a file. */
async function served({ path, start }: Place) {
  const wired = await start("data");
  for (const count of [3, 4, 5]) {
    await addLeaves(wired.deps.ledger, count);
    await published(wired);
  }
  writeFileSync(path("policy"), await (await fetch(`${wired.url}/log/policy`)).text());
  return wired;
}

test("a running server's journal is exported and audited, by its log's own signatures and a head that somebody kept", () =>
  withPlace(async (place) => {
    await served(place);
    const { path } = place;
    const exported = await say(ledger, path("data"), "export", path("all"));
    expect(exported).toMatchObject({ code: 0, said: expect.stringMatching(/Entries 1 to \d+/) });
    expect(statSync(path("all")).mode & 0o777).toBe(0o600);
    writeFileSync(path("kept"), readFileSync(`${path("data")}/checkpoint`));
    const kept = (await readCheckpointFile(path("kept"))) ?? expect.fail("a head");
    const asked = [path("all"), "--policy", path("policy"), "--heads", path("kept")];
    const { code, said } = await say(audit, "/nowhere", ...asked);
    expect(said).toContain("signed by the log that the policy names), and 1 from elsewhere.");
    expect(said).toMatch(/No differences\.$/);
    expect(code).toBe(0);
    // The file of an anchor is one of heads, too.
    const [size, root] = [kept.size, Buffer.from(kept.root).toString("base64")];
    const note = Buffer.from(kept.note).toString("base64");
    writeFileSync(path("anchors"), `${size} ${root} ${note}\n`);
    const anchored = await say(audit, "/nowhere", path("all"), "--heads", path("anchors"));
    expect(anchored).toMatchObject({ code: 0, said: expect.stringContaining("1 from elsewhere") });
    const { said: json } = await say(audit, "/nowhere", ...asked, "--json");
    expect(JSON.parse(json)).toMatchObject({
      ok: true,
      log: expect.stringMatching(/^localhost:\d+\/log$/),
      from: 1,
      checkpoints: expect.any(Number),
      published: 1,
      signatures: true,
      faults: [],
      root: expect.stringMatching(/^[0-9a-f]{64}$/),
      state: expect.stringMatching(/^[0-9a-f]{64}$/),
    });
  }));

test("ranges in files of their own are one audit; a gap between them is named", () =>
  withPlace(async (place) => {
    await served(place);
    const { path } = place;
    await say(ledger, path("data"), "export", path("a"), "--to", "4");
    await say(ledger, path("data"), "export", path("b"), "--from", "5", "--to", "8");
    await say(ledger, path("data"), "export", path("c"), "--from", "9", "--without-salts");
    const all = await say(audit, "/nowhere", path("a"), path("b"), path("c"));
    expect(all).toMatchObject({ code: 0 });
    expect(all.said).toContain(
      "their signatures were not looked at, because no --policy was named",
    );
    const alone = await say(audit, "/nowhere", path("c"));
    expect(alone.said).toMatch(/What there was before entry \d+ was taken at the export's word/);
    const gap = await say(audit, "/nowhere", path("a"), path("c"));
    expect(gap).toMatchObject({
      code: 1,
      said: expect.stringMatching(/c, line 1: It begins behind entry .* are missing\.$/),
    });
  }));

test("a range of a file is named in the report, what follows it was not looked at", () =>
  withPlace(async (place) => {
    const wired = await served(place);
    const { path } = place;
    await say(ledger, path("data"), "export", path("all"));
    const head = (await readCheckpointFile(`${path("data")}/checkpoint`)) ?? expect.fail("a head");
    const roots = [4, 7, head.size].map((size) => ({
      size,
      root: Buffer.from(wired.deps.ledger.rootAt(size)).toString("hex"),
    }));
    writeFileSync(path("kept"), roots.map((root) => JSON.stringify(root)).join("\n"));
    const ask = (...words: string[]) => say(audit, "/nowhere", path("all"), ...words);
    const middle = ["--from", "6", "--to", "8", "--heads", path("kept")];
    const { code, said } = await ask(...middle);
    expect(code).toBe(0);
    expect(said).toMatch(
      /^Entries 6 to 8 of localhost:\d+\/log: 3 created, 0 refused, 8 leaves\.\n/,
    );
    expect(said).toContain(
      "That is the range from 6 to 8. Entries 1 to 5 were replayed for what it begins with, and are not counted. What follows entry 8 was not looked at, nor whether the files are whole.",
    );
    expect(said).toMatch(
      /heads in the range \(.*\), and 1 from elsewhere; 1 are over less than it begins with; 1 are over more than it ends with, and were not compared\./,
    );
    const json = await ask(...middle, "--policy", path("policy"), "--json");
    expect(JSON.parse(json.said)).toMatchObject({
      ok: true,
      range: { from: "6", to: "8" },
      replayedFrom: 1,
      from: 6,
      to: 8,
      entries: 3,
      stopped: true,
      published: 1,
      before: 1,
      beyond: 1,
      notCompared: [],
    });
    expect((await ask("--from", "2020-01-01")).said).toContain(
      "That is the range from 2020-01-01.\n",
    );
    const beyond = await ask("--from", "6", "--to", "99999");
    expect(beyond).toMatchObject({
      code: 2,
      said: expect.stringMatching(
        /Not compared:\n- The range goes to entry 99999, and the files end/,
      ),
    });
    expect(JSON.parse((await ask("--json")).said)).toMatchObject({
      range: { from: null, to: null },
      stopped: false,
    });
  }));

test("a range that holds nothing, or is none, is one sentence and exit code 2", () =>
  withPlace(async (place) => {
    await served(place);
    const { path } = place;
    await say(ledger, path("data"), "export", path("all"));
    await say(ledger, path("data"), "export", path("late"), "--from", "6");
    for (const [file, from, to, sentence] of [
      ["all", "9", "4", "There is no entry in that range: it begins with 9 and ends with 4."],
      [
        "all",
        "2026-11-02",
        "2026-11-02",
        "There is no entry in that range: it begins with 2026-11-02 and ends before 2026-11-02.",
      ],
      [
        "all",
        "1",
        "2020-01-01",
        /^There is no entry in that range: entry 1 is the first one behind/,
      ],
      ["late", "1", "5", /^There is no entry in that range: entry 6 is the first one behind it\.$/],
      ["all", "2999-01-01", "2999-01-02", /^There is no entry in that range: the files end with/],
      ["all", "0", "4", /^0 is neither an entry's number nor a moment such as/],
      ["all", "1", "2026-13-40", /^2026-13-40 is neither an entry's number nor a moment such as/],
    ] as const) {
      expect(await say(audit, "/nowhere", path(file), "--from", from, "--to", to)).toEqual({
        code: 2,
        said: "",
        complained: typeof sentence === "string" ? sentence : expect.stringMatching(sentence),
      });
    }
    // What is no export is told as such, whatever the range.
    writeFileSync(path("none"), "hello\n");
    expect((await say(audit, "/nowhere", path("none"), "--from", "3")).complained).toContain(
      "This is no export of a journal",
    );
    await expect(
      say(ledger, path("data"), "export", path("x"), "--from", "9", "--to", "4"),
    ).rejects.toThrow("it begins with 9 and ends with 4.");
  }));

test("a head that is not of this log, or that it never passed through, is named", () =>
  withPlace(async (place) => {
    await served(place);
    const other = await place.start("other");
    const { path } = place;
    await say(ledger, path("data"), "export", path("all"));
    writeFileSync(path("others"), await (await fetch(`${other.url}/log/policy`)).text());
    const strange = await say(audit, "/nowhere", path("all"), "--policy", path("others"));
    expect(strange).toMatchObject({
      code: 1,
      said: expect.stringContaining("A head is not signed by the log that the policy names"),
    });
    const size = 5;
    const lines = [
      { size, root: "00".repeat(32) },
      { size: 1_000_000, root: Buffer.alloc(32).toString("base64") },
    ].map((line) => JSON.stringify(line));
    writeFileSync(path("anchors"), `${lines.join("\n")}\n`);
    const { code, said } = await say(audit, "/nowhere", path("all"), "--heads", path("anchors"));
    expect(code).toBe(1);
    expect(said).toMatch(/over 5 leaves .*the journal gives another root/);
    expect(said).toMatch(/over 1000000 leaves .*the journal has only/);
  }));

/** A witness of the log at its own socket, and how to show it a head. */
async function witnessOf({ path }: Place) {
  mkdirSync(path("w"));
  const signers = witnessSigners(path("w"), "w.example/witness");
  const policy = readTrustPolicy(path("policy"));
  const answer = newWitness({ folder: path("w"), policy, signers, clock: systemClock });
  const listening = await listen({ host: "127.0.0.1", port: 0 });
  listening.answerWith((request) => answer(request));
  const url = `http://127.0.0.1:${listening.port}`;
  return {
    url,
    close: () => listening.close(),
    async cosign(note: string) {
      const body = `old 0\n\n${note}`;
      expect((await fetch(`${url}/add-checkpoint`, { method: "POST", body })).status).toBe(200);
    },
  };
}

test("a witness is asked what it saw: nothing yet, the same head, more than the files have, and when it is away", () =>
  withPlace(async (place) => {
    const { path } = place;
    const wired = await served(place);
    const witness = await witnessOf(place);
    const ask = (file: string, url = witness.url, ...more: string[]) =>
      say(audit, "/nowhere", path(file), "--policy", path("policy"), "--witness", url, ...more);
    await say(ledger, path("data"), "export", path("all"));
    const nothing = await ask("all");
    expect(nothing.code).toBe(2);
    expect(nothing.said).toMatch(
      /Not compared:\n- The witness .* has cosigned nothing of this log\.\nNo differences in what was compared\.$/,
    );
    // To ask it changed nothing: it still cosigns from the beginning.
    const early = readFileSync(`${path("data")}/checkpoint`, "utf8");
    await witness.cosign(early);
    const same = await ask("all", `${witness.url}/`);
    expect(same).toMatchObject({ code: 0, said: expect.stringContaining("1 from elsewhere.") });

    await addLeaves(wired.deps.ledger, 2);
    await published(wired);
    await say(ledger, path("data"), "export", path("longer"));
    expect(await ask("longer")).toMatchObject({ code: 0 });
    const { said: json } = await ask("longer", witness.url, "--json");
    expect(JSON.parse(json)).toMatchObject({ ok: true, published: 1, notCompared: [] });

    await say(ledger, path("data"), "export", path("short"), "--to", "4");
    const ahead = await ask("short");
    expect(ahead).toMatchObject({ code: 2, said: expect.stringMatching(/Not compared:\n- .*/) });
    // Where the range stops before what it has seen, it is not compared either.
    const stopped = await ask("longer", witness.url, "--to", "6");
    expect(stopped).toMatchObject({
      code: 2,
      said: expect.stringMatching(/has seen \d+ leaves, and the range ends with 6: it was not/),
    });
    await witness.close();
    const { code, said } = await ask("all", witness.url, "--json");
    expect(code).toBe(2);
    expect(JSON.parse(said)).toMatchObject({
      ok: true,
      notCompared: [
        `The witness ${witness.url} does not tell what it has seen: it did not answer.`,
      ],
    });
    expect(await ask("all", "gopher://w")).toMatchObject({ code: 2, said: "" });
  }));

test("an anchor's file is held against the replayed tree at its size", () =>
  withPlace(async (place) => {
    const { path } = place;
    const wired = await served(place);
    await say(ledger, path("data"), "export", path("all"));
    const anchor = async (name: string) => {
      const head =
        (await readCheckpointFile(`${path("data")}/checkpoint`)) ?? expect.fail("a head");
      await fileAnchor(path(name)).advance(head, { state: "intended", detail: null });
    };
    await anchor("anchor");
    const ask = (name: string, ...more: string[]) =>
      say(audit, "/nowhere", path("all"), "--anchor", path(name), ...more);
    expect(await ask("anchor", "--policy", path("policy"))).toMatchObject({
      code: 0,
      said: expect.stringContaining("1 from elsewhere"),
    });
    await addLeaves(wired.deps.ledger, 2);
    await published(wired);
    await anchor("later");
    expect(await ask("later")).toMatchObject({
      code: 2,
      said: expect.stringMatching(/has seen \d+ leaves, and the files end at \d+: ask for/),
    });
    expect(await ask("none")).toMatchObject({
      code: 2,
      complained: expect.stringContaining("There is no anchor file"),
    });
    const other = await place.start("other");
    writeFileSync(path("others"), await (await fetch(`${other.url}/log/policy`)).text());
    expect((await ask("anchor", "--policy", path("others"))).said).toContain(
      "holds a head that the log of the policy did not sign.",
    );
    const alone = say(audit, "/nowhere", path("all"), "--contract", `0x${"1".repeat(40)}`);
    expect((await alone).complained).toContain("--anchor is missing");
  }));

test("what cannot be audited ends with 2 and one sentence; what cannot be exported leaves nothing", () =>
  withPlace(async (place) => {
    await served(place);
    const { path } = place;
    writeFileSync(path("no-export"), "hello\n");
    writeFileSync(path("heads"), "hello\n");
    for (const [words, sentence] of [
      [[path("missing")], /^.*missing cannot be read \(ENOENT\)\.$/],
      [[path("no-export")], /^This is no export of a journal .*: it is no JSON\.$/],
      [[path("no-export"), "--policy", path("heads")], /is no trust policy/],
      [[path("no-export"), "--heads", path("heads")], /holds something else than signed heads/],
      [[], /^A word is missing: say `farthing audit FILE…/],
    ] as const) {
      expect(await say(audit, "/nowhere", ...words)).toMatchObject({
        code: 2,
        said: "",
        complained: expect.stringMatching(sentence),
      });
    }
    const write = (...words: string[]) => say(ledger, path("data"), "export", ...words);
    await expect(write(path("x"), "--from", "99999")).rejects.toThrow("There is no entry in that");
    await expect(write(path("x"), "--from", "yesterday")).rejects.toThrow("neither an entry's");
    await expect(write(path("none/x"))).rejects.toThrow("cannot be written (ENOENT)");
    await expect(say(ledger, "/nowhere", "export", path("x"))).rejects.toThrow("no ledger in");
    expect(existsSync(path("x"))).toBe(false);
    expect(readdirSync(path(".")).filter((name) => name.startsWith("."))).toEqual([]);
  }));

test("a file that was cut off anywhere is never taken for whole", () =>
  withPlace(async (place) => {
    await served(place);
    const { path } = place;
    await say(ledger, path("data"), "export", path("all"));
    const whole = readFileSync(path("all"));
    for (const part of [0.3, 0.6, 0.9, 1]) {
      writeFileSync(path("part"), whole.subarray(0, Math.floor(part * whole.length) - 1));
      const { code, said } = await say(audit, "/nowhere", path("part"));
      expect([code, said]).toEqual([1, expect.stringContaining("it was cut off")]);
    }
  }));

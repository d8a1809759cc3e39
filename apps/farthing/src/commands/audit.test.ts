import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { readCheckpointFile } from "@farthing/server";
import { expect, test } from "vitest";
import { readSettings } from "../config.ts";
import { addLeaves, type Place, published, withPlace } from "../folder.testing.ts";
import { audit } from "./audit.ts";
import type { Command } from "./command.ts";
import { ledger } from "./ledger.ts";

/** What a command says, and its exit code. */
async function say(command: Command, data: string, ...words: string[]) {
  const [said, complained]: [string[], string[]] = [[], []];
  const speech = {
    say: (text: string) => said.push(text),
    complain: (text: unknown) => complained.push(String(text)),
  };
  const settings = readSettings({ FARTHING_DATA: data });
  const code = await command.run({ settings, speech, words });
  return { code, said: said.join("\n"), complained: complained.join("\n") };
}

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

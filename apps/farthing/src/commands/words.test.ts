import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readSettings } from "../config.ts";
import { failureSentence } from "../failureSentence.ts";
import { commands } from "../runCommand.ts";

let folder: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), "farthing-words-"));
  for (const name of ["ledger.db", "store.db"]) writeFileSync(join(folder, name), "no database");
});
afterAll(() => rmSync(folder, { recursive: true }));

/** What a command that cannot run says, once it is called with these words. */
async function refusal(line: string, data: string): Promise<string | null> {
  const [name = "", ...words] = line.split(" ");
  const settings = readSettings({ FARTHING_DATA: data });
  const said: unknown[] = [];
  const speech = {
    say: (text: string) => said.push(text),
    complain: (text: unknown) => said.push(text),
  };
  try {
    await commands[name]?.run({ settings, speech, words });
  } catch (error) {
    expect(said).toEqual([]);
    return failureSentence(error, settings);
  }
  throw new Error(`${line} was done`);
}

test.each([
  ["backup", /^A word is missing: say `farthing backup DIR/],
  ["backup x --fast", /^There is no flag --fast here: say `farthing backup DIR/],
  ["backup x y", /^`y` is a word too many: say/],
  ["backup /proc/nowhere/x", /^\/proc\/nowhere\/x cannot be a backup's folder \(/],
  ["restore --json", /^A word is missing: say `farthing restore DIR/],
  ["restore /nowhere", /^\/nowhere holds no manifest\.json: it is no backup/],
  ["doctor now", /^`now` is a word too many: say `farthing doctor/],
  ["doctor --deep=1", /^--deep takes no value/],
  ["ledger", /^Say `farthing ledger verify/],
  ["ledger accept-loss", /^Say `farthing ledger verify/],
  ["ledger verify --quick", /^There is no flag --quick here/],
  ["serve --port", /^There is no flag --port here: say `farthing serve`\.$/],
  ["demo now", /^`now` is a word too many/],
  ["rebuild all", /^`all` is a word too many/],
  ["anchor", /^Say `farthing anchor deploy/],
  ["anchor deploy", /^Which chain is missing: name its JSON-RPC with --rpc/],
  ["anchor deploy --rpc ws://rpc.example", /^Which chain is missing/],
  ["anchor deploy --rpc http://127.0.0.1:9", /^FARTHING_ANCHOR_KEY_FILE names no key: 32 bytes/],
  ["anchor deploy --rpc http://127.0.0.1:9 --key-file /nowhere", /cannot be read \(ENOENT\)/],
])("%s: one sentence", async (line, sentence) => {
  expect(await refusal(line, folder)).toMatch(sentence);
});

test("files that are no databases are named, whatever is asked of them", async () => {
  for (const line of ["ledger verify", "rebuild", "serve", `backup ${join(folder, "b")}`]) {
    expect(await refusal(line, folder)).toMatch(
      /store\.db is damaged \(file is not a database\): run farthing doctor, leave .* as it is/,
    );
  }
});

test("a data folder that is not there, or can never be, is named", async () => {
  expect(await refusal("ledger verify", "/nowhere")).toMatch(/^There is no ledger in \/nowhere: /);
  expect(await refusal("backup /tmp/never", "/nowhere")).toMatch(/^There is no ledger\.db in /);
  expect(await refusal("serve", "/proc/nowhere")).toMatch(/\/proc\/nowhere cannot be written: /);
});

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from "node:fs";
import { connect, createServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { DatabaseSync } from "node:sqlite";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, expect, test } from "vitest";

const main = fileURLToPath(new URL("./main.ts", import.meta.url));

let folder: string;
let running: ChildProcess[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "farthing-main-"));
});
afterEach(async () => {
  for (const child of running) {
    if (child.exitCode === null && child.signalCode === null) {
      child.kill("SIGKILL");
      await once(child, "exit");
    }
  }
  running = [];
  rmSync(folder, { recursive: true });
});

interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** Starts the real process; `until` a text is printed, or it ends. */
function start(
  command: string,
  environment: Record<string, string> = {},
  words: readonly string[] = [],
) {
  const child = spawn(process.execPath, [main, command, ...words], {
    env: {
      PATH: process.env["PATH"],
      FARTHING_DATA: join(folder, "data"),
      FARTHING_PORT: "0",
      FARTHING_NEWSSTAND_PORT: "0",
      ...environment,
    },
  });
  running.push(child);
  let out = "";
  let err = "";
  child.stdout.on("data", (part: Buffer) => (out += part.toString()));
  child.stderr.on("data", (part: Buffer) => (err += part.toString()));
  const ended = once(child, "close").then(([code]): Ended => ({ code: code as number, out, err }));
  const printed = async (text: string) => {
    while (!out.includes(text)) {
      const end = await Promise.race([ended, new Promise((resolve) => setTimeout(resolve, 20))]);
      if (end !== undefined) throw new Error(`ended early: ${err}${out}`);
    }
    return out;
  };
  return { child, ended, printed };
}

async function takePort(): Promise<{ port: string; server: Server }> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  if (typeof address !== "object" || address === null) throw new Error("no port");
  return { port: String(address.port), server };
}

function isOneSentence(text: string): boolean {
  return /^[A-Z][^\n]*\.\n$/.test(text);
}

test("the demo prints both addresses and what to do next; both answer; Ctrl-C ends it with 0", async () => {
  const demo = start("demo");
  const greeting = await demo.printed("Ctrl-C stops it.");
  const addresses = [...greeting.matchAll(/http:\/\/[\w.:]+/g)].map(([address]) => address);
  expect(addresses.length).toBe(2);
  expect(new Set(addresses.map((address) => new URL(address).hostname))).toEqual(
    new Set(["127.0.0.1", "localhost"]),
  );
  for (const address of addresses) expect((await fetch(address)).status).toBe(200);
  expect(greeting).toContain("`farthing-dev`, without Secure");
  expect(greeting).toContain("press its button");
  demo.child.kill("SIGINT");
  expect(await demo.ended).toMatchObject({ code: 0, err: "" });
});

test("a restart keeps keys and merchant; the second process on a folder is told whose it is", async () => {
  const first = start("serve");
  const greeting = await first.printed("keeps its data in");
  const keys = async (text: string) => {
    const url = /http:\/\/localhost:\d+/.exec(text)?.[0] ?? "";
    return (await fetch(`${url}/.well-known/jwks.json`)).json();
  };
  const before = await keys(greeting);
  const second = await start("serve").ended;
  expect(second.code).toBe(1);
  expect(second.err).toContain(`in use by process ${first.child.pid}`);
  expect(second.err).toContain("FARTHING_DATA");
  expect(isOneSentence(second.err)).toBe(true);
  first.child.kill("SIGTERM");
  expect((await first.ended).code).toBe(0);
  const third = start("serve");
  expect(await keys(await third.printed("keeps its data in"))).toEqual(before);
});

test("a taken port is named with the way to choose another", async () => {
  const { port, server } = await takePort();
  const { port: other, server: otherServer } = await takePort();
  try {
    const wallet = await start("serve", { FARTHING_PORT: port }).ended;
    expect(wallet).toMatchObject({ code: 1 });
    expect(wallet.err).toMatch(new RegExp(`^Port ${port} is taken: .*FARTHING_PORT\\.\n$`));
    const newsstand = await start("demo", { FARTHING_NEWSSTAND_PORT: other }).ended;
    expect(newsstand).toMatchObject({ code: 1 });
    expect(newsstand.err).toMatch(
      new RegExp(`^Port ${other} is taken: .*FARTHING_NEWSSTAND_PORT\\.\n$`),
    );
  } finally {
    server.close();
    otherServer.close();
  }
});

test("a folder that cannot be written is named", async () => {
  writeFileSync(join(folder, "a-file"), "");
  const { code, err } = await start("serve", { FARTHING_DATA: join(folder, "a-file", "data") })
    .ended;
  expect(code).toBe(1);
  expect(err).toMatch(/^The data folder .*a-file\/data cannot be written: .*FARTHING_DATA\.\n$/);
});

test("data of a newer version is left alone, in the store and in the ledger", async () => {
  const first = start("serve");
  await first.printed("keeps its data in");
  first.child.kill("SIGTERM");
  await first.ended;
  const store = new DatabaseSync(join(folder, "data", "store.db"));
  store.exec("insert into kysely_migration (name, timestamp) values ('9999', 'later')");
  const newer = await start("serve").ended;
  expect(newer.code).toBe(1);
  expect(newer.err).toMatch(/^The data folder .* was written by a newer Farthing: .*\.\n$/);
  store.exec("delete from kysely_migration where name = '9999'");
  store.close();
  const ledger = new DatabaseSync(join(folder, "data", "ledger.db"));
  ledger.exec("pragma user_version = 9999");
  ledger.close();
  const older = await start("serve").ended;
  expect(older.code).toBe(1);
  expect(older.err).toMatch(/^The data folder .* was written by a newer Farthing: .*\.\n$/);
});

test("a second Ctrl-C waits for nothing", async () => {
  const wallet = start("serve");
  const greeting = await wallet.printed("keeps its data in");
  const hanging = connect(Number(/localhost:(\d+)/.exec(greeting)?.[1]), "127.0.0.1");
  hanging.on("error", () => undefined);
  await once(hanging, "connect");
  hanging.write("GET / HTTP/1.1\r\n");
  // One answered request later the half-sent one is surely known to the server.
  await fetch(/http:\S+/.exec(greeting)?.[0] ?? "");
  wallet.child.kill("SIGINT");
  await new Promise((resolve) => setTimeout(resolve, 100));
  wallet.child.kill("SIGINT");
  expect((await wallet.ended).code).toBe(130);
});

test.each<[string, string, Record<string, string>, RegExp]>([
  ["an unknown setting", "serve", { FARTHING_PROT: "1" }, /^There is no setting FARTHING_PROT/],
  [
    "an open address without TLS",
    "serve",
    { FARTHING_HOST: "0.0.0.0" },
    /^FARTHING_HOST 0\.0\.0\.0 can/,
  ],
  [
    "an unknown command",
    "sevre",
    {},
    /^There is no command sevre: use demo, serve, doctor, ledger, audit, backup, restore, rebuild, merchant, policy, operator, verify, witness, anchor\.\n$/,
  ],
  ["a command that JavaScript knows", "constructor", {}, /^There is no command constructor/],
])("%s ends with one sentence", async (_, command, environment, sentence) => {
  const { code, err, out } = await start(command, environment).ended;
  expect([code, out]).toEqual([1, ""]);
  expect(err).toMatch(sentence);
  expect(isOneSentence(err)).toBe(true);
});

test("rebuild shows the journal anew", async () => {
  const { code, out } = await start("rebuild").ended;
  expect(code).toBe(0);
  expect(out.split("\n")).toEqual([
    "0 of 0 journal entries shown (100 %)",
    "The store shows all 0 journal entries again.",
    "",
  ]);
});

test("merchant add: while the wallet runs, a merchant can sell at once; its key is told once, to one file", async () => {
  const origin = "http://127.0.0.1:4030";
  const add = (...words: string[]) => start("merchant", {}, ["add", ...words]).ended;
  const early = await add("Early", origin);
  expect(early.err).toMatch(/^There is no wallet in .* yet: .*\n$/);
  const wallet = start("serve");
  const url = /http:\S+/.exec(await wallet.printed("keeps its data in"))?.[0] ?? "";
  const file = join(folder, "site.env");
  const added = await add("My site", origin, file);
  expect(added).toMatchObject({ code: 0, err: "" });
  expect(added.out).toContain("My site is registered for http://127.0.0.1:4030.");
  const settings = readFileSync(file, "utf8");
  expect(settings).toMatch(/^WALLET=\S+\nMERCHANT=mer_\w+\nAPI_KEY=fk_\S+\nORIGIN=\S+\n$/);
  expect(added.out).not.toContain("fk_");
  expect(statSync(file).mode & 0o777).toBe(0o600);
  const key = /API_KEY=(\S+)/.exec(settings)?.[1] ?? "";
  const response = await fetch(`${url}/v1/offers`, {
    method: "POST",
    headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
    body: JSON.stringify({
      resource: `${origin}/page`,
      title: "A page",
      price: { amount: "10000", asset: "PLAY/6" },
      access: "own",
    }),
  });
  expect(response.status).toBe(200);
  // Asked again, as by a start script: the same merchant.
  expect((await add("My site", origin, file)).out).toContain("nothing was changed");
  expect(readFileSync(file, "utf8")).toBe(settings);
  expect((await add("My site", origin)).out).toMatch(/^# The key is shown this once\.\nWALLET=/);
  expect((await add("My site", "http://news.example")).err).toMatch(/is not an origin such as/);
  expect((await add("My site", /WALLET=(\S+)/.exec(settings)?.[1] ?? "")).err).toMatch(
    /is the wallet's own address/,
  );
  expect((await add("My site", "https://*")).err).toMatch(/is not an origin such as/);
  const other = join(folder, "other.env");
  writeFileSync(other, "PORT=1\n");
  expect((await add("My site", origin, other)).err).toMatch(/holds something else/);
  expect(readFileSync(other, "utf8")).toBe("PORT=1\n");
  expect((await add("My site")).err).toMatch(/^Say `merchant add/);
  const merchant = /MERCHANT=(\S+)/.exec(settings)?.[1] ?? "";
  const addOrigin = (...words: string[]) => start("merchant", {}, ["origin", ...words]).ended;
  expect(await addOrigin(merchant, "https://shop.example")).toMatchObject({
    code: 0,
    out: `${merchant} sells on ${origin}, https://shop.example.\n`,
  });
  expect((await addOrigin("mer_nobody", "https://shop.example")).err).toMatch(/^No merchant /);
  expect((await addOrigin(merchant, "http://shop.example")).err).toMatch(/is not an origin/);
  const line = (...words: string[]) => start("merchant", {}, words).ended;
  expect((await line("ask-above", merchant, "0.30")).out).toContain(
    "above 0.30 a passkey is asked",
  );
  expect((await line("never-above", merchant, "5")).out).toContain("nothing is sold above 5.");
  const apiKey = /API_KEY=(\S+)/.exec(settings)?.[1] ?? "";
  const headers = { authorization: `Bearer ${apiKey}` };
  const readSet = async () =>
    (await fetch(`${url}/v1/merchant/settings`, { headers })).json() as Promise<object>;
  // The wallet hears within ten seconds of what another process wrote.
  await expect.poll(readSet, { timeout: 15_000, interval: 500 }).toMatchObject({
    askAbove: { amount: "300000" },
    neverAbove: { amount: "5000000" },
  });
  expect((await line("ask-above", merchant, "nothing")).out).toContain("nothing of its own is set");
  expect((await line("ask-above", merchant, "0,30")).err).toMatch(/is no price such as/);
  expect((await line("never-above", "mer_nobody", "1")).err).toMatch(/^No merchant /);
  // Nineteen processes, one after the other.
}, 180_000);

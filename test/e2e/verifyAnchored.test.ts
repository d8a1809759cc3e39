// The page that checks a receipt, held against a real chain and against files: what is proved, and what each failure says.
import { execFile } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer, type Server, type ServerResponse } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Anvil, anchorAbi, anvilKeys, deployAnchor, startAnvil } from "@farthing/app/anchors";
import { toHex } from "@farthing/core";
import { freePort, openPerson, type Person, serverMain } from "@farthing/lab";
import { anchorLine, parseCheckpoint, parseNote, parseProofFile } from "@farthing/log";
import type { Page } from "playwright-core";
import { afterAll, beforeAll, beforeEach, expect, test, vi } from "vitest";
import { expectAxeClean, shoot } from "./look.ts";
import { payFirst, readPayments } from "./reader.ts";
import { openStage, type Stage } from "./stage.ts";

type Hex = `0x${string}`;
type Head = NonNullable<ReturnType<typeof parseCheckpoint>>;

const folder = mkdtempSync(join(tmpdir(), "farthing-anchored-"));
const [receiptFile, policyFile] = [join(folder, "r.tlog-proof"), join(folder, "log.policy")];
let anvil: Anvil;
let odd: Server;
let stage: Stage;
let reader: Person;
let stranger: Person;
let page: Page;
/** A receipt, the note of its head, and one of a later head. */
let receipt: string;
let own: string;
let later: string;

beforeAll(async () => {
  [anvil, stage] = await Promise.all([startAnvil(), openStage()]);
  odd = await startOdd();
  reader = await openPerson({ storage: "allowed" });
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  const payment = (await readPayments(stage, reader, 1))[0]?.id ?? "";
  const headers = { "sec-fetch-site": "same-origin" };
  const ask = async (path: string) =>
    (await reader.context.request.get(`${stage.wallet}${path}`, { headers })).text();
  receipt = await ask(`/v1/wallet/payments/${payment}/receipt-file`);
  own = parseProofFile(receipt)?.checkpoint ?? expect.fail("a proof file");
  writeFileSync(receiptFile, receipt);
  writeFileSync(policyFile, await ask("/log/policy"));
  // Whoever pays next makes the log longer.
  const other = await openPerson({ storage: "allowed" });
  await payFirst(stage, other, { slug: "the-smallest-coin" });
  await other.close();
  await vi.waitFor(
    async () => {
      later = await ask("/log/checkpoint");
      expect(headOf(later).size).toBeGreaterThan(headOf(own).size);
    },
    { timeout: 20_000, interval: 250 },
  );
  stranger = await openPerson({ storage: "allowed" });
  page = stranger.page;
});
beforeEach(() => openReceipt(page));
afterAll(async () => {
  await reader.close();
  await stranger.close();
  await stage.close();
  await anvil.stop();
  odd.closeAllConnections();
  odd.close();
  rmSync(folder, { recursive: true });
});

function headOf(note: string): Head {
  return parseCheckpoint(parseNote(note)?.body ?? "") ?? expect.fail("a signed head");
}

/** What a node of a chain would not say, to whichever page asks. */
async function startOdd(): Promise<Server> {
  const answers: Record<string, (response: ServerResponse) => void> = {
    "/html": (response) => response.end("<!doctype html><title>Not found</title>"),
    "/number": (response) => response.end("1"),
    "/endless": (response) => response.end(`{"result":"0x${"0".repeat(100_000)}"}`),
    "/refuses": (response) =>
      response.end(`{"jsonrpc":"2.0","id":1,"error":{"code":-32005,"message":"too many\\ncalls"}}`),
    "/null": (response) => response.end(`{"jsonrpc":"2.0","id":1,"result":null}`),
    "/hangs": () => undefined,
  };
  const server = createServer(({ url = "", method }, response) => {
    response.setHeader("access-control-allow-origin", "*");
    response.setHeader("access-control-allow-headers", "content-type");
    if (method === "OPTIONS") response.end();
    else if (url === "/moved") response.writeHead(307, { location: "/null" }).end();
    else answers[url]?.(response);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return server;
}

async function openReceipt(on: Page): Promise<void> {
  await on.goto(`${stage.wallet}/verify`);
  await on.locator(".verify-file input").first().setInputFiles(receiptFile);
  await on.locator('.verify-verdict[data-result="true"]').waitFor();
}

/** A contract of its own, with these heads in it, as deep in the chain as it takes. */
async function contractWith(...heads: Pick<Head, "root" | "size">[]): Promise<Hex> {
  const { contract } = await deployAnchor({ rpc: anvil.url, key: anvilKeys[0] });
  for (const { root, size } of heads) {
    const args = [`0x${toHex(root)}`, BigInt(size)] as const;
    const call = { address: contract, abi: anchorAbi, functionName: "anchor", args } as const;
    await anvil.client.waitForTransactionReceipt({ hash: await anvil.client.writeContract(call) });
  }
  await anvil.client.mine({ blocks: 12 });
  return contract;
}

const held = (on: Page) => on.locator(".verify-held");

/** Presses the button, and answers with what the page then says. */
async function askChain(contract: string, node = anvil.url) {
  await page.getByLabel("Address of a node").fill(node);
  await page.getByLabel("Address of the contract").fill(contract);
  await page.getByRole("button", { name: "Check against the chain" }).click();
  return told();
}

async function giveFile(buffer: string, name = "anchors") {
  const file = { name, mimeType: "", buffer: Buffer.from(buffer) };
  await page.getByLabel("Choose an anchor file").setInputFiles(file);
  return told();
}

async function told() {
  await page.locator('.verify-held:not([data-result="none"])').waitFor();
  const said = (await held(page).innerText()).trim();
  return { result: await held(page).getAttribute("data-result"), said };
}

/** The last line of what the command line says of the same. */
function commandLine(...words: string[]): Promise<string> {
  const all = ["verify", receiptFile, "--policy", policyFile, "--anchor", ...words];
  return new Promise((resolve) => {
    const flags = ["--no-memory-protection-keys", serverMain, ...all];
    execFile(process.execPath, flags, (_error, stdout) =>
      resolve(stdout.trim().split("\n").at(-1) ?? ""),
    );
  });
}

const anchorFile = (note: string) => anchorLine({ ...headOf(note), note });

test("a receipt is checked up to the chain, and the command line says the same", async () => {
  const contract = await contractWith(headOf(own), headOf(later));
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await shoot(page, "verify-anchor-empty", page.locator("#anchor-card"));
  await expectAxeClean(page);
  expect(asked).toEqual([]);
  const found = await askChain(contract);
  expect(found.result).toBe("anchored");
  expect(found.said).toMatch(
    /^Anchored: it stands under the head of \d+ leaves that nobody can take back, in contract 0x\w{40} at block \d+ of chain 31337\.$/,
  );
  expect(found.said).toBe(await commandLine(anvil.url, "--contract", contract));
  const elsewhere = asked.filter((url) => !url.startsWith(anvil.url));
  expect(elsewhere.length).toBeGreaterThan(0);
  for (const url of elsewhere) expect(url).toContain(`${stage.wallet}/log/tile/`);
  await shoot(page, "verify-anchored", held(page));
  await expectAxeClean(page);
});

test("under the receipt's own head no tile is needed; what tiles say is not believed", async () => {
  const [same, longer] = [
    await contractWith(headOf(own)),
    await contractWith(headOf(own), headOf(later)),
  ];
  await page.route("**/log/tile/**", (route) => route.abort());
  expect((await askChain(same)).result).toBe("anchored");
  const missing = await askChain(longer);
  expect(missing.result).toBe("tiles-missing");
  expect(missing.said).toMatch(/^Not checked: http:\S+\/log\/tile\/0\/000\S* is not there\./);
  await page.unroute("**/log/tile/**");
  await page.route("**/log/tile/**", async (route) => {
    const response = await route.fetch();
    const body = Buffer.from((await response.body()).map((byte) => byte ^ 1));
    await route.fulfill({ response, body });
  });
  const lied = await askChain(longer);
  expect(lied.result).toBe("not-in-anchor");
  expect(lied.said).toMatch(/^Not proven: the tiles do not lead from this receipt to the head of /);
  await page.unroute("**/log/tile/**");
  await page.getByLabel("Address of the log, or of a copy").fill("http://log.example/log");
  expect((await askChain(longer)).result).toBe("tiles-address");
  await page.getByLabel("Address of the log, or of a copy").fill(`${stage.wallet}/log/`);
  expect((await askChain(longer)).result).toBe("anchored");
});

test("a smaller head, another log's head and none at all each say what they are", async () => {
  const { size } = headOf(own);
  const root = new Uint8Array(32).fill(7);
  for (const [heads, result, words] of [
    [[], "not-yet", /^Not anchored yet: this is leaf \d+, and the head in .* covers 0 leaves\./],
    [[{ root, size: 1 }], "not-yet", /covers 1 leaf\. Try again when the next one is anchored\./],
    [[{ root, size }], "other-head", /^Not proven: contract .* holds another head of \d+ leaves/],
    [[{ root, size: headOf(later).size }], "not-in-anchor", /^Not proven: the tiles do not lead/],
  ] as const) {
    const contract = await contractWith(...heads);
    const found = await askChain(contract);
    expect(found).toEqual({ result, said: expect.stringMatching(words) });
    expect(found.said).toBe(await commandLine(anvil.url, "--contract", contract));
  }
  await shoot(page, "verify-other-head", held(page));
  await expectAxeClean(page);
});

test("a node or a contract that is not one: each has its sentence, and nothing is taken for proven", async () => {
  const contract = await contractWith(headOf(own));
  const port = (odd.address() as { port: number }).port;
  const at = (path: string) => `http://127.0.0.1:${port}${path}`;
  // A contract that refuses whatever it is asked.
  const refusing = await anvil.client.waitForTransactionReceipt({
    hash: await anvil.client.deployContract({
      abi: [],
      bytecode: "0x6005600c60003960056000f360006000fd",
    }),
  });
  await anvil.client.mine({ blocks: 12 });
  const cases: [node: string, contract: string, result: string][] = [
    ["", contract, "node-address"],
    ["rpc.example", contract, "node-address"],
    ["http://rpc.example", contract, "node-address"],
    ["file:///etc/hosts", contract, "node-address"],
    ["https://name:word@rpc.example", contract, "node-address"],
    [anvil.url, "", "contract-address"],
    [anvil.url, contract.slice(0, -1), "contract-address"],
    [anvil.url, `0x${"1".repeat(40)}`, "no-contract"],
    [anvil.url, refusing.contractAddress ?? "", "other-contract"],
    [`http://127.0.0.1:${await freePort()}`, contract, "node-silent"],
    [at("/moved"), contract, "node-silent"],
    [at("/html"), contract, "node-odd"],
    [at("/number"), contract, "node-odd"],
    [at("/endless"), contract, "node-odd"],
    [at("/null"), contract, "node-odd"],
    [at("/refuses"), contract, "node-refuses"],
    [at("/hangs"), contract, "node-silent"],
    [` ${anvil.url} `, ` ${contract} `, "anchored"],
  ];
  for (const [node, address, result] of cases) {
    const found = await askChain(address, node);
    expect({ node, address, result: found.result }).toEqual({ node, address, result });
    if (result !== "anchored") expect(found.said).toMatch(/^Not checked: .{20,}\.$/s);
    if (result === "node-refuses") expect(found.said).toContain("says: too many calls.");
  }
});

test("a file of an anchor, chosen or dropped, and files that are none", async () => {
  const file = anchorFile(own) + anchorFile(later);
  const found = await giveFile(`${file}cut off`);
  expect(found.result).toBe("anchored");
  writeFileSync(join(folder, "anchors"), file);
  const said = await commandLine(join(folder, "anchors"));
  expect(found.said).toBe(said.replace(`${folder}/`, ""));
  const [, origin = ""] = /^(.*)\n/.exec(later) ?? [];
  for (const [text, result] of [
    ["", "file-empty"],
    [file.trimEnd().split("\n")[0] ?? "", "file-empty"],
    [`${file}\n`, "file-odd"],
    [receipt, "file-odd"],
    [anchorFile(later.replaceAll(origin, "other.example/log")), "not-the-log"],
    [anchorFile(later.slice(0, later.lastIndexOf("— "))), "not-the-log"],
    [anchorFile(own), "anchored"],
  ] as const)
    expect({ text, result: (await giveFile(text)).result }).toEqual({ text, result });
  const transfer = await page.evaluateHandle((text) => {
    const dropped = new DataTransfer();
    dropped.items.add(new File([text], "dropped"));
    return dropped;
  }, file);
  await page.dispatchEvent("#anchor-node", "drop", { dataTransfer: transfer });
  await held(page).getByText("nobody can take back, in dropped.").waitFor();
  // Anywhere else on the page it is taken for a receipt, and says that it is none.
  await page.dispatchEvent("h1", "drop", { dataTransfer: transfer });
  await page.locator('.verify-verdict[data-result="not-a-proof-file"]').waitFor();
  expect(await held(page).count()).toBe(0);
});

test("in German, too, and of a new receipt nothing is said before it is asked", async () => {
  const leserin = await openPerson({ storage: "allowed", locale: "de-DE" });
  try {
    const { page: seite } = leserin;
    await openReceipt(seite);
    const file = { name: "anker", mimeType: "", buffer: Buffer.from(anchorFile(later)) };
    await seite.getByLabel("Ankerdatei wählen").setInputFiles(file);
    await held(seite)
      .getByText(/^Verankert: Sie steht unter dem Stand von \d+ Blättern/)
      .waitFor();
    await seite.getByLabel("Adresse des Vertrags").fill("0x12");
    await seite.getByLabel("Adresse eines Knotens").fill(anvil.url);
    await seite.getByRole("button", { name: "Gegen die Kette prüfen" }).click();
    await held(seite).getByText("Nicht geprüft: Die Adresse eines Vertrags ist 0x und").waitFor();
    await shoot(seite, "verify-anchor-german", held(seite));
    await expectAxeClean(seite);
    const again = { name: "r.tlog-proof", mimeType: "", buffer: Buffer.from(`${receipt}`) };
    await seite.locator(".verify-file input").first().setInputFiles(again);
    await seite.locator('.verify-held[data-result="none"]').waitFor({ state: "attached" });
    expect(await seite.getByLabel("Adresse des Vertrags").inputValue()).toBe("0x12");
  } finally {
    await leserin.close();
  }
});

import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { openPerson, type Person, serverMain } from "@farthing/lab";
import {
  checkReceiptFile,
  cosign,
  faultSentence,
  isPolicy,
  parseNote,
  parseProofFile,
  parseTrustPolicy,
  type TrustPolicy,
  verifierKey,
} from "@farthing/log";
import { logVerifiers, makeKeys, sha256 } from "@farthing/server";
import type { Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test } from "vitest";
import { expectAxeClean, shoot } from "./look.ts";
import { payFirst, readPayments } from "./reader.ts";
import { openStage, type Stage } from "./stage.ts";

let stage: Stage;
let reader: Person;
/** Somebody without a wallet here. */
let stranger: Person;
let page: Page;
let folder: string;
let payment: string;
let file: string;
let jwt: string;
let policyText: string;
let policy: TrustPolicy;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "farthing-verify-"));
  stage = await openStage();
  reader = await openPerson({ storage: "allowed" });
  await payFirst(stage, reader, { slug: "the-smallest-coin" });
  payment = (await readPayments(stage, reader, 1))[0]?.id ?? "";
  const ask = async (path: string) => {
    const headers = { "sec-fetch-site": "same-origin" };
    return (await reader.context.request.get(`${stage.wallet}${path}`, { headers })).text();
  };
  const detail = JSON.parse(await ask(`/v1/wallet/payments/${payment}`)) as { receipt: string };
  jwt = detail.receipt;
  file = await ask(`/v1/wallet/payments/${payment}/receipt-file`);
  policyText = await ask("/log/policy");
  const read = parseTrustPolicy(sha256, policyText);
  if (!isPolicy(read)) throw new Error(read.fault);
  policy = read;
  stranger = await openPerson({ storage: "allowed" });
  page = stranger.page;
  await openVerify(page);
});
afterEach(() => stranger.context.setOffline(false));
afterAll(async () => {
  await reader.close();
  await stranger.close();
  await stage.close();
  rmSync(folder, { recursive: true });
});

async function openVerify(on: Page): Promise<void> {
  await on.goto(`${stage.wallet}/verify`);
  await on.getByText("This server’s own policy").waitFor();
}

const picker = (on: Page) => on.getByLabel("Choose a file");
const verdict = (on: Page) => on.locator(".verify-verdict");

async function choose(on: Page, text: string | Uint8Array, name = "receipt.tlog-proof") {
  await picker(on).setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
  await on.getByText(`Checked: ${name}.`).waitFor();
}

/** What the page found of a file with a name of its own, so that it is not the answer to the one before. */
async function judge(text: string | Uint8Array, name: string) {
  await choose(page, text, name);
  const result = await verdict(page).getAttribute("data-result");
  const said = await verdict(page).locator(".verify-sentence").innerText();
  return { result, said: said.trim() };
}

test("the wallet leads from the payment to the page that checks a kept file", async () => {
  const wallet = await reader.context.newPage();
  await wallet.goto(`${stage.wallet}/payments/${payment}`);
  await wallet.getByRole("button", { name: "Verify" }).click();
  await wallet.getByText("All checks passed.").waitFor();
  await wallet.getByRole("link", { name: "Check a proof that you kept" }).click();
  await wallet.getByRole("heading", { name: "Check a receipt" }).waitFor();
  await wallet.close();
});

test("a proof is shared as a file where the browser can, and the button is absent elsewhere", async () => {
  const wallet = await reader.context.newPage();
  const open = async () => {
    await wallet.goto(`${stage.wallet}/payments/${payment}`);
    await wallet.getByRole("button", { name: "Download the proof" }).waitFor();
  };
  const share = wallet.getByRole("button", { name: "Share the proof" });
  await wallet.addInitScript("delete Navigator.prototype.canShare");
  await open();
  expect(await share.count()).toBe(0);
  await wallet.addInitScript(() => {
    const shared: unknown[] = [];
    const refusals = ["AbortError", "NotAllowedError"];
    Object.assign(window, { shared });
    Object.assign(navigator, {
      canShare: ({ files }: ShareData) => files?.length === 1,
      share: async ({ files }: ShareData) => {
        const name = refusals.shift();
        if (name !== undefined) throw new DOMException("Refused", name);
        const [given] = files ?? [];
        shared.push([given?.name, await given?.text()]);
      },
    });
  });
  await open();
  // Sharing with nobody is no failure; a refusal is one, and the next try shares.
  await share.click();
  await wallet.waitForFunction(() => document.querySelector("[data-loading]") === null);
  expect(await wallet.getByRole("alert").count()).toBe(0);
  await share.click();
  await wallet.getByRole("alert").waitFor();
  await shoot(wallet, "payment-share-refused");
  await wallet.getByRole("alert").getByRole("button").click();
  await wallet.waitForFunction(() => (Reflect.get(window, "shared") as string[][]).length === 1);
  const [[name, text = ""] = []] = await wallet.evaluate(
    () => Reflect.get(window, "shared") as string[][],
  );
  expect(name).toBe(`${payment}.tlog-proof.txt`);
  expect(await checkReceiptFile(sha256, text, policy, logVerifiers)).toBeTypeOf("object");
  await expectAxeClean(wallet);
  await wallet.close();
});

test("a true file: one sentence, what it discloses, what it keeps back, and who signed", async () => {
  await shoot(page, "verify-empty");
  await expectAxeClean(page);
  const { result, said } = await judge(file, `${payment}.tlog-proof`);
  expect(result).toBe("true");
  expect(said).toMatch(
    new RegExp(`^True: ${payment}, \\$0\\.01 of play money, .* is leaf \\d+ of `),
  );
  expect(said).toContain("(no witness asked for)");
  await page.getByText("the merchant’s own part, such as who sold which page").waitFor();
  await page.getByText("the log itself (Ed25519)").waitFor();
  await page.getByText(/the log itself \(ML-DSA-44, /).waitFor();
  await page.getByText("No witness: only the log itself says").waitFor();
  await shoot(page, "verify-true");
  await expectAxeClean(page);
});

describe("a changed byte", () => {
  const positions = 40;

  test(`at any of ${positions} places is caught, and the sentence says by which check`, async () => {
    const seen = new Set<string>();
    for (let turn = 0; turn < positions; turn += 1) {
      const at = Math.floor(((turn + 0.5) * file.length) / positions);
      const bent = bend(at);
      const expected = await checkReceiptFile(sha256, bent, policy, logVerifiers);
      if (typeof expected !== "string") throw new Error(`the byte at ${at} is not caught`);
      const found = await judge(bent, `bent-${at}.tlog-proof`);
      expect(found).toEqual({
        result: expected,
        said: faultSentence(expected, { text: bent, policy }, "en"),
      });
      seen.add(expected);
    }
    expect([...seen]).toContain("not-signed");
    expect([...seen]).toContain("not-included");
    await shoot(page, "verify-changed");
    await expectAxeClean(page);
  });
});

/** The file with one character changed into another of the same kind. */
function bend(at: number, text = file): string {
  const other = text[at] === "A" ? "B" : "A";
  return text.slice(0, at) + other + text.slice(at + 1);
}

test("the command line and the page say the same of the same files", async () => {
  const inside = (words: string) => file.indexOf(words) + words.length + 2;
  const origin = policy.logs[0]?.key.name ?? "";
  const files: Record<string, string | Uint8Array> = {
    good: file,
    header: bend(3),
    extra: bend(inside("extra ")),
    index: file.replace(/\nindex (\d+)/, (_, index) => `\nindex ${Number(index) + 1}`),
    size: file.replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`),
    signature: bend(file.lastIndexOf("— ") + 40),
    "one-signature": file.slice(0, file.lastIndexOf("— ")),
    "another-log": file.replaceAll(origin, "pay.other/log"),
    "without-extra": file.replace(/extra .*\n/, ""),
    truncated: file.slice(0, file.length / 2),
    empty: "",
    blank: "\n \n",
    jwt,
    policy: policyText,
    "carriage-returns": file.replaceAll("\n", "\r\n"),
    "with-a-mark": Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), Buffer.from(file)]),
    "not-utf-8": Buffer.from(file.replaceAll("—", "-"), "utf16le"),
    "a-picture": Uint8Array.from({ length: 5_000 }, (_, at) => (at * 7_919) % 256),
    huge: "A".repeat(9_000_000),
    "a-long-tail": file + "\n".repeat(3_000_000),
  };
  const policyFile = join(folder, "policy");
  writeFileSync(policyFile, policyText);
  for (const [name, text] of Object.entries(files)) {
    const path = join(folder, name);
    writeFileSync(path, text);
    const [first] = (await commandLine("verify", path, "--policy", policyFile)).split("\n");
    const { result, said } = await judge(text, name);
    expect({ name, said }).toEqual({ name, said: first });
    expect({ name, isTrue: result === "true" }).toEqual({ name, isTrue: name === "good" });
  }
});

/** What a command says on standard output, however it ends. */
function commandLine(...words: string[]): Promise<string> {
  return new Promise((resolve) => {
    const flags = ["--no-memory-protection-keys", serverMain, ...words];
    execFile(process.execPath, flags, (_error, stdout) => resolve(stdout.trim()));
  });
}

test("by another policy the same file is judged anew; a file that is no policy changes nothing", async () => {
  await openVerify(page);
  await choose(page, file);
  const own = page.getByLabel("Use my own policy");
  const other = (policyText.match(/^log \S+/gm) ?? []).map((line, at) =>
    at === 0 ? `log sum.golang.org+033de0ae+Ac4zctda0e5eza+HJyk9SxEdh+s3Ux18htTTAD8OuAn8` : line,
  );
  const give = (name: string, text: string) =>
    own.setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(text) });
  await give("kept.policy", `${other[0]}\nquorum none\n`);
  await page.getByText("Your own policy, kept.policy.").waitFor();
  await page.locator('.verify-verdict[data-result="another-log"]').waitFor();
  // Of a log that the policy does not name it is not said that it is untrue.
  await page.getByText(/^Not checked: .* and the policy names sum\.golang\.org\./).waitFor();
  await give("broken.policy", "quorum none\nquorum none\n");
  await page.getByText("broken.policy is no trust policy: line 2: a second quorum.").waitFor();
  expect(await verdict(page).getAttribute("data-result")).toBe("another-log");
  await page.getByText("Show the policy").click();
  await shoot(page, "verify-own-policy", page.getByText("Your own policy, kept.policy."));
  await expectAxeClean(page);
  await page.getByRole("button", { name: "Use this server’s policy" }).click();
  await page.locator('.verify-verdict[data-result="true"]').waitFor();
  // A witness that nobody heard of: signed by the log, believed by nobody.
  await give("strict.policy", policyText.replace("quorum none", `${witness}\nquorum w`));
  await page.locator('.verify-verdict[data-result="not-witnessed"]').waitFor();
});

test("a witnessed file: by its witness it is true, and a byte of the witness's line is not called the log's", async () => {
  const seed = (byte: number) => new Uint8Array(32).fill(byte);
  const seeds = { issuer: seed(1), field: seed(2), pairwise: seed(3), arrival: seed(4) };
  const key = { ...makeKeys({ ...seeds, log: seed(5) }, "w.example").log[1], name: "w.example/w" };
  const body = parseNote(parseProofFile(file)?.checkpoint ?? "")?.body ?? expect.fail("a head");
  const line = cosign(sha256, body, key, 1_800_000_000);
  const asked = policyText.replace(
    "quorum none",
    `witness w ${verifierKey(sha256, key)}\nquorum w`,
  );
  await openVerify(page);
  await page.getByLabel("Use my own policy").setInputFiles({
    name: "witnessed.policy",
    mimeType: "text/plain",
    buffer: Buffer.from(asked),
  });
  await page.getByText("Your own policy, witnessed.policy.").waitFor();
  const found = await judge(file + line, "witnessed.tlog-proof");
  expect(found).toEqual({ result: "true", said: expect.stringContaining("(witnesses: w)") });
  const at = file.length + Math.floor(line.length / 2);
  const bent = await judge(bend(at, file + line), "bent-line.tlog-proof");
  expect(bent).toEqual({
    result: "bad-witness-line",
    said: expect.stringContaining("is not that witness's signature"),
  });
  await shoot(page, "verify-bent-witness");
});

test("the page has computed a signature before a person gives it the first", async () => {
  await openVerify(page);
  const warm = () => performance.getEntriesByName("farthing-warm").length === 1;
  await page.waitForFunction(warm);
  await choose(page, file, "first.tlog-proof");
  const [first] = await page.evaluate(() =>
    performance.getEntriesByName("farthing-check").map(({ duration }) => duration),
  );
  // Warm it takes some milliseconds; the machine may be busy.
  expect(first).toBeLessThan(250);
});

/** Of nobody that signs here. */
const witness = `witness w ${verifierKey(sha256, {
  name: "w.example/w",
  type: "ed25519-cosignature",
  publicKey: new Uint8Array(32).fill(9),
})}`;

test("dropped and pasted, it is the same; once open, the page asks nobody for anything", async () => {
  await openVerify(page);
  await page.waitForLoadState("networkidle");
  const asked: string[] = [];
  page.on("request", (request) => asked.push(request.url()));
  await stranger.context.setOffline(true);
  const transfer = await page.evaluateHandle((text) => {
    const dropped = new DataTransfer();
    dropped.items.add(new File([text], "dropped.tlog-proof"));
    return dropped;
  }, file);
  await page.dispatchEvent("h1", "dragover", { dataTransfer: transfer });
  expect(await page.locator(".verify-drop").getAttribute("data-over")).toBe("true");
  await page.dispatchEvent("h1", "drop", { dataTransfer: transfer });
  await page.getByText("Checked: dropped.tlog-proof.").waitFor();
  expect(await verdict(page).getAttribute("data-result")).toBe("true");
  await page.getByText("Or paste its text").click();
  await page.getByLabel("Text of the file").fill(file.trimEnd());
  await page.getByRole("button", { name: "Check this text" }).click();
  await page.getByText("Checked: the pasted text.").waitFor();
  expect(await verdict(page).getAttribute("data-result")).toBe("true");
  expect(asked).toEqual([]);
});

test("by keyboard alone", async () => {
  await openVerify(page);
  await page.keyboard.press("Tab");
  await page.keyboard.press("Tab");
  expect(await page.evaluate(() => document.activeElement?.outerHTML)).toContain('type="file"');
  const [chooser] = await Promise.all([
    page.waitForEvent("filechooser"),
    page.keyboard.press("Space"),
  ]);
  await chooser.setFiles({ name: "k.tlog-proof", mimeType: "", buffer: Buffer.from(file) });
  await page.getByText("Checked: k.tlog-proof.").waitFor();
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.keyboard.press("Tab");
  await page.keyboard.type("nothing");
  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  await page.locator('.verify-verdict[data-result="not-a-proof-file"]').waitFor();
});

test("a browser whose WebCrypto has no Ed25519 checks all the same", async () => {
  const old = await stranger.context.newPage();
  await old.addInitScript(() => {
    const { subtle } = crypto;
    const importKey = subtle.importKey.bind(subtle) as (...given: unknown[]) => Promise<CryptoKey>;
    Object.defineProperty(subtle, "importKey", {
      value: (...given: unknown[]) => {
        if (given[2] === "Ed25519") throw new DOMException("none here", "NotSupportedError");
        return importKey(...given);
      },
    });
  });
  await openVerify(old);
  await choose(old, file, "old.tlog-proof");
  expect(await verdict(old).getAttribute("data-result")).toBe("true");
  const at = file.indexOf("— ") + 40;
  await choose(old, bend(at), "bent.tlog-proof");
  expect(await verdict(old).getAttribute("data-result")).toBe("not-signed");
  await old.close();
});

test("where the policy cannot be had, the page says so, and a kept one will do", async () => {
  const lonely = await stranger.context.newPage();
  await lonely.route("**/log/policy", (route) => route.abort());
  await lonely.goto(`${stage.wallet}/verify`);
  await lonely.getByText("This server’s policy could not be loaded.").waitFor();
  await picker(lonely).setInputFiles({
    name: "r.tlog-proof",
    mimeType: "text/plain",
    buffer: Buffer.from(file),
  });
  await lonely.getByText("Waiting for a policy to check it by.").waitFor();
  await shoot(lonely, "verify-no-policy");
  await expectAxeClean(lonely);
  await lonely.getByLabel("Use my own policy").setInputFiles({
    name: "kept.policy",
    mimeType: "text/plain",
    buffer: Buffer.from(policyText),
  });
  await lonely.locator('.verify-verdict[data-result="true"]').waitFor();
  await lonely.close();
});

test("in German, too", async () => {
  const leserin = await openPerson({ storage: "allowed", locale: "de-DE" });
  try {
    await leserin.page.goto(`${stage.wallet}/verify`);
    await leserin.page.getByText("Die Richtlinie dieses Servers selbst").waitFor();
    await leserin.page
      .getByLabel("Datei wählen")
      .setInputFiles({ name: "q.tlog-proof", mimeType: "", buffer: Buffer.from(file) });
    await leserin.page.getByText(`Wahr: ${payment}`).waitFor();
    await shoot(leserin.page, "verify-german");
    await expectAxeClean(leserin.page);
    await leserin.page.getByLabel("Meine eigene Richtlinie nehmen").setInputFiles({
      name: "kaputt.policy",
      mimeType: "text/plain",
      buffer: Buffer.from("quorum none\nquorum none\n"),
    });
    const wrong = "kaputt.policy ist keine Richtlinie, Zeile 2: ein zweites Quorum.";
    await leserin.page.getByText(wrong).waitFor();
  } finally {
    await leserin.close();
  }
});

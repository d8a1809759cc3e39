import { openHttp, openPerson, ownPageHeaders, type Person } from "@farthing/lab";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "../books.ts";
import {
  allow,
  approveOn,
  articleText,
  askWallet,
  frameAt,
  payByClick,
  readMe,
} from "../reader.ts";
import { openArticle, openStage, pressAndGetWallet, type Stage } from "../stage.ts";
import { gain } from "./scene.ts";

/**
 * One wallet's money by way of another: keys, sessions and cookies of two accounts. A sibling merchant on the same site:
 * rules/rule08.test.ts. Somebody else's grant: rules/rule04.test.ts. A receipt shared with a friend: rules/rule20.test.ts.
 */
let stage: Stage;
let anna: Person;
let mallory: Person;

beforeAll(async () => {
  stage = await openStage();
  anna = await openPerson({ storage: "allowed" });
  mallory = await openPerson({ storage: "allowed" });
});
afterAll(async () => {
  await anna.close();
  await mallory.close();
  await stage.close();
});

/** A first payment, with the request by which the frame opened its grant. */
async function payAndKeepRequest(person: Person, slug: string): Promise<GrantBody> {
  const asked = person.page.waitForRequest(/\/v1\/frame\/grants$/);
  const wallet = await askWallet(stage, person, slug);
  await approveOn(wallet, person, allow);
  await articleText(person).waitFor();
  return (await asked).postDataJSON() as GrantBody;
}

interface GrantBody {
  readonly grant: string;
  readonly offer: string;
  readonly parent: string;
  readonly proof: { readonly device: object; readonly time: number; readonly signature: string };
}

/** The code or kind that the server answers with to what claims to be the wallet's own frame or page. */
async function answerTo(path: string, body: object, cookie = ""): Promise<string> {
  const http = openHttp(stage.wallet, 1);
  try {
    const headers = ownPageHeaders(stage.wallet, cookie);
    const answer = await http.send("POST", path, headers, JSON.stringify(body));
    const { code, kind } = JSON.parse(answer.text) as { code?: string; kind?: string };
    return code ?? kind ?? answer.text;
  } finally {
    await http.close();
  }
}

const sessionOf = async (person: Person) =>
  (await person.context.cookies(stage.wallet)).find(({ name }) => name === "farthing-dev")?.value;

/** Puts a session into Anna's browser. */
async function plant(value: string): Promise<void> {
  const where = { url: stage.wallet, httpOnly: true, sameSite: "Strict" } as const;
  await anna.context.addCookies([{ name: "farthing-dev", value, ...where }]);
}

let annas: GrantBody;
let mallorys: GrantBody;

test("thumbprint reuse: Anna's key, named in a request that Mallory signed or replays, is nobody's to use", async () => {
  annas = await payAndKeepRequest(anna, "the-smallest-coin");
  mallorys = await payAndKeepRequest(mallory, "the-smallest-coin");
  const before = readBooks(stage);
  const { device } = annas.proof;
  const grant = "grt_00000000000000000000000007";
  const stolen = { ...mallorys, grant, proof: { ...mallorys.proof, device } };
  expect(await answerTo("/v1/frame/grants", stolen)).toBe("signature-invalid");
  expect(await answerTo("/v1/frame/grants", { ...annas, grant })).toBe("signature-invalid");
  const hello = { offer: annas.offer, parent: annas.parent, proof: stolen.proof };
  expect(await answerTo("/v1/frame/hello", hello)).toBe("signature-invalid");
  // Her own request, again and word for word, is a retry of what is over: it opens nothing.
  const { status } = JSON.parse(await answerTo("/v1/frame/grants", annas)) as { status: string };
  expect(status).toBe("approved");
  expect(readBooks(stage)).toEqual(before);
});

test("cross-account enrolment: another wallet, approved in Anna's browser, pays for itself and does not take her key", async () => {
  const before = readBooks(stage);
  const annas = (await readMe(stage, anna)).balance.amount;
  // Somebody borrows the browser: her session is put aside, the frame's key stays.
  const session = (await sessionOf(anna)) ?? "";
  await anna.context.clearCookies({ name: "farthing-dev" });
  await openArticle(stage, anna, "what-a-page-cost");
  await frameAt(anna, "over-line");
  const wallet = await pressAndGetWallet(anna, /^Raise the line/);
  await wallet.getByRole("heading", { level: 1 }).waitFor();
  await approveOn(wallet, anna, allow);
  await articleText(anna).waitFor();
  const after = readBooks(stage);
  expect(gain(before, after)).toBe(100_000n);
  expect({
    wallets: after.wallets - before.wallets,
    devices: after.devices - before.devices,
  }).toEqual({
    wallets: 1n,
    devices: 0n,
  });
  await plant(session);
  expect((await readMe(stage, anna)).balance.amount).toBe(annas);
});

test("session fixation: a session that Mallory put into Anna's browser is dead once she signs in", async () => {
  const planted = await sessionOf(mallory);
  const balance = (await readMe(stage, mallory)).balance.amount;
  await plant(planted ?? "");
  const { page } = anna;
  await page.goto(stage.wallet);
  // She sees whose wallet it is, and leaves it for her own.
  await page.getByRole("button", { name: "Sign out" }).click();
  await page.getByRole("button", { name: "Sign in with your passkey" }).click();
  await page.getByRole("heading", { name: "Activity" }).waitFor();
  expect(await sessionOf(anna)).not.toBe(planted);
  const me = await mallory.context.request.get(`${stage.wallet}/v1/wallet/me`, {
    headers: { "sec-fetch-site": "same-origin" },
  });
  expect(me.status()).toBe(401);
  // Her own clicks were hers throughout.
  const before = readBooks(stage);
  await payByClick(stage, anna, "the-loaf-that-shrank");
  expect(gain(before, readBooks(stage))).toBe(20_000n);
  // Two wallets have a passkey in her browser, hers and the borrower's: either may answer, Mallory's never.
  expect(["9970000", "9900000"]).toContain((await readMe(stage, anna)).balance.amount);
  expect(balance).toBe("9990000");
});

test("session fixation: a made-up cookie is never taken over", async () => {
  const value = "A".repeat(43);
  const answer = await answerTo("/v1/wallet/sign-in/options", {}, `farthing-dev=${value}`);
  expect(answer).not.toContain(value);
  const me = await fetch(`${stage.wallet}/v1/wallet/me`, {
    headers: { cookie: `farthing-dev=${value}`, "sec-fetch-site": "same-origin" },
  });
  expect(me.status).toBe(401);
  expect(me.headers.get("set-cookie")).toBeNull();
});

test("login CSRF: Mallory's passkey answer, sent by Anna's browser from elsewhere, signs nobody in", async () => {
  const before = readBooks(stage);
  const session = await sessionOf(anna);
  const annas = (await readMe(stage, anna)).balance.amount;
  const { page } = mallory;
  await page.goto(stage.wallet);
  const kept = page.waitForRequest(/\/v1\/wallet\/sign-in$/);
  // Mallory keeps the answer to herself: it is not spent.
  await page.route(/\/v1\/wallet\/sign-in$/, (route) => route.abort());
  await page.getByRole("button", { name: "Sign in with your passkey" }).click();
  const body = (await kept).postData() ?? "";
  await anna.page.goto(stage.newsstand);
  await anna.page.evaluate(
    async ({ url, text }) => {
      const post = { method: "POST", credentials: "include", body: text } as const;
      await fetch(url, { ...post, mode: "no-cors" }).catch(() => {});
      const headers = { "content-type": "application/json" };
      await fetch(url, { ...post, headers }).catch(() => {});
      const form = document.createElement("form");
      Object.assign(form, { method: "POST", action: url, enctype: "text/plain", target: "_blank" });
      form.innerHTML = "<input>";
      Object.assign(form.firstChild ?? {}, { name: text.slice(0, 3), value: text.slice(3) });
      document.body.append(form);
      form.submit();
    },
    { url: `${stage.wallet}/v1/wallet/sign-in`, text: body },
  );
  await anna.page.waitForTimeout(500);
  expect(await sessionOf(anna)).toBe(session);
  expect((await readMe(stage, anna)).balance.amount).toBe(annas);
  expect(readBooks(stage)).toEqual(before);
});

import { newId, systemClock } from "@farthing/core";
import { openHttp, openPerson, ownPageHeaders, type Person } from "@farthing/lab";
import {
  type Authorization,
  authorizationBytes,
  type OfferResponse,
  type PaymentRequest,
} from "@farthing/protocol";
import { newApiKey, registerMerchant } from "@farthing/server";
import { createHash, randomBytes } from "node:crypto";
import type { Frame } from "playwright-core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { readBooks } from "../books.ts";
import { openSite, type Site } from "../openSite.ts";
import { frameAt, payFirst, readMe, walletFrame } from "../reader.ts";
import { frameOf, openArticle } from "../stage.ts";
import { openStageHere, type StageHere } from "../stageHere.ts";

/** The Newsstand is merchant A. */
let here: StageHere;
/** Merchant B: on the same site for a browser (127.0.0.1), on another port, registered by itself. */
let neighbour: Site;
const account = { id: newId("merchant", systemClock.now()), apiKey: newApiKey() };
let reader: Person;
/** An offer of A, as its page holds it, and one of B. */
const offers = { a: "", b: "" };

beforeAll(async () => {
  here = await openStageHere();
  neighbour = await openSite(({ url }) => {
    const offer = url === "/its-own" ? offers.b : offers.a;
    const button = `<script src="${here.wallet}/farthing.js" async></script>
      <farthing-button offer="${offer}"></farthing-button>`;
    // B may also load its own frame and hand it the other's offer.
    const foreign = `<iframe src="${here.wallet}/embed/${account.id}"></iframe>
      <script>addEventListener("message", ({ source, data }) => {
        if (data.farthing !== "ready") return;
        const init = { farthing: "init", theme: "light", lang: "en", page: location.href };
        source.postMessage({ ...init, offer: "${offer}" }, "*");
      });</script>`;
    return url === "/foreign" ? foreign : button;
  });
  const origins = [neighbour.origin];
  await registerMerchant(here.deps, { ...account, name: "The Neighbour", origins });
  reader = await openPerson({ storage: "allowed" });
  await payFirst(here, reader, { slug: "the-smallest-coin" });
  await openArticle(here, reader, "the-loaf-that-shrank");
  const button = reader.page.locator("farthing-button");
  offers.a = (await button.getAttribute("offer")) ?? "";
  offers.b = await buyOffer();
});
afterAll(async () => {
  await reader.close();
  await neighbour.close();
  await here.close();
});

async function buyOffer(): Promise<string> {
  const response = await fetch(`${here.wallet}/v1/offers`, {
    method: "POST",
    headers: { "content-type": "application/json", authorization: `Bearer ${account.apiKey}` },
    body: JSON.stringify({
      resource: `${neighbour.origin}/page`,
      title: "A page of the neighbour",
      price: { amount: "10000", asset: "PLAY/6" },
      access: "own",
    }),
  });
  return ((await response.json()) as OfferResponse).offer;
}

/** The frame that B's page holds, whatever it shows. */
async function frameOn(path: string): Promise<Frame> {
  await reader.page.goto(neighbour.origin + path);
  return path === "/foreign"
    ? (reader.page.frames()[1] ?? reader.page.mainFrame())
    : walletFrame(reader);
}

test("rule 8: B's page cannot hold A's frame: the browser keeps it away", async () => {
  const before = readBooks(here);
  await reader.page.goto(`${neighbour.origin}/`);
  await reader.page.getByRole("link", { name: "Pay $0.02 in the wallet" }).waitFor();
  expect(await frameOf(reader.page).getByRole("button").count()).toBe(0);
  expect(readBooks(here)).toEqual(before);
});

test("rule 8: B's own frame, given A's offer, sells nothing and says so", async () => {
  const before = readBooks(here);
  const frame = await frameOn("/foreign");
  await frame.getByText(/^Nothing can be charged\./).waitFor();
  expect(await frame.getByRole("button").count()).toBe(0);
  expect(readBooks(here)).toEqual(before);
});

test("rule 8: each merchant's frame has a cookie and a key of its own, though the browser puts them in one place", async () => {
  await reader.page.goto(`${neighbour.origin}/its-own`);
  await frameAt(reader, "needs-wallet");
  const cookies = await reader.context.cookies(here.wallet);
  const names = cookies.map(({ name }) => name).filter((name) => name.includes("-part-"));
  const merchantA = claims(offers.a).aud;
  expect(new Set(names)).toEqual(
    new Set([merchantA, account.id].map((id) => `__Host-farthing-part-${id.slice(-8)}`)),
  );
  const stored = await (
    await walletFrame(reader)
  ).evaluate(async () => {
    return (await indexedDB.databases()).map(({ name }) => name);
  });
  expect(new Set(stored)).toEqual(new Set([merchantA, account.id].map((id) => `farthing-${id}`)));
});

test("rule 8: A's key, which B's frame can reach, pays nothing at B and asks for nothing there", async () => {
  const before = readBooks(here);
  const [allowance] = (await readMe(here, reader)).allowances;
  await reader.page.goto(`${neighbour.origin}/its-own`);
  await frameAt(reader, "needs-wallet");
  const pay = async (offer: string, parent: string, counter: number) => {
    const now = here.clock.now();
    const authorization: Authorization = {
      offer: createHash("sha256").update(offer).digest("base64url"),
      allowance: allowance?.id ?? "",
      counter,
      nonce: randomBytes(16).toString("base64url"),
      time: now,
      notAfter: now + 30_000,
      gesture: "click",
    };
    const bytes = authorizationBytes(authorization);
    const { key, signature } = await signWithKeyOf(claims(offers.a).aud, bytes);
    return answerTo({ offer, parent, authorization, device: { alg: "Ed25519", key }, signature });
  };
  expect(await pay(offers.b, neighbour.origin, 11)).toBe("wrong-merchant");
  expect(await pay(offers.b, here.newsstand, 12)).toBe("wrong-merchant");
  expect(await pay(offers.a, neighbour.origin, 13)).toBe("origin-not-registered");
  expect(readBooks(here)).toEqual(before);
  // The signatures were good: where it belongs the same key pays.
  expect(await pay(offers.a, here.newsstand, 14)).toBe("captured");
  expect(readBooks(here).entries - before.entries).toBe(1n);
});

function claims(offer: string): { aud: string } {
  return JSON.parse(Buffer.from(offer.split(".")[1] ?? "", "base64url").toString()) as {
    aud: string;
  };
}

/** Signs with the stored key of `merchant`, inside the wallet's frame on B's page: both share one store. */
async function signWithKeyOf(merchant: string, bytes: Uint8Array) {
  const frame = await walletFrame(reader);
  return frame.evaluate(
    async ({ name, message }) => {
      const database = await new Promise<IDBDatabase>((resolve) => {
        const opening = indexedDB.open(name);
        opening.addEventListener("success", () => resolve(opening.result));
      });
      const stored = await new Promise<{ key: string; privateKey: CryptoKey }>((resolve) => {
        const reading = database.transaction("frame").objectStore("frame").get("key");
        reading.addEventListener("success", () => resolve(reading.result as never));
      });
      const input = Uint8Array.from(message);
      const made = await crypto.subtle.sign("Ed25519", stored.privateKey, input);
      const text = btoa(String.fromCharCode(...new Uint8Array(made)));
      const signature = text.replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
      return { key: stored.key, signature };
    },
    { name: `farthing-${merchant}`, message: [...bytes] },
  );
}

/** What the server says to a payment that is sent as the frame sends it: a problem or an outcome. */
async function answerTo(body: PaymentRequest): Promise<string> {
  const http = openHttp(here.wallet, 1);
  try {
    const headers = ownPageHeaders(here.wallet);
    const answer = await http.send("POST", "/v1/frame/payments", headers, JSON.stringify(body));
    const { code, kind } = JSON.parse(answer.text) as { code?: string; kind?: string };
    return code ?? kind ?? answer.text;
  } finally {
    await http.close();
  }
}

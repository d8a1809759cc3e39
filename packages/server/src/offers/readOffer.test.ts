import { randomBytes } from "node:crypto";
import { instant, newId, ProblemError } from "@farthing/core";
import { encodeJws, offerType } from "@farthing/protocol";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { merchantById } from "../merchants/merchant.ts";
import { makeKeys } from "../keys.ts";
import { openTestServer, randomSeeds, type TestServer } from "../server.testing.ts";
import { issueOffer } from "./issueOffer.ts";
import { readOffer } from "./readOffer.ts";

let now = instant(1_800_000_000_500);
let server: TestServer;
beforeAll(async () => {
  server = await openTestServer({ clock: { now: () => now } });
});
afterAll(() => server.close());

async function offer(expiresInSeconds = 60): Promise<string> {
  const merchant = await merchantById(server.deps, server.merchant.id);
  return issueOffer(server.deps, merchant!, {
    resource: "https://news.example/a",
    title: "An article",
    price: { amount: "50000", asset: "PLAY/6" },
    access: "own",
    expiresInSeconds,
  }).offer;
}

function code(act: () => unknown): string {
  try {
    act();
  } catch (error) {
    if (error instanceof ProblemError) return error.code;
    throw error;
  }
  return "read";
}

test("an offer of ours is read: verified once, then from memory, with the same result", async () => {
  const text = await offer();
  const issued = readOffer(server.deps, text);
  server.deps.caches.offers.clear();
  const first = readOffer(server.deps, text, { merchant: server.merchant.id });
  expect(first.claims).toMatchObject({
    aud: server.merchant.id,
    name: "The Newsstand",
    amount: "50000",
  });
  expect(first.amount).toBe(50_000n);
  expect(readOffer(server.deps, text)).toBe(first);
  expect(first).toEqual(issued);
});

test("an offer altered in any byte is not ours", async () => {
  const text = await offer();
  let tried = 0;
  for (let at = 0; at < text.length; at += 1) {
    const other = text[at] === "A" ? "B" : "A";
    const altered = text.slice(0, at) + other + text.slice(at + 1);
    expect(`${at} ${code(() => readOffer(server.deps, altered))}`).toBe(`${at} offer-invalid`);
    tried += 1;
  }
  expect(tried).toBeGreaterThan(400);
});

test("offers of another key, type, algorithm or issuer are not ours", async () => {
  const { claims } = readOffer(server.deps, await offer());
  const { kid, sign } = server.deps.keys.issuer;
  const stranger = makeKeys(randomSeeds(), "other/log").issuer;
  const none = (header: object) =>
    `${Buffer.from(JSON.stringify(header)).toString("base64url")}.${Buffer.from(
      JSON.stringify(claims),
    ).toString("base64url")}.${randomBytes(64).toString("base64url")}`;
  const texts = [
    encodeJws({ typ: offerType, kid }, claims, stranger.sign),
    encodeJws({ typ: offerType, kid: stranger.kid }, claims, sign),
    encodeJws({ typ: "farthing-receipt+jwt", kid }, claims, sign),
    encodeJws({ typ: offerType, kid }, { ...claims, iss: "https://other.example" }, sign),
    encodeJws({ typ: offerType, kid }, { ...claims, discount: 1 }, sign),
    encodeJws({ typ: offerType, kid }, { ...claims, amount: "-1" }, sign),
    none({ alg: "none", typ: offerType, kid }),
    none({ alg: "HS256", typ: offerType, kid }),
  ];
  expect(texts.map((text) => code(() => readOffer(server.deps, text)))).toEqual(
    texts.map(() => "offer-invalid"),
  );
});

test("an offer ends at its last second, also when it was read before", async () => {
  const text = await offer(60);
  expect(code(() => readOffer(server.deps, text))).toBe("read");
  now = instant(now + 59_000);
  expect(code(() => readOffer(server.deps, text))).toBe("read");
  now = instant(now + 1_000);
  expect(code(() => readOffer(server.deps, text))).toBe("offer-expired");
});

test("an offer of another merchant is named so", async () => {
  const text = await offer();
  expect(code(() => readOffer(server.deps, text, { merchant: newId("merchant", now) }))).toBe(
    "wrong-merchant",
  );
});

test("any text at all is a problem and never a crash", () => {
  fc.assert(
    fc.property(
      fc.oneof(
        fc.string(),
        fc.string().map((text) => `${text}.${text}.${text}`),
      ),
      (text) => {
        expect(code(() => readOffer(server.deps, text))).toBe("offer-invalid");
      },
    ),
  );
});

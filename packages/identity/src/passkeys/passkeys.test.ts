import { createHash, randomBytes } from "node:crypto";
import { fromBase64url, toBase64url } from "@farthing/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { createSoftPasskey, type SoftPasskeyTraits } from "../softPasskey.testing.ts";
import { createOptions, getOptions } from "./options.ts";
import { readCredentialId } from "./readResponse.ts";
import { verifyCreated } from "./verifyCreated.ts";
import { verifyGot } from "./verifyGot.ts";

const origin = "https://wallet.example";
const rpId = "wallet.example";
const challenge = createHash("sha256").update("terms").digest();
const payerHandle = new Uint8Array(16).fill(9);
const ask = { rpId, rpName: "Farthing", payerName: "Anna", payerHandle, challenge };

/** A passkey made at the wallet, as stored, and the authenticator that holds it. */
async function enrolled(traits: SoftPasskeyTraits = {}) {
  const device = createSoftPasskey(traits);
  const response = device.create(await createOptions(ask), origin);
  const passkey = await verifyCreated({ response, challenge, origin, rpId });
  if (passkey.kind === "refused") throw new Error(passkey.why);
  return { device, passkey, response };
}

test("options ask for a discoverable passkey with user verification, and no attestation", async () => {
  const create = await createOptions({
    ...ask,
    exclude: [{ credentialId: "AAAA", transports: ["internal"] }],
  });
  expect(create.authenticatorSelection).toEqual({
    residentKey: "required",
    requireResidentKey: true,
    userVerification: "required",
  });
  expect(create.attestation).toBe("none");
  expect(create.challenge).toBe(toBase64url(challenge));
  expect(create.user).toEqual({ id: toBase64url(payerHandle), name: "Anna", displayName: "Anna" });
  expect(create.excludeCredentials?.map(({ id }) => id)).toEqual(["AAAA"]);
  const get = await getOptions({ rpId, challenge });
  expect([get.userVerification, get.challenge, get.rpId]).toEqual([
    "required",
    toBase64url(challenge),
    rpId,
  ]);
  // Nobody is named to a visitor who only opened the page.
  expect(get.allowCredentials).toBeUndefined();
});

test("made once, used twice, the counter going up", async () => {
  const { device, passkey, response } = await enrolled();
  expect(readCredentialId(response)).toBe(passkey.credentialId);
  expect([passkey.counter, passkey.transports, passkey.backedUp]).toEqual([1, ["internal"], false]);
  let counter = passkey.counter;
  for (const expected of [2, 3]) {
    const options = await getOptions({ rpId, challenge });
    const answer = device.get(options, origin);
    const got = await verifyGot({
      response: answer,
      challenge,
      origin,
      rpId,
      passkey: { ...passkey, counter },
    });
    expect(got).toEqual({ kind: "got", counter: expected, backedUp: false });
    counter = expected;
  }
});

test("a synced passkey sends counter 0 for ever", async () => {
  const { device, passkey } = await enrolled({ counts: false });
  const response = device.get(await getOptions({ rpId, challenge }), origin);
  const check = { response, challenge, origin, rpId, passkey };
  expect(await verifyGot(check)).toEqual({ kind: "got", counter: 0, backedUp: false });
});

const wrong: {
  what: string;
  traits?: SoftPasskeyTraits;
  from?: string;
  check?: object;
  why: RegExp;
}[] = [
  { what: "no user verification", traits: { userVerified: false }, why: /user.*verif/i },
  { what: "another challenge", check: { challenge: randomBytes(32) }, why: /challenge/ },
  { what: "another site", from: "https://evil.example", why: /origin/ },
  { what: "a subdomain", from: "https://www.wallet.example", why: /origin/ },
  { what: "the same name over http", from: "http://wallet.example", why: /origin/ },
  { what: "another port", from: "https://wallet.example:8443", why: /origin/ },
  { what: "another relying party", check: { rpId: "example" }, why: /RP ID/ },
  { what: "a frame", traits: { clientData: { crossOrigin: true } }, why: /frame/ },
  {
    what: "a frame that names its top",
    traits: { clientData: { topOrigin: origin } },
    why: /frame/,
  },
  { what: "the other ceremony", traits: { clientData: { type: "payment.get" } }, why: /type/ },
];

for (const { what, traits, from = origin, check, why } of wrong) {
  test(`refused: ${what}`, async () => {
    const device = createSoftPasskey(traits);
    const created = device.create(await createOptions(ask), from);
    const one = await verifyCreated({ response: created, challenge, origin, rpId, ...check });
    expect(one).toEqual({ kind: "refused", why: expect.stringMatching(why) });

    const good = await enrolled();
    // The passkey itself is good; what is wrong is how it was used.
    const lying = createSoftPasskey(traits);
    lying.create(await createOptions(ask), origin);
    const answer = lying.get(await getOptions({ rpId, challenge }), from);
    const response = { ...answer, id: good.passkey.credentialId, rawId: good.passkey.credentialId };
    const passkey = good.passkey;
    const two = await verifyGot({ response, challenge, origin, rpId, ...check, passkey });
    expect(two).toEqual({ kind: "refused", why: expect.stringMatching(why) });
  });
}

test("refused: another passkey's answer, an old counter, a signature of another key", async () => {
  const [anna, ben] = [await enrolled(), await enrolled()];
  const base = { challenge, origin, rpId };
  const response = anna.device.get(await getOptions({ rpId, challenge }), origin);
  const verdict = async (check: Parameters<typeof verifyGot>[0]) => {
    const result = await verifyGot(check);
    return result.kind === "refused" ? result.why : result.kind;
  };
  expect(await verdict({ ...base, response, passkey: anna.passkey })).toBe("got");
  expect(await verdict({ ...base, response, passkey: ben.passkey })).toBe(
    "another passkey answered",
  );
  const later = { ...anna.passkey, counter: 2 };
  expect(await verdict({ ...base, response, passkey: later })).toMatch(/counter/);
  const swapped = { ...anna.passkey, publicKey: ben.passkey.publicKey };
  expect(await verdict({ ...base, response, passkey: swapped })).toBe("the signature does not fit");
});

test("refused unread: an attestation with a certificate chain, which would make the server fetch addresses", async () => {
  const { response } = await enrolled();
  const none = Buffer.from(fromBase64url(response.response.attestationObject)!);
  // {fmt: "none", attStmt: {}} becomes {fmt: "packed", attStmt: {x5c: [h'00']}}.
  const from = Buffer.from("63666d74646e6f6e656761747453746d74a0", "hex");
  const to = Buffer.from("63666d74667061636b65646761747453746d74a163783563814100", "hex");
  const at = none.indexOf(from);
  expect(at).toBe(1);
  const packed = Buffer.concat([none.subarray(0, at), to, none.subarray(at + from.length)]);
  const attested = {
    ...response,
    response: { ...response.response, attestationObject: packed.toString("base64url") },
  };
  expect(await verifyCreated({ response: attested, challenge, origin, rpId })).toEqual({
    kind: "refused",
    why: "attestation was not asked for",
  });
});

test("transports are bounded words, or dropped", async () => {
  const { response } = await enrolled();
  const transports = ["usb", 7, "<b>", "x".repeat(21), null, "hybrid", "a", "b", "c", "d"];
  const odd = { ...response, response: { ...response.response, transports } };
  const created = await verifyCreated({ response: odd, challenge, origin, rpId });
  expect(created).toMatchObject({ kind: "created", transports: ["usb", "hybrid", "a", "b"] });
});

test("any JSON, and any part of a good answer exchanged for any JSON, is refused", async () => {
  const { device, passkey, response } = await enrolled();
  const answer = device.get(await getOptions({ rpId, challenge }), origin);
  const base = { challenge, origin, rpId };
  const junk = fc.oneof(fc.jsonValue(), fc.uint8Array({ maxLength: 300 }).map(toBase64url));
  const fields = ["id", "rawId", "type", "response"];
  const parts = ["clientDataJSON", "attestationObject", "authenticatorData", "signature"];
  const altered = (good: typeof response | typeof answer, part: string, value: unknown) =>
    fields.includes(part)
      ? { ...good, [part]: value }
      : { ...good, response: { ...good.response, [part]: value } };
  await fc.assert(
    fc.asyncProperty(junk, fc.constantFrom(...fields, ...parts), async (value, part) => {
      readCredentialId(value);
      const tries = [value, altered(answer, part, value), altered(response, part, value)];
      for (const one of tries) {
        if (one === value || part !== "attestationObject") {
          const got = await verifyGot({ ...base, response: one, passkey });
          expect(got).toMatchObject({ kind: "refused", why: expect.any(String) });
        }
        if (one === value || !["authenticatorData", "signature"].includes(part)) {
          const created = await verifyCreated({ ...base, response: one });
          expect(created).toMatchObject({ kind: "refused", why: expect.any(String) });
        }
      }
    }),
    { numRuns: 300 },
  );
});

test("a good answer with one bit changed in any part is refused", async () => {
  const { device, passkey } = await enrolled();
  const answer = device.get(await getOptions({ rpId, challenge }), origin);
  for (const part of ["clientDataJSON", "authenticatorData", "signature"] as const) {
    const bytes = fromBase64url(answer.response[part])!;
    for (let at = 0; at < bytes.length; at += 1) {
      // The length of DER's outer wrapping is read leniently by the library: the signature in it is the same.
      if (part === "signature" && at === 1) continue;
      const copy = Uint8Array.from(bytes);
      copy[at]! ^= 1 << (at % 8);
      const response = { ...answer, response: { ...answer.response, [part]: toBase64url(copy) } };
      const got = await verifyGot({ response, challenge, origin, rpId, passkey });
      expect([part, at, got.kind]).toEqual([part, at, "refused"]);
    }
  }
});

const news = "https://news.example";
/** client data of a good answer inside a page of `news` · what is expected around · verdict */
const framed: [
  what: string,
  change: { from?: string; topOrigin?: undefined; crossOrigin?: false | undefined },
  expected: string,
  verdict: RegExp,
][] = [
  ["in that page", {}, news, /^got$/],
  ["in another page", {}, "https://other.example", /not used inside that page/],
  ["in a page that the browser does not name", { topOrigin: undefined }, news, /not used inside/],
  ["in no frame", { crossOrigin: false }, news, /not used inside/],
  ["in no frame that is spoken of", { crossOrigin: undefined }, news, /not used inside/],
  ["in a frame of somebody else", { from: news }, news, /origin/],
];

test.each(framed)("rule 19: used %s", async (_, change, topOrigin, verdict) => {
  const { from = origin, ...clientData } = change;
  const { device, passkey } = await enrolled({ clientData, counts: false });
  const response = device.get(await getOptions({ rpId, challenge }), from, news);
  const result = await verifyGot({ response, challenge, origin, rpId, passkey, topOrigin });
  expect(result.kind === "refused" ? result.why : result.kind).toMatch(verdict);
});

test("rule 19: inside a frame too, user verification is needed", async () => {
  const good = await enrolled();
  const lying = createSoftPasskey({ userVerified: false });
  lying.create(await createOptions(ask), origin);
  const given = lying.get(await getOptions({ rpId, challenge }), origin, news);
  const { credentialId: id } = good.passkey;
  const response = { ...given, id, rawId: id };
  const check = { response, challenge, origin, rpId, passkey: good.passkey, topOrigin: news };
  expect(await verifyGot(check)).toEqual({
    kind: "refused",
    why: expect.stringMatching(/user.*verif/i),
  });
});

import { toBase64url, utf8 } from "@farthing/core";
import fc from "fast-check";
import { expect, test } from "vitest";
import { messageName } from "../messages.ts";
import { offerMerchant } from "../offerClaims.ts";
import { offerPrice } from "../paywall/offerPrice.ts";
import { takeNonce } from "./returned.ts";

const merchant = "mer_00000000000000000000000001";
const offer = (claims: object) => `e30.${toBase64url(utf8(JSON.stringify(claims)))}.x`;
const good = { aud: merchant, amount: "50000", asset: "PLAY/6", title: "Überall" };

test("an offer names the frame's address and its price, in the page's language where there is one", () => {
  expect(offerMerchant(offer(good))).toBe(merchant);
  expect(offerPrice(offer(good), "en")).toBe("$0.05");
  expect(offerPrice(offer(good), "de")).toBe("0,05\u00a0$");
  expect(offerPrice(offer(good), "not a language")).toBe("$0.05");
});

test("whatever the page hands over is an offer or nothing, never an error", () => {
  const odd = [
    { ...good, aud: "mer_1/../x" },
    { ...good, amount: 5 / 3 },
    { ...good, asset: "<b>" },
    {},
  ];
  for (const claims of odd) expect(offerPrice(offer(claims), "en")).toBeNull();
  fc.assert(fc.property(fc.string(), (text) => offerPrice(text, "en") === null));
  fc.assert(fc.property(fc.jsonValue(), (value) => offerPrice(offer({ value }), "en") === null));
});

test("the nonce is taken out of the address, and the rest stays", () => {
  const nonce = "AAECAwQFBgcICQoLDA0ODw";
  expect(takeNonce(`https://news.example/a?b=1&farthing=${nonce}#c`)).toEqual({
    nonce,
    cleaned: "https://news.example/a?b=1#c",
  });
  expect(takeNonce("https://news.example/a?farthing=short")).toBeNull();
  expect(takeNonce("https://news.example/a")).toBeNull();
});

test("messages of others on the same page are not ours", () => {
  expect(messageName({ farthing: "init" })).toBe("init");
  for (const other of [null, "init", 1, {}, { farthing: 1 }, []]) {
    expect(messageName(other)).toBeNull();
  }
});

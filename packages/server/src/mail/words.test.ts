import { expect, test } from "vitest";
import { browserName } from "../http/browserName.ts";
import { languageOf } from "./words.ts";

test.each([
  [undefined, "en"],
  ["", "en"],
  ["de", "de"],
  ["de-AT,de;q=0.9,en;q=0.8", "de"],
  ["fr-CH, fr;q=0.9, de;q=0.8, en;q=0.7", "de"],
  ["en-GB,de", "en"],
  ["fr", "en"],
  ["*", "en"],
  ["deutsch", "en"],
  [`${"x,".repeat(10_000)}de`, "en"],
])("who accepts %j reads %s", (accepted, language) => {
  expect(languageOf(accepted)).toBe(language);
});

const webKit = "AppleWebKit/537.36 (KHTML, like Gecko)";

test.each([
  [undefined, null],
  ["", null],
  ["curl/8.0", null],
  [
    `Mozilla/5.0 (Windows NT 10.0; Win64; x64) ${webKit} Chrome/150.0 Safari/537.36`,
    "Chrome, Windows",
  ],
  [`Mozilla/5.0 (X11; Linux x86_64) ${webKit} Chrome/150.0 Safari/537.36 Edg/150.0`, "Edge, Linux"],
  ["Mozilla/5.0 (Android 15; Mobile; rv:140.0) Gecko/140.0 Firefox/140.0", "Firefox, Android"],
  [
    `Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) ${webKit} Version/18.0 Safari/604.1`,
    "Safari, iPhone",
  ],
  [
    `Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) ${webKit} Version/18.0 Safari/605.1`,
    "Safari, Mac",
  ],
  ["Linux\r\nBcc: eve@example.org <b>", "Linux"],
])("%j is called %j", (userAgent, name) => {
  expect(browserName(userAgent)).toBe(name);
});

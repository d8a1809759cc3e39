import { expect, test } from "vitest";
import { engineOf } from "./engineOf.ts";

const linux = "Mozilla/5.0 (X11; Linux x86_64)";
const phone = "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)";
const kit = "AppleWebKit/537.36 (KHTML, like Gecko)";

const table: [engine: string, userAgent: string | null][] = [
  ["chromium", `${linux} ${kit} Chrome/156.0.0.0 Safari/537.36`],
  ["chromium", `${linux} ${kit} HeadlessChrome/156.0.0.0 Safari/537.36`],
  ["chromium", `${linux} ${kit} Chrome/156.0.0.0 Safari/537.36 Edg/156.0.0.0`],
  ["firefox", "Mozilla/5.0 (X11; Linux x86_64; rv:153.0) Gecko/20100101 Firefox/153.0"],
  ["webkit", `${linux} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Safari/605.1.15`],
  ["webkit", `${phone} AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/156.0 Mobile Safari/604.1`],
  ["webkit", `${phone} AppleWebKit/605.1.15 (KHTML, like Gecko) FxiOS/153.0 Mobile Safari/605.1`],
  ["other", "curl/8.5.0"],
  ["other", ""],
  ["other", null],
];

test.each(table)("%s: %s", (engine, userAgent) => {
  expect(engineOf(userAgent)).toBe(engine);
});

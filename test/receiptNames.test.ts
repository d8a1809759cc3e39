import { readFileSync } from "node:fs";
import { expect, test } from "vitest";

const read = (path: string) => readFileSync(new URL(`../${path}`, import.meta.url), "utf8");
const commitments = read("packages/server/src/payments/commitment.ts");

/** The names of the facts that a receipt of such an entry discloses. */
function factsOf(maker: string): string[] {
  const [, body = ""] = new RegExp(`function ${maker}\\(([^]*?)\\n}`).exec(commitments) ?? [];
  return [...body.matchAll(/\["([a-z-]+)",/g)].map(([, name = ""]) => name);
}

/** The facts for which the page `/verify` has words in a language. */
function namedIn(language: "en" | "de"): string[] {
  const [, names = ""] =
    /\n {2}names: \{([^]*?)\n {2}\}/.exec(read(`apps/web/src/verify/text/${language}.ts`)) ?? [];
  return [...names.matchAll(/^ {4}([a-z]+):\s+"[A-ZÄÖÜ][^"]+",$/gm)].map(([, name = ""]) => name);
}

test("each fact of a receipt has a name in both languages", () => {
  const facts = [...new Set([...factsOf("paymentGroups"), ...factsOf("topUpGroups")])];
  expect(facts).toEqual(expect.arrayContaining(["amount", "held", "visitor"]));
  expect(namedIn("en")).toEqual(expect.arrayContaining(facts));
  expect(namedIn("de")).toEqual(namedIn("en"));
});

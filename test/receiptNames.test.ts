import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { de } from "../apps/web/src/verify/text/de.ts";
import { en } from "../apps/web/src/verify/text/en.ts";

const source = readFileSync(
  new URL("../packages/server/src/payments/commitment.ts", import.meta.url),
  "utf8",
);

/** The names of the facts that a receipt of such an entry discloses. */
function factsOf(maker: string): string[] {
  const [, body = ""] = new RegExp(`function ${maker}\\(([^]*?)\\n}`).exec(source) ?? [];
  return [...body.matchAll(/\["([a-z-]+)",/g)].map(([, name = ""]) => name);
}

test("each fact of a receipt has a name in both languages", () => {
  const facts = new Set([...factsOf("paymentGroups"), ...factsOf("topUpGroups")]);
  expect([...facts]).toEqual(expect.arrayContaining(["amount", "held", "visitor"]));
  for (const fact of facts) {
    expect([fact, en.names[fact]]).toEqual([fact, expect.stringMatching(/^[A-Z]/)]);
    expect([fact, de.names[fact]]).toEqual([fact, expect.stringMatching(/^[A-Z]/)]);
  }
  expect(Object.keys(de.names)).toEqual(Object.keys(en.names));
});

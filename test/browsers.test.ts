// docs/reference/browsers.md shows what test/e2e/engines measures, and nothing else.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { root } from "../scripts/workspaces.mjs";
import type { Asked } from "./e2e/engines/story.ts";
import { matrix } from "./e2e/engines/table.ts";

const page = readFileSync(join(root, "docs/reference/browsers.md"), "utf8");

function asked({ clicks, popups }: Asked): string {
  return `${clicks} / ${popups}`;
}

test("the page's table is the table that the browser tests assert", () => {
  const rows = page
    .split("\n")
    .filter((line) => /^\| (Chromium|Firefox|WebKitGTK)/.test(line))
    .map((line) =>
      line
        .split("|")
        .slice(1, -1)
        .map((cell) => cell.trim()),
    );
  expect(rows).toEqual(
    matrix.map((row) => [
      row.browser,
      row.set,
      row.rung,
      asked(row.first),
      asked(row.second),
      asked(row.afterRestart),
      String(row.wallets),
      String(row.keys),
    ]),
  );
});

import { mkdirSync } from "node:fs";
import { fileURLToPath } from "node:url";
import axe from "axe-core";
import type { Frame, Locator, Page } from "playwright-core";
import { expect } from "vitest";

const folder = fileURLToPath(new URL("screenshots/", import.meta.url));

/** Writes `name` at phone and desktop width, light and dark, for people to look at. `at`: what shall be in sight. */
export async function shoot(page: Page, name: string, at?: Locator): Promise<void> {
  mkdirSync(folder, { recursive: true });
  const before = page.viewportSize();
  for (const [width, height] of [
    [360, 740],
    [1280, 800],
  ] as const) {
    for (const colorScheme of ["light", "dark"] as const) {
      await page.emulateMedia({ colorScheme });
      await page.setViewportSize({ width, height });
      await page.waitForTimeout(150);
      await at?.evaluate((element) => element.scrollIntoView({ block: "center" }));
      await page.screenshot({ path: `${folder}${name}-${width}-${colorScheme}.png` });
      expect(await overflow(page), `${name} at ${width} px scrolls sideways`).toBeLessThanOrEqual(
        0,
      );
      expect(await cutOff(page), `${name} at ${width} px cuts words off`).toEqual([]);
    }
  }
  await page.emulateMedia({ colorScheme: "light" });
  if (before !== null) await page.setViewportSize(before);
}

function overflow(page: Page): Promise<number> {
  return page.evaluate(
    () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
  );
}

/**
 * What has words that do not fit into it, cut off or hanging out: where no ellipsis says so and nothing scrolls. What is one
 * pixel wide is for screen readers; some pixels are room for a ring.
 */
function cutOff(page: Page): Promise<string[]> {
  return page.evaluate(() =>
    [...document.querySelectorAll<HTMLElement>("body *")]
      .filter(({ childNodes }) => [...childNodes].some((node) => /\S/.test(node.nodeValue ?? "")))
      .filter((element) => {
        const { overflowX, textOverflow } = getComputedStyle(element);
        const { clientWidth, scrollWidth } = element;
        const isMeant = /auto|scroll/.test(overflowX) || textOverflow === "ellipsis";
        return !isMeant && clientWidth > 1 && scrollWidth > clientWidth + 8;
      })
      .map((element) => element.outerHTML.slice(0, 200)),
  );
}

interface AxeResult {
  violations: { id: string; help: string; nodes: { html: string; failureSummary?: string }[] }[];
}

/** axe-core finds nothing in this page or frame, in light and in dark (WCAG 2.2 AA and best practices). */
export async function expectAxeClean(page: Page, target: Page | Frame = page): Promise<void> {
  for (const colorScheme of ["light", "dark"] as const) {
    await page.emulateMedia({ colorScheme });
    await page.waitForTimeout(150);
    // Playwright evaluates over the debugger, which the page's Content-Security-Policy does not reach.
    await target.evaluate(axe.source);
    // A frame is part of its parent's outline: only whole pages owe a heading of level one and landmarks.
    const wholePage = target === page;
    const rules = {
      "page-has-heading-one": { enabled: wholePage },
      region: { enabled: wholePage },
    };
    const options = JSON.stringify({ iframes: false, rules });
    const result = (await target.evaluate(`axe.run(document, ${options})`)) as AxeResult;
    const found = result.violations.map(({ id, help, nodes }) => ({
      id,
      help,
      where: nodes.map((node) => node.html),
    }));
    expect(found, `${target.url()} in ${colorScheme}`).toEqual([]);
  }
  await page.emulateMedia({ colorScheme: "light" });
}

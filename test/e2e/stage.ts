import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { freePort, type Person, type RunningServer, startServer } from "@farthing/lab";
import type { FrameLocator, Page } from "playwright-core";

/** Where a wallet and a publisher answer. */
export interface Place extends Pick<RunningServer, "wallet" | "newsstand"> {
  /** Where the servers keep everything: `books.ts` reads it beside them. */
  readonly folder: string;
}

/** The real servers of one test file, on their own ports and data. */
export interface Stage extends RunningServer, Place {
  close(): Promise<void>;
}

/** Starts the demo in its own process. */
export async function openStage(env: Record<string, string> = {}): Promise<Stage> {
  const folder = mkdtempSync(join(tmpdir(), "farthing-e2e-"));
  const server = await startServer({
    folder,
    walletPort: await freePort(),
    newsstandPort: await freePort(),
    env,
  });
  return {
    ...server,
    folder,
    async close() {
      await server.stop("SIGTERM");
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

/** The wallet's frame inside the publisher's page. */
export function frameOf(page: Page): FrameLocator {
  return page.frameLocator("farthing-button iframe");
}

/** Opens an article and scrolls to its button: one that is partly out of sight says so and pays nothing (rule 16). */
export async function openArticle(stage: Place, person: Person, slug: string): Promise<void> {
  await person.page.goto(`${stage.newsstand}/articles/${slug}`);
  await person.page.evaluate(() => {
    const paywall = document.querySelector("farthing-paywall");
    (paywall?.shadowRoot ?? document)
      .querySelector("farthing-button")
      ?.scrollIntoView({ block: "center" });
  });
}

/** Presses the button in the frame and answers with the wallet window that opens. */
export async function pressAndGetWallet(person: Person, name: RegExp): Promise<Page> {
  const opening = person.context.waitForEvent("page");
  await person.press(frameOf(person.page).getByRole("button", { name }));
  return opening;
}

/** A button in the wallet's frame. */
export function buttonOf(person: Person, name: RegExp) {
  return frameOf(person.page).getByRole("button", { name });
}

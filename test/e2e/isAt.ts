import type { FrameLocator } from "playwright-core";

const waitMs = 30_000;

/**
 * Waits until the wallet's frame has come to rest in one of `states`, such as `ready`. When it never does, the error says
 * where the frame is and what a reader sees there: "press again" and "you are offline" are different faults.
 */
export async function isAt(
  frame: FrameLocator,
  states: string | readonly string[],
  timeoutMs = waitMs,
): Promise<void> {
  const wanted = [states].flat();
  const root = frame.locator(wanted.map((state) => `html[data-state="${state}"]`).join());
  try {
    await root.waitFor({ state: "attached", timeout: timeoutMs });
  } catch (error) {
    throw new Error(`never at ${wanted.join(" or ")}: the frame ${await seenIn(frame)}`, {
      cause: error,
    });
  }
}

/** The state, and all that is written in the frame: short, and read in the frame's own document. */
async function seenIn(frame: FrameLocator): Promise<string> {
  const at = await frame
    .locator("html")
    .evaluate(
      ({ dataset }) =>
        `is at ${dataset["state"] ?? "no state"} in a tab that is ${document.visibilityState}`,
      null,
      { timeout: 2_000 },
    )
    .catch(() => "does not answer");
  const text = await frame
    .locator("main")
    .innerText({ timeout: 2_000 })
    .catch(() => "nothing");
  return `${at} and says: ${text.replaceAll(/\s+/g, " ")}`;
}

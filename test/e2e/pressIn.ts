import type { Person } from "@farthing/lab";
import type { FrameLocator } from "playwright-core";

/**
 * Presses a button by its words in one of a page's many frames. A reader looks at the frame first: one that the fold cuts
 * has other words on its button (rule 16).
 */
export async function pressIn(person: Person, frame: FrameLocator, name: RegExp): Promise<void> {
  await frame.owner().evaluate((element) => element.scrollIntoView({ block: "nearest" }));
  await person.press(frame.getByRole("button", { name }));
}

import { doorStories } from "./door.ts";
import { entryStories } from "./entries.ts";
import { holdStories } from "./holds.ts";
import { limitStories } from "./limits.ts";
import { moneyStories } from "./money.ts";

/**
 * What every engine must do, as stories: one line per event, the expected answer last. `tick` moves
 * the clock, `E1/2` is the third transfer of E1, `told` one transfer's answer, `moved` its amount.
 * Limit expiries count from the start of the story.
 */
export const stories: Readonly<Record<string, string>> = {
  ...doorStories,
  ...entryStories,
  ...moneyStories,
  ...holdStories,
  ...limitStories,
};

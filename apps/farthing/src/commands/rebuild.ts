import { systemClock } from "@farthing/core";
import { checkpointFilesOf } from "../published.ts";
import { readWords } from "../readWords.ts";
import { rebuildProgress } from "../rebuildProgress.ts";
import { rebuildProjections } from "../rebuildProjections.ts";
import type { Command } from "./command.ts";

const usage = "rebuild";

/** Makes anew what can be made anew. */
export const rebuild: Command = {
  usage,
  does: "makes the store's lists anew from the journal, and goes on if it was cut off; stop the server first",
  async run({ settings: { data, checkpointCopy }, speech, words }) {
    readWords(words, { usage, flags: [], placeCount: 0 });
    const progress = rebuildProgress(speech.say, systemClock);
    const files = checkpointFilesOf(data, checkpointCopy);
    const entries = await rebuildProjections(data, files, progress);
    speech.say(`The store shows all ${entries} journal entries again.`);
    return 0;
  },
};

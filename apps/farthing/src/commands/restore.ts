import { systemClock } from "@farthing/core";
import { BehindCheckpoint } from "@farthing/server";
import { restoreBackup } from "../backup/restoreBackup.ts";
import { bytesInWords } from "../bytesInWords.ts";
import type { Settings } from "../config.ts";
import { interruptible } from "../interruptible.ts";
import { newProgress } from "../progress.ts";
import { checkpointFilesOf } from "../published.ts";
import { readWords } from "../readWords.ts";
import { requireStartable } from "../requireStartable.ts";
import type { Command } from "./command.ts";

const usage = "restore DIR [--replace] [--json]";
const flags = ["replace", "json"] as const;

/** Makes a data folder of a backup. */
export const restore: Command = {
  usage,
  does: "puts the backup in DIR into the data folder; --replace keeps what lay there aside",
  async run({ settings, speech, words }) {
    const read = readWords(words, { usage, flags, placeCount: 1 });
    const [from = ""] = read.places;
    const { data } = settings;
    const progress = newProgress(process.stderr, bytesInWords);
    const restored = await interruptible(`Stopped. ${data} is as it was.`, (signal) =>
      restoreBackup({
        from,
        data,
        replace: read.has("replace"),
        clock: systemClock,
        signal,
        onProgress: progress.tell,
      }),
    ).finally(progress.end);
    const { manifest, aside } = restored;
    const behind = await behindOf(settings);
    const { head, takenAt } = manifest;
    if (read.has("json")) {
      speech.say(JSON.stringify({ data, takenAt, head, aside, behind }));
      return 0;
    }
    speech.say(
      `${data} is as it was at ${takenAt}: ${head.seq} journal entries, ${head.leaves} leaves.`,
    );
    if (aside !== null) speech.say(`What lay there before is in ${aside}.`);
    if (behind !== null) speech.complain(`Farthing will not start on it. ${behind}`);
    return 0;
  },
};

/** Why a server will refuse the folder, or `null`. */
async function behindOf({ data, checkpointCopy }: Settings): Promise<string | null> {
  try {
    await requireStartable(data, checkpointFilesOf(data, checkpointCopy));
    return null;
  } catch (error) {
    if (error instanceof BehindCheckpoint) return error.message;
    throw error;
  }
}

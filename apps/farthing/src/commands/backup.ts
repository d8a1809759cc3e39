import { systemClock } from "@farthing/core";
import { takeBackup } from "../backup/takeBackup.ts";
import { bytesInWords } from "../bytesInWords.ts";
import { interruptible } from "../interruptible.ts";
import { newProgress } from "../progress.ts";
import { checkpointFilesOf } from "../published.ts";
import { readWords } from "../readWords.ts";
import type { Command } from "./command.ts";

const usage = "backup DIR [--without-keys] [--no-verify] [--json]";
const flags = ["without-keys", "no-verify", "json"] as const;

/** A copy of the data folder that a restore can start from. */
export const backup: Command = {
  usage,
  does: "copies ledger, store and keys into DIR, beside a running server, and checks the copy",
  async run({ settings, speech, words }) {
    const read = readWords(words, { usage, flags, placeCount: 1 });
    const [to = ""] = read.places;
    const { data, checkpointCopy } = settings;
    const progress = newProgress(process.stderr, bytesInWords);
    const withKeys = !read.has("without-keys");
    const verify = !read.has("no-verify");
    const manifest = await interruptible(`Stopped. Nothing was left in ${to}.`, (signal) =>
      takeBackup({
        data,
        to,
        withKeys,
        verify,
        checkpointFiles: checkpointFilesOf(data, checkpointCopy),
        clock: systemClock,
        signal,
        onProgress: progress.tell,
      }),
    ).finally(progress.end);
    if (read.has("json")) {
      speech.say(JSON.stringify({ folder: to, verified: verify, ...manifest }));
      return 0;
    }
    const { head, files } = manifest;
    const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
    const checked = verify ? "opened and checked" : "not checked (--no-verify)";
    const holdsKeys = files.some(({ name }) => name === "keys.json");
    speech.say(
      `${to} holds ${head.seq} journal entries and ${head.leaves} leaves, ${bytesInWords(bytes)}, ${checked}.\n${
        holdsKeys ? keysIn : keysOut
      }`,
    );
    return 0;
  },
};

const keysIn =
  "It holds secrets: keys.json signs and opens everything, so keep this copy as safe as the data folder, or say --without-keys and keep keys.json elsewhere.";

const keysOut =
  "It holds no keys: without keys.json, or the seeds in your settings, it cannot be started. Keep them elsewhere.";

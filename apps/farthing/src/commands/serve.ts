import { readWords } from "../readWords.ts";
import { wire } from "../wire.ts";
import type { Command } from "./command.ts";
import { cookieNote, wireOptions } from "./wireOptions.ts";

const usage = "serve";

/** The wallet, its API and its pages. */
export const serve: Command = {
  usage,
  does: "the wallet alone",
  async run({ settings, speech, words }) {
    readWords(words, { usage, flags: [], placeCount: 0 });
    const wallet = await wire(wireOptions(settings, "info", speech.complain));
    const place = `Farthing answers at ${wallet.url} and keeps its data in ${settings.data}.`;
    const isLocal = wallet.deps.config.insecureLoopback;
    return { ...wallet, greeting: isLocal ? `${place}\n${cookieNote}` : place };
  },
};

import { operatorKey } from "@farthing/server";
import { ConfigError } from "../config.ts";
import { findSeed } from "../keys.ts";
import type { Command } from "./command.ts";
import { seedsOf } from "./wireOptions.ts";

const usage = "operator key";

/** What the operator needs for the server's own pages. */
export const operator: Command = {
  usage,
  does: "tells the key for the operator's page and API: whoever has it decides reports, so keep it secret",
  async run({ settings, speech, words: [verb, ...rest] }) {
    if (verb !== "key" || rest.length > 0) throw new ConfigError(`Say \`farthing ${usage}\`.`);
    const seed = findSeed("field", settings.data, seedsOf(settings));
    if (seed === null) {
      throw new ConfigError(
        `There are no keys in ${settings.data}: name the data folder of the server with FARTHING_DATA.`,
      );
    }
    speech.say(operatorKey(seed));
    return 0;
  },
};

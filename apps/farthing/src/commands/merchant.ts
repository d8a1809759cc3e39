import { addMerchant, addMerchantOrigin } from "../addMerchant.ts";
import { ConfigError } from "../config.ts";
import type { Command } from "./command.ts";
import { seedsOf } from "./wireOptions.ts";

/** Registers who sells. */
export const merchant: Command = {
  usage: "merchant add NAME ORIGIN [FILE] | merchant origin MERCHANT ORIGIN",
  does: "registers somebody who sells, and shows the key once; or adds a site on which that merchant sells",
  async run({ settings, speech: { say }, words: [verb, name, origin, file] }) {
    if (verb === "origin" && name !== undefined && origin !== undefined) {
      say(await addMerchantOrigin(settings, { merchant: name, origin }));
      return 0;
    }
    if (verb !== "add" || name === undefined || origin === undefined) {
      throw new ConfigError(
        'Say `merchant add "Name" https://its.origin`, and behind that a file for its key if you like; or `merchant origin mer_… https://another.origin`.',
      );
    }
    say(await addMerchant(settings, seedsOf(settings), { name, origin, file }));
    return 0;
  },
};

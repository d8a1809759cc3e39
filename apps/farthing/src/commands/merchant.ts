import { addMerchant, addMerchantOrigin, setMerchantLine } from "../addMerchant.ts";
import { ConfigError } from "../config.ts";
import type { Command } from "./command.ts";
import { seedsOf } from "./wireOptions.ts";

/** Registers who sells. */
export const merchant: Command = {
  usage:
    "merchant add NAME ORIGIN [FILE] | merchant origin MERCHANT ORIGIN | merchant ask-above MERCHANT PRICE | merchant never-above MERCHANT PRICE",
  does: "registers somebody who sells, and shows the key once; adds a site on which that merchant sells; or sets the price above which a passkey is asked for, or nothing is sold, on its pages",
  async run({ settings, speech: { say }, words: [verb, name, origin, file] }) {
    if (verb === "origin" && name !== undefined && origin !== undefined) {
      say(await addMerchantOrigin(settings, { merchant: name, origin }));
      return 0;
    }
    const isLine = verb === "ask-above" || verb === "never-above";
    if (isLine && name !== undefined && origin !== undefined) {
      say(await setMerchantLine(settings, { merchant: name, line: verb, price: origin }));
      return 0;
    }
    if (verb !== "add" || name === undefined || origin === undefined) {
      throw new ConfigError(
        'Say `merchant add "Name" https://its.origin`, and behind that a file for its key if you like; `merchant origin mer_… https://another.origin`; or `merchant ask-above mer_… 1.00` and `merchant never-above mer_… 5.00`, with the word nothing for no line.',
      );
    }
    say(await addMerchant(settings, seedsOf(settings), { name, origin, file }));
    return 0;
  },
};

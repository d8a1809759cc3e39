import { readWords } from "../readWords.ts";
import type { Command } from "./command.ts";
import { cookieNote, wireOptions } from "./wireOptions.ts";

const usage = "demo";

/** What `npm start` runs. */
export const demo: Command = {
  usage,
  does: "the wallet and a demo publisher, with play money",
  async run({ settings, speech, words }) {
    readWords(words, { usage, flags: [], placeCount: 0 });
    // Only here: `serve` starts without the demo's code.
    const { startDemo } = await import("../demo.ts");
    const { newsstandPort, newsstandCoop: coop } = settings;
    const running = await startDemo({
      ...wireOptions(settings, "warn", speech.complain),
      newsstandPort,
      coop,
    });
    return {
      ...running,
      greeting: demoGreeting(running.newsstand, running.wallet.url, settings.data),
    };
  },
};

function demoGreeting(newsstand: string, wallet: string, data: string): string {
  return `Farthing is running, with play money.

  The Newsstand, a demo publisher    ${newsstand}
  Your wallet, the API and its pages ${wallet}

Open The Newsstand, choose an article and press its button: the first payment makes your wallet.
Everything is kept in ${data}. ${cookieNote}
Ctrl-C stops it.`;
}

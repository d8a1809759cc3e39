import { systemClock } from "@farthing/core";
import { pino } from "pino";
import { addMerchant, addMerchantOrigin } from "./addMerchant.ts";
import { ConfigError, readSettings, type Settings } from "./config.ts";
import { failureSentence } from "./failureSentence.ts";
import type { GivenSeeds } from "./keys.ts";
import { rebuildProgress } from "./rebuildProgress.ts";
import { rebuildProjections } from "./rebuildProjections.ts";
import { wire, type WireOptions } from "./wire.ts";

/** Where a command speaks to the person at the keyboard. */
export interface Speech {
  readonly say: (text: string) => void;
  readonly complain: (text: unknown) => void;
}

/** Something that runs until it is told to stop. */
interface Running {
  /** Where it answers, and what to do next. */
  readonly greeting: string;
  close(): Promise<void>;
}

type Command = (
  settings: Settings,
  speech: Speech,
  words: readonly string[],
) => Promise<Running | null>;

const commands: Record<string, Command> = {
  async demo(settings, { complain }) {
    // Only here: `serve` starts without the demo's code.
    const { startDemo } = await import("./demo.ts");
    const { newsstandPort, newsstandCoop: coop } = settings;
    const demo = await startDemo({
      ...wireOptions(settings, "warn", complain),
      newsstandPort,
      coop,
    });
    return { ...demo, greeting: demoGreeting(demo.newsstand, demo.wallet.url, settings.data) };
  },
  async serve(settings, { complain }) {
    const wallet = await wire(wireOptions(settings, "info", complain));
    const place = `Farthing answers at ${wallet.url} and keeps its data in ${settings.data}.`;
    const isLocal = wallet.deps.config.insecureLoopback;
    return { ...wallet, greeting: isLocal ? `${place}\n${cookieNote}` : place };
  },
  async rebuild(settings, { say }) {
    const progress = rebuildProgress(say, systemClock);
    const entries = await rebuildProjections(settings.data, progress);
    say(`The store shows all ${entries} journal entries again.`);
    return null;
  },
  async merchant(settings, { say }, [verb, name, origin, file]) {
    if (verb === "origin" && name !== undefined && origin !== undefined) {
      say(await addMerchantOrigin(settings, { merchant: name, origin }));
      return null;
    }
    if (verb !== "add" || name === undefined || origin === undefined) {
      throw new ConfigError(
        'Say `merchant add "Name" https://its.origin`, and behind that a file for its key if you like; or `merchant origin mer_… https://another.origin`.',
      );
    }
    say(await addMerchant(settings, seedsOf(settings), { name, origin, file }));
    return null;
  },
};

const help = `demo      the wallet and a demo publisher, with play money
serve     the wallet alone
rebuild   makes the store's lists anew from the journal, and goes on if it was cut off; stop the server first
merchant  add NAME ORIGIN [FILE]: registers somebody who sells, and shows the key once;
          origin MERCHANT ORIGIN: one more site on which that merchant sells
Settings: docs/reference/configuration.md`;

const cookieNote =
  "The session cookie is `farthing-dev`, without Secure: this is http on this machine only, and some browsers drop Secure cookies there.";

function demoGreeting(newsstand: string, wallet: string, data: string): string {
  return `Farthing is running, with play money.

  The Newsstand, a demo publisher    ${newsstand}
  Your wallet, the API and its pages ${wallet}

Open The Newsstand, choose an article and press its button: the first payment makes your wallet.
Everything is kept in ${data}. ${cookieNote}
Ctrl-C stops it.`;
}

function wireOptions(settings: Settings, level: string, complain: Speech["complain"]): WireOptions {
  const { data, host, port, origin, trustProxy } = settings;
  const logger = pino({ level: settings.log ?? level }, pino.destination({ dest: 1, sync: false }));
  return {
    folder: data,
    host,
    port,
    ...(origin === undefined ? {} : { origin }),
    config: {
      trustProxy,
      confirmAbove: BigInt(settings.confirmAbove),
      rate: {
        addressPerMinute: settings.rateAddress,
        payerPerMinute: settings.ratePayer,
        merchantPerMinute: settings.rateMerchant,
      },
    },
    seeds: seedsOf(settings),
    logger,
    onFault(error) {
      // What was acknowledged is on disk; what was not may be. Only a fresh start can tell which.
      complain(`The ledger stopped, so Farthing stops: ${error.message}`);
      process.exit(1);
    },
  };
}

function seedsOf(settings: Settings): GivenSeeds {
  return {
    issuer: settings.keyIssuer,
    log: settings.keyLog,
    field: settings.keyField,
    pairwise: settings.keyPairwise,
    arrival: settings.keyArrival,
  };
}

/** Runs a command until a signal ends it. Exits with 1, after one sentence, when it cannot run. */
export async function runCommand(
  name: string,
  speech: Speech,
  words: readonly string[] = [],
): Promise<void> {
  let settings: Settings | null = null;
  const fail = (error: unknown): never => {
    speech.complain(failureSentence(error, settings) ?? error);
    process.exit(1);
  };
  try {
    if (/^(-h|(--)?help)$/.test(name)) return speech.say(help);
    const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
    if (command === undefined) {
      throw new ConfigError(
        `There is no command ${name}: use ${Object.keys(commands).join(", ")}.`,
      );
    }
    settings = readSettings(process.env);
    const running = await command(settings, speech, words);
    if (running === null) return;
    // Signals first: whoever reads the greeting may answer it at once.
    stopOnSignals(running, speech, fail);
    speech.say(running.greeting);
  } catch (error) {
    fail(error);
  }
}

/** First signal: finish and leave. Second: leave. */
function stopOnSignals(running: Running, { say }: Speech, fail: (error: unknown) => never): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(130);
    stopping = true;
    running.close().then(() => {
      say("Stopped. Everything is kept.");
      process.exit(0);
    }, fail);
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

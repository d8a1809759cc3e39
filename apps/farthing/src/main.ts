import { pino } from "pino";
import { readSettings, type Settings } from "./config.ts";
import { startDemo } from "./demo.ts";
import { failureSentence } from "./failureSentence.ts";
import { rebuildProjections } from "./rebuildProjections.ts";
import { wire, type WireOptions } from "./wire.ts";

/** Something that runs until it is told to stop. */
interface Running {
  close(): Promise<void>;
}

const commands: Record<string, (settings: Settings) => Promise<Running | null>> = {
  async demo(settings) {
    const { newsstandPort, newsstandCoop: coop } = settings;
    const demo = await startDemo({ ...wireOptions(settings, "warn"), newsstandPort, coop });
    console.log(demoGreeting(demo.newsstand, demo.wallet.url, settings.data));
    return demo;
  },
  async serve(settings) {
    const wallet = await wire(wireOptions(settings, "info"));
    console.log(`Farthing answers at ${wallet.url} and keeps its data in ${settings.data}.`);
    if (wallet.deps.config.insecureLoopback) console.log(cookieNote);
    return wallet;
  },
  async rebuild(settings) {
    const entries = await rebuildProjections(settings.data);
    console.log(`The store shows all ${entries} journal entries again.`);
    return null;
  },
};

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

function wireOptions(settings: Settings, level: string): WireOptions {
  const { data, host, port, origin, trustProxy } = settings;
  const logger = pino({ level: settings.log ?? level }, pino.destination({ dest: 1, sync: false }));
  return {
    folder: data,
    host,
    port,
    ...(origin === undefined ? {} : { origin }),
    config: {
      trustProxy,
      rate: {
        addressPerMinute: settings.rateAddress,
        payerPerMinute: settings.ratePayer,
        merchantPerMinute: settings.rateMerchant,
      },
    },
    seeds: {
      issuer: settings.keyIssuer,
      log: settings.keyLog,
      field: settings.keyField,
      pairwise: settings.keyPairwise,
      arrival: settings.keyArrival,
    },
    logger,
    onFault(error) {
      // What was acknowledged is on disk; what was not may be. Only a fresh start can tell which.
      console.error(`The ledger stopped, so Farthing stops: ${error.message}`);
      process.exit(1);
    },
  };
}

/** First signal: finish and leave. Second: leave. */
function stopOnSignals(running: Running): void {
  let stopping = false;
  const stop = () => {
    if (stopping) process.exit(130);
    stopping = true;
    running.close().then(
      () => process.exit(0),
      (error: unknown) => fail(error, null),
    );
  };
  process.on("SIGINT", stop);
  process.on("SIGTERM", stop);
}

function fail(error: unknown, settings: Settings | null): never {
  const sentence = failureSentence(error, settings);
  console.error(sentence ?? error);
  process.exit(1);
}

let settings: Settings | null = null;
try {
  const [name = "demo"] = process.argv.slice(2);
  const command = commands[name];
  if (command === undefined) {
    console.error(`There is no command ${name}: use ${Object.keys(commands).join(", ")}.`);
    process.exit(1);
  }
  settings = readSettings(process.env);
  const running = await command(settings);
  if (running !== null) stopOnSignals(running);
} catch (error) {
  fail(error, settings);
}

import { Interrupted } from "./backup/backupFault.ts";
import { audit } from "./commands/audit.ts";
import { anchor } from "./commands/anchor.ts";
import { backup } from "./commands/backup.ts";
import type { Command, Running, Speech } from "./commands/command.ts";
import { demo } from "./commands/demo.ts";
import { doctor } from "./commands/doctor.ts";
import { ledger } from "./commands/ledger.ts";
import { merchant } from "./commands/merchant.ts";
import { operator } from "./commands/operator.ts";
import { policy } from "./commands/policy.ts";
import { rebuild } from "./commands/rebuild.ts";
import { restore } from "./commands/restore.ts";
import { serve } from "./commands/serve.ts";
import { verify } from "./commands/verify.ts";
import { witness } from "./commands/witness.ts";
import { ConfigError, readSettings, type Settings } from "./config.ts";
import { failureSentence } from "./failureSentence.ts";

/** Every command by its name. */
export const commands: Readonly<Record<string, Command>> = {
  demo,
  serve,
  doctor,
  ledger,
  audit,
  backup,
  restore,
  rebuild,
  merchant,
  policy,
  operator,
  verify,
  witness,
  anchor,
};

function help(): string {
  const lines = Object.values(commands).map(({ usage, does }) => `farthing ${usage}\n    ${does}`);
  return `${lines.join("\n")}
Settings: docs/reference/configuration.md. Commands: docs/reference/commands.md`;
}

/**
 * Runs a command until a signal ends it. Exits with its code; with 1, or what the command says of that, after one
 * sentence when it cannot run; with 130 when it was interrupted.
 */
export async function runCommand(
  name: string,
  speech: Speech,
  words: readonly string[] = [],
): Promise<void> {
  let settings: Settings | null = null;
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  const fail = (error: unknown): never => {
    speech.complain(failureSentence(error, settings) ?? error);
    process.exit(error instanceof Interrupted ? 130 : (command?.failed ?? 1));
  };
  try {
    if (isHelp(name) || words.some(isHelp)) return speech.say(help());
    if (command === undefined) {
      throw new ConfigError(
        `There is no command ${name}: use ${Object.keys(commands).join(", ")}.`,
      );
    }
    settings = readSettings(process.env);
    const running = await command.run({ settings, speech, words });
    if (typeof running === "number") {
      process.exitCode = running;
      return;
    }
    // Signals first: whoever reads the greeting may answer it at once.
    stopOnSignals(running, speech, fail);
    speech.say(running.greeting);
  } catch (error) {
    fail(error);
  }
}

function isHelp(word: string): boolean {
  return /^(-h|(--)?help)$/.test(word);
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

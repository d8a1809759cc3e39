import { readSettings } from "../config.ts";
import type { Command } from "./command.ts";

/** What a command says, and its exit code. */
export async function say(
  command: Command,
  environment: Record<string, string>,
  ...words: string[]
): Promise<{ code: unknown; said: string; complained: string }> {
  const [said, complained]: [string[], string[]] = [[], []];
  const speech = {
    say: (text: string) => said.push(text),
    complain: (text: unknown) => complained.push(String(text)),
  };
  const code = await command.run({ settings: readSettings(environment), speech, words });
  return { code, said: said.join("\n"), complained: complained.join("\n") };
}

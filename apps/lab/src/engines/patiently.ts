import { pause } from "./wire.ts";

const attempts = 600;
const everyMs = 50;

/**
 * The first answer of `ask` that is not false, null, undefined or empty, asked again for about 30 s. Pages come, go and close while
 * they are asked: only the last failure is told.
 */
export async function patiently<Answer>(ask: () => Promise<Answer>, what: string): Promise<Answer> {
  let last: unknown = null;
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    try {
      const answer = await ask();
      if (answer !== null && answer !== undefined && answer !== false && answer !== "")
        return answer;
    } catch (error) {
      last = error;
    }
    await pause(everyMs);
  }
  throw new Error(`it never came to: ${what}${last instanceof Error ? ` (${last.message})` : ""}`);
}

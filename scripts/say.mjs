// All progress goes to stderr: stdout belongs to the command that was asked for (one JSON line, a table, nothing).

/** A failure whose message is one sentence that says what is wrong and what to do; shown without a stack. */
export class Stop extends Error {
  /** @param {string} message */
  constructor(message) {
    super(message);
    this.name = "Stop";
  }
}

/** @param {string} line */
export function say(line) {
  process.stderr.write(`${line}\n`);
}

/** @param {number} startedAt a `performance.now()` */
export function secondsSince(startedAt) {
  return `${((performance.now() - startedAt) / 1000).toFixed(1)} s`;
}

/**
 * Runs a script's main function and turns its result, or a Stop, into the exit code.
 * @param {() => Promise<number>} main
 */
export async function runScript(main) {
  try {
    process.exitCode = await main();
  } catch (error) {
    if (!(error instanceof Stop)) throw error;
    say(`\n${error.message}`);
    process.exitCode = 1;
  }
}

import { systemClock } from "@farthing/core";
import { openLedger } from "../client/openLedger.ts";
import { OutcomeUnknown } from "../errors.ts";
import { openShop, pay } from "./shop.ts";

/**
 * A process that owns the folder in its first argument and pays without end, until the ledger says why it cannot.
 * Writes a line `paid N` for each answered payment, `unknown N` for those it was not told of, and last
 * `NAME: message`. Made to be run where files may not grow.
 */
const folder = process.argv[2] ?? "";
const paymentsMax = 100_000;
const say = (line: string) => process.stdout.write(`${line}\n`);

async function payOn(): Promise<void> {
  const faults: Error[] = [];
  const ledger = await openLedger({ folder, onFault: (error) => faults.push(error) });
  await ledger.submitEntry(openShop("ann", systemClock.now()));
  for (let number = 0; number < paymentsMax && faults.length === 0; number += 16) {
    const numbers = Array.from({ length: 16 }, (_, at) => number + at);
    await Promise.all(
      numbers.map(async (one) => {
        try {
          const { status } = await ledger.submitEntry(pay("ann", one, systemClock.now()));
          say(status === "created" ? `paid ${one}` : `refused ${one}: ${status}`);
        } catch (error) {
          say(error instanceof OutcomeUnknown ? `unknown ${one}` : `not taken ${one}`);
        }
      }),
    );
  }
  // Nothing is taken any more.
  const late = ledger.submitEntry(pay("ann", paymentsMax, systemClock.now()));
  say(
    await late.then(
      ({ status }) => status,
      (error: Error) => `late: ${error.message}`,
    ),
  );
  for (const { name, message } of faults) say(`${name}: ${message}`);
}

await payOn();
process.exit(0);

import { systemClock } from "@farthing/core";
import { openLedger } from "../client/openLedger.ts";
import { openShop, pay } from "./shop.ts";

/**
 * A process that owns the folder in its first argument and pays without end, 32 at a time. Writes a
 * line `paid N` for each answered payment; made to be killed.
 */
const folder = process.argv[2] ?? "";
const ledger = await openLedger({
  folder,
  onFault() {
    process.exit(1);
  },
});
const payer = `payer ${process.pid}`;
await ledger.submitEntry(openShop(payer, systemClock.now()));
process.stdout.write(`open ${payer}\n`);
for (let number = 0; ; number += 32) {
  const numbers = Array.from({ length: 32 }, (_, at) => number + at);
  await Promise.all(
    numbers.map(async (one) => {
      const { status } = await ledger.submitEntry(pay(payer, one, systemClock.now()));
      if (status === "created") process.stdout.write(`paid ${one}\n`);
    }),
  );
}

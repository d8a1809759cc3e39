import { bytesToUint } from "@farthing/core";
import { type Ledger, openLedger } from "@farthing/ledger";
import { openPurse, payment, purseKeys } from "./purse.ts";

/** What a fresh owner finds in the folder. Amounts as text: they cross to another process. */
export interface Found {
  /** The number of every payment that the journal has as created, in its order. */
  readonly payments: number[];
  readonly paid: string;
  readonly left: string;
  readonly used: string;
}

/** The answer to one payment. */
export interface Told {
  readonly number: number;
  readonly status: string;
}

// A process that owns the folder in its first argument, says what it found there, and pays what it is told to. Made to
// be killed. The second argument is the time that all entries are named after.
const [, , folder = "", time = ""] = process.argv;
const ledger = await openLedger({
  folder,
  onFault() {
    process.exit(1);
  },
});
await ledger.submitEntry(openPurse(Number(time)));
process.send?.(found(ledger));
process.on("message", (number: number) => {
  void ledger.submitEntry(payment(number, Number(time))).then(({ status }) => {
    const told: Told = { number, status };
    process.send?.(told);
  });
});

function found(opened: Ledger): Found {
  const payments: number[] = [];
  for (let seq = 0n; ;) {
    const page = opened.entriesAfter(seq, 1_000);
    for (const { status, memo } of page) {
      if (status === "created" && memo.length > 0) payments.push(Number(bytesToUint(memo)));
    }
    const last = page.at(-1);
    if (last === undefined) break;
    ({ seq } = last);
  }
  const [purse, shop] = opened.lookupAccounts([purseKeys.purse, purseKeys.shop]);
  const [limit] = opened.lookupLimits([purseKeys.limit]);
  return {
    payments,
    paid: String(shop?.creditsPosted),
    left: String((purse?.creditsPosted ?? 0n) - (purse?.debitsPosted ?? 0n)),
    used: String(limit?.used),
  };
}

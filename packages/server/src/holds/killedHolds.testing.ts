import { hour, instant, minute, systemClock } from "@farthing/core";
import type { StoredEntry } from "@farthing/ledger";
import type { Deps } from "../deps.ts";
import { newPages } from "../grants/grantStage.testing.ts";
import { balances, sumOfBalances } from "../payments/books.testing.ts";
import { entryName } from "../payments/entryName.ts";
import { readMemo } from "../payments/memo.ts";
import { newPerson } from "../payments/person.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { holdFirst, payReading } from "./holdStage.testing.ts";
import { workHolds } from "./workHolds.ts";

/** What the journal says of the payments that were held. Amounts as text: they cross to another process. */
export interface HoldsFound {
  readonly held: string[];
  /** One for each entry that captured, or let go of, a payment. */
  readonly captured: string[];
  readonly released: string[];
  readonly toMerchants: string;
  readonly sum: string;
}

// A server that holds payments until it is killed (`hold`), or captures what is due an hour later. The third argument
// says in the course of which capture it kills itself, and the fourth whether that is before or after the ledger's answer;
// without them it works to the end.
const [, , folder = "", does = "", dieAt = "0", dieWhen = "before"] = process.argv;
const aheadMs = does === "hold" ? 0 : hour + minute;
const [issuer, log, field, pairwise, arrival] = [1, 2, 3, 4, 5].map((of) => Buffer.alloc(32, of));
if (!issuer || !log || !field || !pairwise || !arrival) throw new Error("five seeds were made");
const stage = await openTestServer({
  folder,
  clock: { now: () => instant(systemClock.now() + aheadMs) },
  // Each life knows the keys of the one before.
  seeds: { issuer, log, field, pairwise, arrival },
});
if (does === "hold") await holdOn(stage);
await tell(await found(stage));
await workHolds(dying(stage.deps));
await stage.deps.projection.reached(stage.deps.ledger.head().seq, 10_000);
await tell(await found(stage));
await stage.close();

async function holdOn(on: TestServer): Promise<never> {
  holdFirst(on, "H1");
  const fresh = newPages(() => on);
  for (;;) {
    const offer = await fresh({ amount: 50_000n });
    const { outcome } = await payReading(on, newPerson(), { offer });
    if (outcome.kind !== "held") throw new Error(`not held: ${outcome.kind}`);
    await tell(outcome.payment);
  }
}

/** The same, but its ledger's `dieAt`-th entry is the last that this process asks for. */
function dying(deps: Deps): Deps {
  let asked = 0;
  const submitEntry: Deps["ledger"]["submitEntry"] = async (entry) => {
    asked += 1;
    const submitted = deps.ledger.submitEntry(entry);
    if (String(asked) === dieAt && dieWhen === "before") process.kill(process.pid, "SIGKILL");
    const result = await submitted;
    if (String(asked) === dieAt) process.kill(process.pid, "SIGKILL");
    return result;
  };
  return { ...deps, ledger: { ...deps.ledger, submitEntry } };
}

async function found(on: TestServer): Promise<HoldsFound> {
  const { projection, ledger } = on.deps;
  await projection.reached(ledger.head().seq, 10_000);
  const told: Pick<HoldsFound, "held" | "captured" | "released"> = {
    held: [],
    captured: [],
    released: [],
  };
  for (const { status, memo: bytes, id } of allEntries(on)) {
    if (status !== "created" || bytes.length === 0) continue;
    const memo = readMemo(bytes);
    if (memo.kind === "payment") told.held.push(entryName(id));
    if (memo.kind === "capture") told.captured.push(memo.payment);
    if (memo.kind === "release") told.released.push(memo.payment);
  }
  const toMerchants = [...(await balances(on))].filter(([name]) => name.startsWith("mer_"));
  return {
    ...told,
    toMerchants: String(toMerchants.reduce((sum, [, balance]) => sum + balance, 0n)),
    sum: String(await sumOfBalances(on)),
  };
}

function allEntries({ deps }: TestServer): StoredEntry[] {
  const entries: StoredEntry[] = [];
  for (;;) {
    const page = deps.ledger.entriesAfter(entries.at(-1)?.seq ?? 0n, 500);
    if (page.length === 0) return entries;
    entries.push(...page);
  }
}

/** Resolves once the other process can read it: this one may be killed the moment after. */
function tell(message: string | HoldsFound): Promise<void> {
  return new Promise((resolve) => process.send?.(message, () => resolve()));
}

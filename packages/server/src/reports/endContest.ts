import {
  assert,
  type Asset,
  concat,
  idToUint,
  instant,
  ProblemError,
  uintBytes,
  utf8,
} from "@farthing/core";
import { deriveEntryId, type Entry, makeWhole, openAccount } from "@farthing/ledger";
import { aroundBlock } from "../blocks/aroundBlock.ts";
import type { Deps } from "../deps.ts";
import { timeNow } from "../holds/timeNow.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { entryName } from "../payments/entryName.ts";
import { accountId, contestKey, reportKeys } from "../payments/keys.ts";
import { type ContestEndedMemo, readMemo } from "../payments/memo.ts";
import { entryTimeMs } from "../payments/receipt.ts";
import type { Paid } from "../refunds/refund.ts";
import { sha256 } from "../sha256.ts";
import { lostAtOnce, reportersOf } from "./atOnce.ts";
import { moveReport } from "./moveReport.ts";
import { atOnceWindow, wrongMax } from "./rules.ts";

type Bearer = ContestEndedMemo["borneBy"];

/** Each refused try (a block moved in that moment) leaves its place empty. */
const placesMax = 16;

/**
 * Ends an open report whose refund was contested, in one entry that says who bears it. The payer keeps the money. Borne by
 * the operator, the merchant gets what it lost, and the payer's next reports are looked at before anything goes back. Begun
 * again after a crash, it is done once. Throws `unavailable`.
 */
export async function endContest(deps: Deps, paid: Paid, borneBy: Bearer): Promise<void> {
  const payment = entryName(paid.entry.id);
  const lost = lostAtOnce(deps, paid);
  assert(lost !== null, "what is contested went back at once");
  const memo: ContestEndedMemo = {
    v: 1,
    kind: "contest-ended",
    payer: paid.memo.payer,
    merchant: paid.memo.merchant,
    payment,
    borneBy,
    amount: lost.toString(),
    asset: paid.memo.asset,
  };
  await submitOnce(deps, paid, memo);
  const move = { payment, from: ["open"], at: deps.clock.now() } as const;
  if (borneBy === "merchant") {
    await moveReport(deps, { ...move, to: "refunded", step: "refunded" });
    return;
  }
  await noteLoss(deps, paid, { payment, borne: lost });
  await moveReport(deps, { ...move, to: "made-whole", step: "made-whole" });
}

/** One entry for each payment, whoever asks how often: it holds the contest's claim, and its name follows from the payment's. */
async function submitOnce(deps: Deps, paid: Paid, memo: ContestEndedMemo): Promise<void> {
  for (let place = 0; place < placesMax; place += 1) {
    const id = contestId(paid, place);
    const known = deps.ledger.lookupEntry(id);
    if (known?.status === "created") return assertSame(readMemo(known.memo), memo);
    if (known !== null) continue;
    const entry = await contestEntry(deps, paid, { id, memo });
    const { status } = await deps.ledger.submitEntry(
      aroundBlock(deps, [paid.memo.merchant], entry),
    );
    if (status === "created" || status === "exists") return;
  }
  throw new ProblemError("unavailable");
}

function assertSame(known: ReturnType<typeof readMemo>, { borneBy }: ContestEndedMemo): void {
  assert(known.kind === "contest-ended" && known.borneBy === borneBy, "a contest ends in one way");
}

function contestId({ entry, memo }: Paid, place: number): bigint {
  return deriveEntryId({
    time: instant(entryTimeMs(entry)),
    payer: idToUint("payer", memo.payer),
    key: concat(utf8("contest"), uintBytes(entry.id, 16)),
    leg: place,
  });
}

async function contestEntry(
  deps: Deps,
  paid: Paid,
  { id, memo }: { id: bigint; memo: ContestEndedMemo },
): Promise<Entry> {
  const { payment, borneBy } = memo;
  return {
    time: timeNow(deps),
    ...(borneBy === "operator" ? moneyOf(deps, paid, memo) : {}),
    claims: [contestKey(payment)],
    ...(await entryFacts(deps, id, memo)),
    facts: sha256(utf8(`contest/${payment}/${borneBy}`)),
  };
}

/** From here on nothing goes back at once to this payer for as long as the limits on reports look back. */
function moneyOf(
  deps: Pick<Deps, "ledger">,
  paid: Paid,
  memo: ContestEndedMemo,
): Required<Pick<Entry, "accounts" | "transfers" | "limits" | "uses">> {
  const asset = memo.asset as Asset;
  const losses = accountId("operator:report-losses", "");
  const merchant = accountId("merchant", memo.merchant);
  const amount = BigInt(memo.amount);
  const keys = reportersOf(deps, paid).map((payer) => reportKeys(payer).wrong);
  const terms = { kind: "sum", window: atOnceWindow, max: wrongMax } as const;
  return {
    accounts: [openAccount("reportLosses", { id: losses, asset })],
    transfers: makeWhole({ losses, merchant, amount, asset }),
    limits: keys.map((key) => ({ key, set: terms })),
    uses: keys.map((key) => ({ key, amount: 1n })),
  };
}

/** For the operator's balance: by the day on which it was paid. */
async function noteLoss(
  { store }: Pick<Deps, "store">,
  { entry, memo }: Paid,
  { payment, borne }: { payment: string; borne: bigint },
): Promise<void> {
  await store
    .insertInto("report_losses")
    .values({
      payment_id: payment,
      merchant_id: memo.merchant,
      amount: BigInt(memo.amount),
      borne,
      at: entryTimeMs(entry),
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

import { randomBytes } from "node:crypto";
import { assert, idToUint, ProblemError, type ProblemCode } from "@farthing/core";
import {
  deriveEntryId,
  type Entry,
  type EntryStatus,
  type LimitUse,
  openAccount,
  settleShare,
  settleTab as settleWord,
} from "@farthing/ledger";
import { aroundBlock } from "../blocks/aroundBlock.ts";
import type { Deps } from "../deps.ts";
import { tabAccounts } from "../payments/enrolment.ts";
import { entryFacts } from "../payments/entryFacts.ts";
import { accountId, payerKeys, tabKeys, tabSaleKey } from "../payments/keys.ts";
import type { SettleTabMemo } from "../payments/memo.ts";
import { timeNow } from "../holds/timeNow.ts";
import { tabOf } from "./tabOf.ts";
import { tabLines } from "./tabUse.ts";
import { sumOf, type UnpaidSale, unpaidSales } from "./unpaidSales.ts";

/** Who pays a bill: the payer of a wallet whose passkey agreed, or the sandbox rail. */
export type Settler =
  | { readonly kind: "wallet"; readonly payer: string }
  | { readonly kind: "rail" };

/** What a refusal means to whoever wants to pay; anything else is a bug of ours. */
const refusals: Partial<Record<EntryStatus, ProblemCode>> = {
  // Settled, given back or written off in another tab meanwhile.
  claim_taken: "bill-changed",
  exceeds_debits: "bill-changed",
  exceeds_credits: "bill-not-paid",
  debit_account_not_found: "bill-not-paid",
  // The wallet is frozen, or at its own limits.
  limit_exceeded: "bill-not-paid",
  // The operator's block of a merchant moved in the same moment.
  debit_account_already_closed: "bill-changed",
  claim_not_held: "bill-changed",
};

/**
 * Pays all that is on a guest's bill, in one journal entry, however many merchants it is of: payer → tab. A bill of one merchant
 * settles with it; else each merchant's part follows in an entry of its own (`shareSettled`). From then on the guest's line is
 * the higher one. `owed`: what the payer saw and agreed to. A sale is settled once: of two at once, one hears
 * `bill-changed`. What was read before its merchant was blocked is owed all the same; its part stays on the closed account,
 * from which it can be given back. Throws `bill-changed`, `bill-not-paid`, `unavailable`.
 */
export async function settleTab(
  deps: Deps,
  { guest, settler, owed }: { guest: string; settler: Settler; owed: bigint },
): Promise<void> {
  const sales = await unpaidSales(deps, guest);
  if (sales.length === 0 || sumOf(sales) !== owed) throw new ProblemError("bill-changed");
  const own = onlyMerchant(sales);
  const entry = await entryOf(deps, { guest, settler, sales, own });
  const merchants = own === null ? [] : [own];
  const { status } = await deps.ledger.submitEntry(aroundBlock(deps, merchants, entry));
  if (status === "created") return;
  if (status === "limit_closed") throw new ProblemError(closedProblem(deps, guest));
  const problem = refusals[status];
  assert(problem !== undefined, `a bill is paid: ${status}`);
  throw new ProblemError(problem);
}

/** Stopped in the same moment, or a wallet that is frozen. */
function closedProblem(deps: Deps, guest: string): ProblemCode {
  return tabOf(deps, guest)?.isClosed === true ? "bill-changed" : "bill-not-paid";
}

interface Settlement {
  readonly guest: string;
  readonly settler: Settler;
  readonly sales: readonly UnpaidSale[];
  /** Whose sales they all are; null: several merchants'. */
  readonly own: string | null;
}

function onlyMerchant(sales: readonly UnpaidSale[]): string | null {
  const [merchant, ...others] = new Set(sales.map((sale) => sale.merchant_id));
  return others.length === 0 ? (merchant ?? null) : null;
}

async function entryOf(deps: Deps, { guest, settler, sales, own }: Settlement): Promise<Entry> {
  const { asset } = deps.config;
  const time = timeNow(deps);
  const amount = sumOf(sales);
  const isWallet = settler.kind === "wallet";
  const id = deriveEntryId({ time, payer: idToUint("payer", guest), key: randomBytes(16), leg: 0 });
  const memo: SettleTabMemo = {
    v: 1,
    kind: "settle-tab",
    payer: guest,
    ...(isWallet ? { by: settler.payer } : { rail: "sandbox" }),
    amount: amount.toString(),
    asset,
  };
  const accounts = accountsOf(settler, asset);
  const share = own === null ? nothing : shareOf({ guest, merchant: own, asset, sales });
  return {
    time,
    accounts: [...accounts.openings, ...share.accounts],
    transfers: [
      ...settleWord({ payer: accounts.payer, tab: accountId("tab", guest), amount, asset }),
      ...share.transfers,
    ],
    ...limitsOf(deps, { guest, settler, sales }),
    claims: sales.map(({ payment }) => tabSaleKey(payment)),
    ...(await entryFacts(deps, id, memo)),
  };
}

/** The line is the higher one from now on; a bill that was stopped stays so. A passkey counts as one here too. */
function limitsOf(
  deps: Deps,
  { guest, settler, sales }: Omit<Settlement, "own">,
): Required<Pick<Entry, "limits" | "gives" | "uses">> {
  const keys = tabKeys(guest);
  const amount = sumOf(sales);
  const last = sales.at(-1);
  assert(last !== undefined, "something is settled");
  const usedAt = BigInt(last.at) * 1_000_000n;
  const { settled: max } = tabLines(deps);
  const isOpen = tabOf(deps, guest)?.isClosed === false;
  const own = settler.kind === "wallet" ? payerKeys(settler.payer) : null;
  const uses: LimitUse[] = own === null ? [] : [own.day, own.month].map((key) => ({ key, amount }));
  return {
    limits: [
      ...(isOpen
        ? [
            { key: keys.owed, set: { kind: "sum", max } } as const,
            { key: payerKeys(guest).sinceCheck, reset: true } as const,
          ]
        : []),
      ...(own === null ? [] : [{ key: own.sinceCheck, reset: true } as const]),
    ],
    gives: [
      { key: keys.owed, amount, usedAt },
      { key: keys.sales, amount: BigInt(sales.length), usedAt },
    ],
    uses,
  };
}

function accountsOf(settler: Settler, asset: Deps["config"]["asset"]) {
  const rail = accountId("rail:sandbox", "");
  return settler.kind === "wallet"
    ? { payer: accountId("payer", settler.payer), openings: [] }
    : { payer: rail, openings: [openAccount("rail", { id: rail, asset })] };
}

const nothing = { accounts: [], transfers: [] };

/** What a merchant gets of a bill that was paid. One that has sold on tabs alone so far has no account of its own yet. */
export function shareOf(of: {
  readonly guest: string;
  readonly merchant: string;
  readonly asset: Deps["config"]["asset"];
  readonly sales: readonly Pick<UnpaidSale, "amount" | "fee">[];
}): Required<Pick<Entry, "accounts" | "transfers">> {
  const { guest, merchant, asset, sales } = of;
  const { merchant: unsettled, fees } = tabAccounts(guest, merchant);
  const own = accountId("merchant", merchant);
  const fee = sales.reduce((sum, sale) => sum + sale.fee, 0n);
  return {
    accounts: [
      openAccount("merchant", { id: own, asset }),
      openAccount("fees", { id: fees, asset }),
    ],
    transfers: settleShare({ unsettled, merchant: own, fees, amount: sumOf(sales), fee, asset }),
  };
}

import { type Asset, ProblemError, toHex, uintBytes } from "@farthing/core";
import { type AccountKind, accountKinds, entryOf, transferCodes } from "@farthing/ledger";
import type { Statement, StatementLine } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { entryName } from "../payments/entryName.ts";
import { accountId } from "../payments/keys.ts";
import { projectionWaitMs } from "../projections/projection.ts";
import { type AccountLine, readStatement } from "../projections/readStatement.ts";
import { balanceOfTotals } from "../projections/totals.ts";
import { milliseconds } from "../projections/view.ts";
import type { Period } from "./period.ts";
import { type Told, toldBy } from "./toldBy.ts";

/** Whose statement, and what of it. */
export interface StatementWish {
  /** The one account of this payer or merchant: nobody names another's. */
  readonly of: { readonly kind: "payer" | "merchant"; readonly id: string };
  readonly period: Period;
  readonly zone: string;
  readonly limit: number;
  /** `next` of the page above. */
  readonly cursor: string | null;
}

/**
 * A page of somebody's statement. Throws `unavailable` while the projection lags (a statement without its last lines
 * would be wrong), `cursor-unknown` for a cursor that is no line of this account in this period.
 */
export async function statementOf(deps: Deps, wish: StatementWish): Promise<Statement> {
  const { of, period, zone, limit } = wish;
  const { asset } = deps.config;
  const fresh = await deps.projection.reached(deps.ledger.head().seq, projectionWaitMs);
  if (!fresh) throw new ProblemError("unavailable");
  const found = await readStatement(deps.store, {
    account: accountId(of.kind, of.id),
    from: period.from,
    to: period.to,
    limit,
    after: wish.cursor === null ? null : BigInt(wish.cursor),
  });
  if (found === null) throw new ProblemError("cursor-unknown");
  const told = await toldBy(deps.store, found.lines);
  return {
    zone,
    month: period.month,
    from: period.from,
    to: period.to,
    opening: { amount: balanceOfTotals(found.opening).toString(), asset },
    closing: { amount: balanceOfTotals(found.closing).toString(), asset },
    lines: found.lines.map((line) =>
      lineView(line, { asset, told: told(line.seq), isMerchant: of.kind === "merchant" }),
    ),
    next: found.next?.toString() ?? null,
  };
}

const reasons = new Map<number, StatementLine["reason"]>([
  [transferCodes.payment, "payment"],
  [transferCodes.fee, "fee"],
  [transferCodes.topUp, "top-up"],
  [transferCodes.welcome, "welcome"],
  [transferCodes.settlement, "settlement"],
  [transferCodes.agedOut, "aged-out"],
  [transferCodes.madeWhole, "made-whole"],
]);

const counterpartyOf: Record<AccountKind, StatementLine["counterparty"]> = {
  payer: "payer",
  merchant: "merchant",
  fees: "operator",
  rail: "rail",
  payable: "merchant",
  liquidity: "operator",
  tab: "payer",
  unsettled: "merchant",
  tabLosses: "operator",
  reportLosses: "operator",
};

/** The kind of an account alone: its number would tell one merchant's payers from another's. */
const counterparties = new Map(
  (Object.keys(counterpartyOf) as AccountKind[]).map((kind) => [
    accountKinds[kind].code,
    counterpartyOf[kind],
  ]),
);

function lineView(
  line: AccountLine,
  { asset, told, isMerchant }: { asset: Asset; told: Told; isMerchant: boolean },
): StatementLine {
  const { totals } = line;
  return {
    at: milliseconds(line.timestamp),
    transfer: toHex(uintBytes(line.transfer, 16)),
    entry: entryName(entryOf(line.transfer)),
    kind: line.kind,
    reason: reasons.get(line.code) ?? "other",
    returns: told.returns,
    side: line.side,
    amount: { amount: line.amount.toString(), asset },
    counterparty: counterparties.get(line.counterCode) ?? "other",
    balance: { amount: balanceOfTotals(totals).toString(), asset },
    held: { amount: totals.debitsPending.toString(), asset },
    payment: told.payment,
    title: told.title,
    merchant: isMerchant ? "" : told.merchant,
  };
}

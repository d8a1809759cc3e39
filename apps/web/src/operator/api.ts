import {
  Balance,
  BlockState,
  ContestedReports,
  type DecisionRequest,
  RecoveryReviews,
  type ReviewRequest,
} from "@farthing/protocol";
import { call } from "../kit/call.ts";

/** How far back the page looks, in days (UTC), today with it. */
export const spans = [7, 30, 90] as const;

export type Span = (typeof spans)[number];

/** All that the page shows. */
export interface Board {
  readonly span: Span;
  readonly balance: Balance;
  readonly reports: ContestedReports["reports"];
  readonly recoveries: RecoveryReviews["recoveries"];
}

/** Figures of the last days, and the reports that wait. Throws `CallError`. */
export async function getBoard(bearer: string, span: Span): Promise<Board> {
  const [balance, contested, reviews] = await Promise.all([
    call(`/v1/operator/balance?days=${span}`, { bearer }),
    call("/v1/operator/reports", { bearer }),
    call("/v1/operator/recoveries", { bearer }),
  ]);
  const { reports } = ContestedReports.parse(contested);
  const { recoveries } = RecoveryReviews.parse(reviews);
  return { span, balance: Balance.parse(balance), reports, recoveries };
}

/** Ends a contested report. The same decision again changes nothing. Throws `CallError`. */
export async function decide(
  bearer: string,
  { payment, decision }: { readonly payment: string; readonly decision: DecisionRequest },
): Promise<void> {
  const path = `/v1/operator/reports/${encodeURIComponent(payment)}/decision`;
  await call(path, { bearer, body: decision });
}

/** Lets a recovery go on once its wait is over, or ends it. The same decision again changes nothing. Throws `CallError`. */
export async function decideRecovery(
  bearer: string,
  { id, outcome }: { readonly id: string; readonly outcome: ReviewRequest["outcome"] },
): Promise<void> {
  const path = `/v1/operator/recoveries/${encodeURIComponent(id)}/decision`;
  await call(path, { bearer, body: { outcome } });
}

/** Stops a merchant, or lets it go on. Again changes nothing. Throws `CallError`. */
export async function setBlocked(
  bearer: string,
  {
    merchant,
    block,
    why,
  }: { readonly merchant: string; readonly block: boolean; readonly why: string },
): Promise<boolean> {
  const path = `/v1/operator/merchants/${encodeURIComponent(merchant)}/${block ? "block" : "unblock"}`;
  return BlockState.parse(await call(path, { bearer, body: { why } })).blocked;
}

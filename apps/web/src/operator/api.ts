import { Balance, ContestedReports, type DecisionRequest } from "@farthing/protocol";
import { call } from "../kit/call.ts";

/** How far back the page looks, in days (UTC), today with it. */
export const spans = [7, 30, 90] as const;

export type Span = (typeof spans)[number];

/** All that the page shows. */
export interface Board {
  readonly span: Span;
  readonly balance: Balance;
  readonly reports: ContestedReports["reports"];
}

/** Figures of the last days, and the reports that wait. Throws `CallError`. */
export async function getBoard(bearer: string, span: Span): Promise<Board> {
  const [balance, contested] = await Promise.all([
    call(`/v1/operator/balance?days=${span}`, { bearer }),
    call("/v1/operator/reports", { bearer }),
  ]);
  const { reports } = ContestedReports.parse(contested);
  return { span, balance: Balance.parse(balance), reports };
}

/** Ends a contested report. The same decision again changes nothing. Throws `CallError`. */
export async function decide(
  bearer: string,
  { payment, decision }: { readonly payment: string; readonly decision: DecisionRequest },
): Promise<void> {
  const path = `/v1/operator/reports/${encodeURIComponent(payment)}/decision`;
  await call(path, { bearer, body: decision });
}

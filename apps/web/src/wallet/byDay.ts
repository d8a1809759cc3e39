import type { PaymentView } from "@farthing/protocol";
import { dayKey } from "../kit/dates.ts";

/** What happened on one calendar day where the reader is. */
export interface Day {
  readonly key: string;
  /** A moment of that day, for its name. */
  readonly at: number;
  readonly payments: readonly PaymentView[];
}

/** Parts payments, newest first, into days. */
export function byDay(payments: readonly PaymentView[]): Day[] {
  const days = new Map<string, PaymentView[]>();
  for (const payment of payments) {
    const key = dayKey(payment.at);
    const day = days.get(key);
    if (day === undefined) days.set(key, [payment]);
    else day.push(payment);
  }
  return [...days].map(([key, list]) => ({ key, at: list[0]?.at ?? 0, payments: list }));
}

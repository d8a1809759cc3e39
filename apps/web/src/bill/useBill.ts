import type { Bill, ReportReason } from "@farthing/protocol";
import { useCallback, useEffect, useState } from "preact/hooks";
import { type BillWay, readBill, reportItem, settleBill, stopBill } from "../kit/bill.ts";
import { CallError, type Failure } from "../kit/call.ts";
import { askPasskey } from "../pay/passkey.ts";

/** What became of the last press. `took-off` and `asked`: of a report. */
export type Notice = "paying" | "cancelled" | "took-off" | "asked" | "paid" | Failure;

/** The bill in this browser, and what may be done about it. */
export interface BillState {
  /** Null until the first answer. */
  readonly bill: Bill | null;
  readonly notice: Notice | null;
  readonly reload: () => void;
  readonly pay: (way: BillWay) => void;
  readonly stop: () => void;
  readonly report: (payment: string, reason: ReportReason) => void;
}

export function useBill(): BillState {
  const [bill, setBill] = useState<Bill | null>(null);
  const [notice, setNotice] = useState<Notice | null>(null);
  const run = useCallback((work: () => Promise<Notice | null>) => {
    work().then(setNotice, (error: unknown) => setNotice(failureOf(error)));
  }, []);
  const show = (next: Bill): Bill => {
    setBill(next);
    return next;
  };
  const load = useCallback(
    () =>
      run(async () => {
        setBill(await readBill());
        return null;
      }),
    [run],
  );
  useEffect(load, [load]);
  return {
    bill,
    notice,
    reload: load,
    pay: (way) =>
      run(async () => {
        if (bill === null) return null;
        setNotice("paying");
        return paidOrChanged(await payNow(bill, way, show));
      }),
    stop: () =>
      run(async () => {
        show(await stopBill());
        return null;
      }),
    report: (payment, reason) =>
      run(async () => {
        const { items } = show(await reportItem(payment, reason));
        return items.some((item) => item.payment === payment) ? "asked" : "took-off";
      }),
  };
}

/** Answers null when the passkey was turned down. A bill that changed meanwhile is shown as it is now. */
async function payNow(bill: Bill, way: BillWay, show: (next: Bill) => Bill): Promise<Bill | null> {
  try {
    const next = await settleBill({ way, owed: bill.bill.owed }, askPasskey);
    return next === null ? null : show(next);
  } catch (error) {
    if (error instanceof CallError && error.is("bill-changed")) show(await readBill());
    throw error;
  }
}

const paidOrChanged = (next: Bill | null): Notice => (next === null ? "cancelled" : "paid");

function failureOf(error: unknown): Failure {
  if (error instanceof CallError) return error.failure;
  const title = error instanceof Error ? error.message : String(error);
  return { kind: "problem", code: "passkey-failed", title, hint: "" };
}

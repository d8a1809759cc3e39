import { Button } from "@mantine/core";
import type { PaymentDetail, ReportReason, ReportView } from "@farthing/protocol";
import { useState } from "react";
import { FailureCard } from "./Cards.tsx";
import { Evidence } from "./Evidence.tsx";
import { Picks } from "./Picks.tsx";
import { useReport } from "./queries.ts";
import { useArrival } from "./useArrival.ts";
import { useWords } from "./useWords.ts";

const reasons = ["not-received", "not-as-described", "not-me"] as const;

/** What was wrong with a payment (rule 22), and all that came of saying so. The button's link opens the page here. */
export function Report({ payment }: { readonly payment: PaymentDetail }) {
  const { t, money } = useWords();
  const heading = useArrival<HTMLHeadingElement>("back");
  if (payment.kind === "top-up") return null;
  const { status, merchant, report } = payment;
  const isBack = status === "reversed" || status === "refunded";
  return (
    <section className="wl-card" aria-labelledby="back">
      <h2 id="back" tabIndex={-1} ref={heading}>
        {t(isBack ? "back.done" : report === null ? "back.title" : "back.reported")}
      </h2>
      {status !== "captured" && status !== "held" && status !== "released" && (
        <p>
          {t(report === null ? `back.${status}` : `back.${status}Report`, {
            merchant,
            amount: money(payment.amount),
            back: money(payment.givenBack),
          })}
        </p>
      )}
      {report === null ? (
        <Form payment={payment} isBack={isBack} />
      ) : (
        <Told payment={payment} report={report} />
      )}
    </section>
  );
}

/** Every step, oldest first, and what happens next. */
function Told({
  payment,
  report,
}: {
  readonly payment: PaymentDetail;
  readonly report: ReportView;
}) {
  const { t, exact, fullMinute, money } = useWords();
  const { merchant } = payment;
  const { state, dueAt } = report;
  const facts = {
    merchant,
    amount: money(payment.amount),
    reason: t(`back.reasons.${report.reason}`),
  };
  return (
    <>
      <ol className="wl-steps">
        {report.steps.map(({ step, at, text }) => (
          <li key={step}>
            <span className="wl-soft">{exact(at)}</span>
            <span>{t(`back.steps.${step}`, facts)}</span>
            {text !== null && <blockquote>{text}</blockquote>}
          </li>
        ))}
      </ol>
      <div className="wl-told" role="status">
        <p>
          {t(`back.next.${nextOf(report)}`, { ...facts, moment: fullMinute(dueAt ?? payment.at) })}
        </p>
        <HowSoon payment={payment} report={report} />
      </div>
      {isHeard.has(state) && <Evidence payment={payment} report={report} />}
    </>
  );
}

/** States in which the payer may still say more. */
const isHeard: ReadonlySet<ReportView["state"]> = new Set([
  "asked",
  "contested",
  "refund-contested",
]);

/** What happens next; some of it depends on whether somebody has a deadline. */
function nextOf({ state, dueAt }: ReportView) {
  if (state === "asked" && dueAt === null) return "askedOnly";
  return state === "refunded" && dueAt !== null ? "refundedUntil" : state;
}

/** Sooner is better: a report within a minute stops the next charge, one after a week finds it made. */
function HowSoon({
  payment,
  report,
}: {
  readonly payment: PaymentDetail;
  readonly report: ReportView;
}) {
  const { t, duration } = useWords();
  if (report.reason !== "not-me") return null;
  const took = duration(report.reportedAt - payment.at);
  return <p className="wl-soft">{t("back.howSoon", { took })}</p>;
}

function Form({ payment, isBack }: { readonly payment: PaymentDetail; readonly isBack: boolean }) {
  const { t } = useWords();
  const { merchant } = payment;
  const report = useReport(payment.id);
  const [reason, setReason] = useState<ReportReason | null>(null);
  const [isMissing, setMissing] = useState(false);
  // The money is back: what is left to say is that somebody else spent it.
  const picks = isBack ? (["not-me"] as const) : reasons;
  const send = (event: React.FormEvent) => {
    event.preventDefault();
    setMissing(reason === null);
    if (reason !== null) report.mutate(reason);
  };
  return (
    <form className="wl-form" onSubmit={send} noValidate>
      <Picks<ReportReason>
        legend={t(isBack ? "back.legendBack" : "back.legend")}
        picks={picks.map((each) => [each, t(`back.reasons.${each}`)] as const)}
        picked={reason}
        pick={setReason}
      />
      {reason !== null && (
        <p className="wl-soft" role="status">
          {t(`back.what.${reason}`, { merchant })}
        </p>
      )}
      <Button type="submit" className="wl-button" loading={report.isPending}>
        {t("back.do")}
      </Button>
      <p className="wl-status" role="status">
        {report.isPending && t("back.doing")}
        {isMissing && reason === null && t("back.pick")}
      </p>
      {report.isError && <FailureCard error={report.error} />}
    </form>
  );
}

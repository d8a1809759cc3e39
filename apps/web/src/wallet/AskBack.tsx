import { Button } from "@mantine/core";
import { systemClock } from "@farthing/core";
import type { PaymentDetail, RefundReason } from "@farthing/protocol";
import { useLocation } from "@tanstack/react-router";
import { useEffect, useReducer, useRef, useState } from "react";
import { FailureCard } from "./Cards.tsx";
import { Picks } from "./Picks.tsx";
import { useAskRefund } from "./queries.ts";
import { undoUntil } from "./undoUntil.ts";
import { useWords } from "./useWords.ts";

const reasons = ["not-received", "charged-twice", "not-as-described"] as const;

/** "Ask for it back" (rule 18), and what came of it. The button's link opens the page here. */
export function AskBack({ payment }: { readonly payment: PaymentDetail }) {
  const { t, money } = useWords();
  const heading = useRef<HTMLHeadingElement>(null);
  const isWanted = useLocation().hash === "back";
  useEffect(() => {
    if (isWanted) heading.current?.focus();
  }, [isWanted]);
  if (payment.kind === "top-up") return null;
  const { status, merchant } = payment;
  const isBack = status === "reversed" || status === "refunded";
  const isPart = status === "partly-refunded";
  return (
    <section className="wl-card" aria-labelledby="back">
      <h2 id="back" tabIndex={-1} ref={heading}>
        {t(isBack ? "back.done" : "back.title")}
      </h2>
      {status !== "captured" && (
        <p>
          {t(`back.${status}`, {
            merchant,
            amount: money(payment.amount),
            back: money(payment.givenBack),
          })}
        </p>
      )}
      {!isBack && payment.asked === null && <Ask payment={payment} />}
      {!isBack && !isPart && payment.asked !== null && <Asked payment={payment} />}
    </section>
  );
}

/** When it was asked, and what happens next. */
function Asked({ payment }: { readonly payment: PaymentDetail }) {
  const { t, money, exact } = useWords();
  const { asked, merchant, amount } = payment;
  if (asked === null) return null;
  const reason = t(`back.reasons.${asked.reason}`);
  return (
    <div className="wl-told" role="status">
      <p className="wl-alert-title">{t("back.asked", { moment: exact(asked.at), reason })}</p>
      <p>{t("back.askedNext", { merchant, amount: money(amount) })}</p>
    </div>
  );
}

function Ask({ payment }: { readonly payment: PaymentDetail }) {
  const { t, timeExact } = useWords();
  const until = undoUntil(payment.receipt);
  const canUndo = useIsBefore(until);
  // What is back in part is undone no more.
  if (canUndo && until !== null && payment.status === "captured") {
    return <p>{t("back.undoFirst", { moment: timeExact(until) })}</p>;
  }
  return <Form payment={payment} />;
}

/** Whether `moment` is still to come; drawn again when it has come. */
function useIsBefore(moment: number | null): boolean {
  const [, draw] = useReducer((count: number) => count + 1, 0);
  useEffect(() => {
    const waitMs = moment === null ? 0 : moment - systemClock.now();
    if (waitMs <= 0) return undefined;
    const timer = window.setTimeout(draw, waitMs);
    return () => window.clearTimeout(timer);
  }, [moment]);
  return moment !== null && moment > systemClock.now();
}

function Form({ payment }: { readonly payment: PaymentDetail }) {
  const { t, money } = useWords();
  const { merchant, amount, givenBack } = payment;
  const left = { ...amount, amount: String(BigInt(amount.amount) - BigInt(givenBack.amount)) };
  const ask = useAskRefund(payment.id);
  const [reason, setReason] = useState<RefundReason | null>(null);
  const [isMissing, setMissing] = useState(false);
  const send = (event: React.FormEvent) => {
    event.preventDefault();
    setMissing(reason === null);
    if (reason !== null) ask.mutate(reason);
  };
  return (
    <form className="wl-form" onSubmit={send} noValidate>
      <p className="wl-soft">{t("back.lead", { merchant })}</p>
      <Picks<RefundReason>
        legend={t("back.legend")}
        picks={reasons.map((each) => [each, t(`back.reasons.${each}`)] as const)}
        picked={reason}
        pick={setReason}
      />
      <Button type="submit" className="wl-button" loading={ask.isPending}>
        {t("back.ask", { amount: money(left) })}
      </Button>
      <p className="wl-status" role="status">
        {ask.isPending && t("back.asking")}
        {isMissing && reason === null && t("back.pick")}
      </p>
      {ask.isError && <FailureCard error={ask.error} />}
    </form>
  );
}

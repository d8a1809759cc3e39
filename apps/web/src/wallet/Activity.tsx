import { Button } from "@mantine/core";
import type { PaymentView } from "@farthing/protocol";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { ActivityFilter } from "./ActivityFilter.tsx";
import type { PaymentFilter } from "./api.ts";
import { byDay } from "./byDay.ts";
import { EmptyCard, FailureCard, LoadingCard } from "./Cards.tsx";
import { CancelHold } from "./Holds.tsx";
import { useActivity } from "./queries.ts";
import { useWords } from "./useWords.ts";

const all: PaymentFilter = { site: "", text: "" };

/** What was paid and added, by day, newest first. */
export function Activity() {
  const { t, day } = useWords();
  const [filter, setFilter] = useState(all);
  const activity = useActivity(filter);
  const payments = activity.data?.pages.flatMap((page) => page.payments) ?? [];
  const isFiltered = filter.site !== "" || filter.text !== "";
  const isEmpty = activity.isSuccess && payments.length === 0;
  return (
    <section className="wl-activity" aria-labelledby="activity">
      <div className="wl-row">
        <h2 id="activity">{t("activity.title")}</h2>
        <Link to="/statement" className="ft-link">
          {t("statement.title")}
        </Link>
      </div>
      {activity.isPending && <LoadingCard lines={4} />}
      {(isFiltered || payments.length > 0) && <ActivityFilter filter={filter} change={setFilter} />}
      <p className="ft-unseen" role="status">
        {isFiltered && activity.isSuccess && t("activity.found", { count: payments.length })}
      </p>
      {isEmpty && isFiltered && (
        <EmptyCard title={t("activity.noneFound")} hint={t("activity.noneFoundHint")} />
      )}
      {isEmpty && !isFiltered && (
        <EmptyCard title={t("activity.empty")} hint={t("activity.emptyHint")} />
      )}
      {byDay(payments).map(({ key, at, payments: list }) => (
        <div key={key} className="wl-card wl-day">
          <h3 className="wl-label">{day(at)}</h3>
          <ul className="wl-payments">
            {list.map((payment) => (
              <PaymentRow key={payment.id} payment={payment} />
            ))}
          </ul>
        </div>
      ))}
      {activity.isError && (
        <FailureCard error={activity.error} retry={() => void activity.refetch()} />
      )}
      {activity.hasNextPage && (
        <Button
          variant="default"
          className="wl-button wl-more"
          loading={activity.isFetchingNextPage}
          onClick={() => void activity.fetchNextPage()}
        >
          {t("activity.more")}
        </Button>
      )}
    </section>
  );
}

function PaymentRow({ payment }: { readonly payment: PaymentView }) {
  const { t, money, time, moment } = useWords();
  const isTopUp = payment.kind === "top-up";
  return (
    <li>
      <Link to="/payments/$payment" params={{ payment: payment.id }} className="wl-payment">
        <span className="wl-payment-what">
          <span className="wl-payment-title">{isTopUp ? t("activity.topUp") : payment.title}</span>
          <span className="wl-soft">
            {isTopUp ? "" : `${payment.merchant} · `}
            {payment.program !== null && `${t("activity.by", { program: payment.program })} · `}
            {time(payment.at)}
          </span>
        </span>
        <span className="wl-payment-sum">
          <span className="ft-money" data-status={payment.status}>
            {isTopUp ? "+" : "−"}
            {money(payment.amount)}
          </span>
          {payment.status !== "captured" && (
            <span className="wl-state" data-status={payment.status}>
              {t(`activity.${payment.status}`, {
                amount: money(payment.givenBack),
                moment: moment(payment.heldUntil ?? payment.at),
              })}
            </span>
          )}
        </span>
      </Link>
      {payment.status === "held" && <CancelHold payment={payment.id} />}
    </li>
  );
}

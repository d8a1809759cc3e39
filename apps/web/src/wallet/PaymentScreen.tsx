import type { PaymentDetail } from "@farthing/protocol";
import { useParams } from "@tanstack/react-router";
import { CallError } from "../kit/call.ts";
import { BackLink } from "./BackLink.tsx";
import { FailureCard, LoadingCard } from "./Cards.tsx";
import { Downloads } from "./Downloads.tsx";
import { CancelHold } from "./Holds.tsx";
import { NotFoundCard } from "./NotFoundCard.tsx";
import { usePayment } from "./queries.ts";
import { Report } from "./Report.tsx";
import { useWindowTitle } from "./useWindowTitle.ts";
import { useWords } from "./useWords.ts";
import { VerifyPanel } from "./VerifyPanel.tsx";

/** One payment: its facts, its receipt and proof, and the check that the reader's own browser makes. */
export function PaymentScreen() {
  const { payment } = useParams({ from: "/payments/$payment" });
  return <OnePayment id={payment} key={payment} />;
}

function OnePayment({ id }: { readonly id: string }) {
  const { t } = useWords();
  const payment = usePayment(id);
  if (payment.error instanceof CallError && payment.error.is("not-found")) {
    return <NotFoundCard title={t("payment.none")} hint={t("payment.noneHint")} />;
  }
  return (
    <div className="wl-narrow">
      <BackLink />
      {payment.data === undefined && <h1 className="ft-unseen">{t("payment.title")}</h1>}
      {payment.isPending && <LoadingCard lines={5} />}
      {payment.isError && (
        <FailureCard error={payment.error} retry={() => void payment.refetch()} />
      )}
      {payment.data && (
        <>
          <Facts payment={payment.data} />
          {payment.data.status === "held" && <Held payment={payment.data.id} />}
          {isMade(payment.data) && <Report payment={payment.data} />}
          <VerifyPanel payment={payment.data} />
          <Downloads payment={payment.data} />
        </>
      )}
    </div>
  );
}

/** What is held, or was let go of, was not paid: there is nothing to ask back. */
function isMade({ status }: PaymentDetail): boolean {
  return status !== "held" && status !== "released";
}

function Held({ payment }: { readonly payment: string }) {
  const { t } = useWords();
  return (
    <section className="wl-card" aria-labelledby="held">
      <h2 id="held">{t("holds.title")}</h2>
      <p>{t("holds.lead")}</p>
      <CancelHold payment={payment} />
    </section>
  );
}

function Facts({ payment }: { readonly payment: PaymentDetail }) {
  const { t, money, exact } = useWords();
  const isTopUp = payment.kind === "top-up";
  const title = isTopUp ? t("payment.topUpTitle") : payment.title;
  useWindowTitle(title);
  return (
    <section className="wl-card" aria-labelledby="payment">
      <h1 id="payment" className="wl-payment-heading">
        {title}
      </h1>
      <p className="wl-figure ft-money">{money(payment.amount)}</p>
      <dl className="wl-facts">
        {!isTopUp && <Fact name={t("payment.paidTo")}>{payment.merchant}</Fact>}
        {!isTopUp && (
          <Fact name={t("payment.address")}>
            <Address resource={payment.resource} />
          </Fact>
        )}
        {payment.program !== null && (
          <Fact name={t("payment.by")}>{t("activity.by", { program: payment.program })}</Fact>
        )}
        <Fact name={t("payment.when")}>{exact(payment.at)}</Fact>
        <Fact name={t("payment.state")}>
          {t(`payment.${payment.status}`, {
            moment: exact(payment.reversedAt ?? payment.heldUntil ?? payment.at),
            amount: money(payment.givenBack),
          })}
          {payment.released !== null && ` ${t(`holds.why.${payment.released}`)}`}
        </Fact>
        {payment.fee !== null && isMade(payment) && (
          <Fact name={t("payment.fee")}>
            {money(payment.fee)} <span className="wl-soft">({t("payment.feeNote")})</span>
          </Fact>
        )}
        <Fact name={t("payment.id")}>
          <code>{payment.id}</code>
        </Fact>
      </dl>
    </section>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: React.ReactNode }) {
  return (
    <div>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}

/** The page that was paid for. A merchant's address on the wallet's own origin is text, never a link (rule 4). */
function Address({ resource }: { readonly resource: string }) {
  const url = URL.parse(resource);
  const isLink = url !== null && /^https?:$/.test(url.protocol) && url.origin !== location.origin;
  if (!isLink) return <span>{resource}</span>;
  return (
    <a href={url.href} rel="noreferrer">
      {resource}
    </a>
  );
}

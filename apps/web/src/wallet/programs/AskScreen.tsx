import { Button } from "@mantine/core";
import type { AgentAskView, PaymentOutcome } from "@farthing/protocol";
import { Link, useParams } from "@tanstack/react-router";
import { CallError } from "../../kit/call.ts";
import { isRefusal } from "../askPasskey.ts";
import { FailureCard, LoadingCard } from "../Cards.tsx";
import { NotFoundCard } from "../NotFoundCard.tsx";
import { TitledScreen } from "../TitledScreen.tsx";
import { useWords } from "../useWords.ts";
import { useAllowAsk, useAsk, useRefuseAsk } from "./queries.ts";

/** One payment that a program may not make by itself: its payer says yes, with the passkey, or no. */
export function AskScreen() {
  const { ask: id } = useParams({ from: "/programs/$ask" });
  const { t } = useWords();
  const ask = useAsk(id);
  if (ask.error instanceof CallError && ask.error.is("not-found")) {
    return <NotFoundCard title={t("programs.noAsk")} hint={t("programs.noAskHint")} />;
  }
  return (
    <TitledScreen title={t("programs.askTitle")}>
      {ask.isPending && <LoadingCard lines={4} />}
      {ask.isError && <FailureCard error={ask.error} retry={() => void ask.refetch()} />}
      {ask.data && <Ask ask={ask.data} key={ask.data.id} />}
    </TitledScreen>
  );
}

function Ask({ ask }: { readonly ask: AgentAskView }) {
  const { t, money, moment } = useWords();
  const { program, merchant, price } = ask;
  const amount = money(price);
  return (
    <section className="wl-card" aria-labelledby="ask">
      <h2 id="ask" className="wl-payment-heading">
        {t("programs.asks", { program: program.name, amount, merchant })}
      </h2>
      <p className="wl-figure ft-money">{amount}</p>
      <dl className="wl-facts">
        <div>
          <dt>{t("programs.for")}</dt>
          <dd>{ask.title}</dd>
        </div>
        <div>
          <dt>{t("payment.address")}</dt>
          <dd>{ask.resource}</dd>
        </div>
        <div>
          <dt>{t("programs.why")}</dt>
          <dd>{t(`programs.whys.${ask.why}`)}</dd>
        </div>
      </dl>
      {ask.state === "waiting" ? (
        <>
          <p className="wl-soft">{t("programs.until", { moment: moment(ask.until) })}</p>
          <Answer id={ask.id} amount={amount} />
        </>
      ) : (
        <State ask={ask} />
      )}
    </section>
  );
}

/** The two answers, equal in size. */
function Answer({ id, amount }: { readonly id: string; readonly amount: string }) {
  const { t } = useWords();
  const allow = useAllowAsk(id);
  const refuse = useRefuseAsk(id);
  const error = allow.error ?? refuse.error;
  const isTurnedDown = allow.isError && isRefusal(allow.error);
  return (
    <>
      <div className="wl-buttons">
        <Button
          className="wl-button"
          loading={allow.isPending}
          disabled={refuse.isPending}
          onClick={() => allow.mutate(undefined)}
        >
          {t("programs.allow", { amount })}
        </Button>
        <Button
          variant="default"
          className="wl-button"
          loading={refuse.isPending}
          disabled={allow.isPending}
          onClick={() => refuse.mutate(undefined)}
        >
          {t("programs.refuse")}
        </Button>
      </div>
      <p className="wl-status" role="status">
        {isTurnedDown && t("programs.cancelled")}
        {allow.isSuccess && said(t, allow.data)}
      </p>
      {error !== null && !isTurnedDown && <FailureCard error={error} />}
    </>
  );
}

/** What the ledger said where it did not pay. Paid, the page is drawn anew and says so itself. */
function said(t: ReturnType<typeof useWords>["t"], outcome: PaymentOutcome): string {
  if (outcome.kind === "declined") {
    const isPoor = outcome.reason === "insufficient-balance";
    return t(isPoor ? "programs.tooPoor" : "programs.notNow");
  }
  return outcome.kind === "unknown" ? t("programs.unknown") : "";
}

function State({ ask }: { readonly ask: AgentAskView }) {
  const { t } = useWords();
  const { state, id, program } = ask;
  return (
    <>
      <p className="wl-alert-title" role="status">
        {t(`programs.states.${state}`, { program: program.name })}
      </p>
      {state === "paid" && (
        <Link to="/payments/$payment" params={{ payment: id }} className="ft-link">
          {t("programs.toPayment")}
        </Link>
      )}
    </>
  );
}

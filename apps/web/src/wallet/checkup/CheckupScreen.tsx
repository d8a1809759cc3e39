import type { Checkup } from "@farthing/protocol";
import { EmptyCard, FailureCard, LoadingCard } from "../Cards.tsx";
import { TitledScreen } from "../TitledScreen.tsx";
import { useWords } from "../useWords.ts";
import { AdviceCard } from "./AdviceCard.tsx";
import { adviceTitle } from "./adviceWords.ts";
import { useCheckup } from "./queries.ts";
import { Score } from "./Score.tsx";
import { useDone } from "./useDone.ts";

/** The score, everything that is to do, what was put off, and what is in order. */
export function CheckupScreen() {
  const { t } = useWords();
  const checkup = useCheckup();
  return (
    <TitledScreen title={t("checkup.title")}>
      {checkup.isPending && <LoadingCard lines={5} />}
      {checkup.isError && (
        <FailureCard error={checkup.error} retry={() => void checkup.refetch()} />
      )}
      {checkup.data && <Found checkup={checkup.data} />}
    </TitledScreen>
  );
}

function Found({ checkup }: { readonly checkup: Checkup }) {
  const { t } = useWords();
  const { said, done } = useDone("#advices");
  const { score, advices, waiting } = checkup;
  return (
    <>
      <section className="wl-card">
        <Score score={score} />
        <p className="wl-soft">{t("checkup.scoreMore")}</p>
      </section>
      <section className="wl-advices" aria-labelledby="advices">
        <h2 id="advices" tabIndex={-1}>
          {t("checkup.next")}
        </h2>
        <p className="wl-status" role="status">
          {said}
        </p>
        {advices.length === 0 && <Nothing checkup={checkup} />}
        <ul className="wl-list">
          {advices.map((advice) => (
            <li key={advice.id} className="wl-card">
              <AdviceCard advice={advice} done={done} />
            </li>
          ))}
        </ul>
      </section>
      {waiting.length > 0 && <Waiting waiting={waiting} />}
      {advices.length > 0 && <InOrder checkup={checkup} />}
    </>
  );
}

function Nothing({ checkup }: { readonly checkup: Checkup }) {
  const { t, list } = useWords();
  const { inOrder, waiting } = checkup;
  const kinds = list(inOrder.map((kind) => t(`checkup.kinds.${kind}`)));
  return (
    <EmptyCard
      title={t(waiting.length === 0 ? "checkup.nothing" : "checkup.nothingNow")}
      hint={inOrder.length === 0 ? t("checkup.scoreMore") : t("checkup.lookedAt", { kinds })}
    />
  );
}

function Waiting({ waiting }: Pick<Checkup, "waiting">) {
  const { t, day } = useWords();
  return (
    <section aria-labelledby="waiting" className="wl-advices">
      <h2 id="waiting">{t("checkup.waiting")}</h2>
      <ul className="wl-list wl-waiting wl-card">
        {waiting.map(({ advice, until }) => (
          <li key={advice.id}>
            {adviceTitle(advice, t)},{" "}
            <span className="wl-soft">{t("checkup.until", { moment: day(until) })}</span>
          </li>
        ))}
      </ul>
    </section>
  );
}

function InOrder({ checkup }: { readonly checkup: Checkup }) {
  const { t, list } = useWords();
  if (checkup.inOrder.length === 0) return null;
  const kinds = list(checkup.inOrder.map((kind) => t(`checkup.kinds.${kind}`)));
  return (
    <section aria-labelledby="in-order" className="wl-advices">
      <h2 id="in-order">{t("checkup.inOrder")}</h2>
      <p className="wl-card">{t("checkup.lookedAt", { kinds })}</p>
    </section>
  );
}

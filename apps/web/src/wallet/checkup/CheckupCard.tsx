import type { Checkup } from "@farthing/protocol";
import { Link } from "@tanstack/react-router";
import { FailureCard, LoadingCard } from "../Cards.tsx";
import { useWords } from "../useWords.ts";
import { AdviceCard } from "./AdviceCard.tsx";
import { useCheckup } from "./queries.ts";
import { Score } from "./Score.tsx";
import { useDone } from "./useDone.ts";

/** On the wallet's first page: the score and the first advice only. */
export function CheckupCard() {
  const { t } = useWords();
  const checkup = useCheckup();
  return (
    <section className="wl-checkup wl-card" aria-labelledby="checkup">
      <div className="wl-row">
        <h2 id="checkup" className="wl-label" tabIndex={-1}>
          {t("checkup.title")}
        </h2>
        <Link to="/check-up" className="ft-link">
          {t("checkup.all")}
        </Link>
      </div>
      {checkup.isPending && <LoadingCard lines={3} />}
      {checkup.isError && checkup.data === undefined && (
        <FailureCard error={checkup.error} retry={() => void checkup.refetch()} />
      )}
      {checkup.data && <First checkup={checkup.data} />}
    </section>
  );
}

function First({ checkup }: { readonly checkup: Checkup }) {
  const { t } = useWords();
  const { said, done } = useDone("#checkup");
  const [first] = checkup.advices;
  return (
    <>
      <Score score={checkup.score} />
      <p className="wl-status" role="status">
        {said}
      </p>
      {first === undefined ? (
        <p>{t(checkup.waiting.length === 0 ? "checkup.nothing" : "checkup.nothingNow")}</p>
      ) : (
        <AdviceCard key={first.id} advice={first} done={done} />
      )}
    </>
  );
}

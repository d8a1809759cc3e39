import { Button } from "@mantine/core";
import type { Advice } from "@farthing/protocol";
import { FailureCard } from "../Cards.tsx";
import { useMe } from "../queries.ts";
import { useWords } from "../useWords.ts";
import { AdviceAction } from "./AdviceAction.tsx";
import { adviceReason, adviceTitle } from "./adviceWords.ts";
import { usePutOff } from "./queries.ts";

/** One piece of advice: what, why in figures, the one button that does it, and "Not now" where it can wait. */
export function AdviceCard({
  advice,
  done,
}: {
  readonly advice: Advice;
  readonly done: (words: string) => void;
}) {
  const words = useWords();
  const me = useMe();
  return (
    <article className="wl-advice">
      <h3>{adviceTitle(advice, words.t)}</h3>
      <p>{adviceReason(advice, words, me.data?.mail?.pending ?? "")}</p>
      <AdviceAction advice={advice} done={done} />
      {advice.canWait && <NotNow advice={advice} done={done} />}
    </article>
  );
}

function NotNow({
  advice,
  done,
}: {
  readonly advice: Advice;
  readonly done: (words: string) => void;
}) {
  const { t } = useWords();
  const putOff = usePutOff();
  return (
    <>
      <Button
        variant="default"
        className="wl-button"
        loading={putOff.isPending}
        aria-label={t("checkup.laterAbout", { title: adviceTitle(advice, t) })}
        onClick={() => {
          putOff.mutateAsync(advice.id).then(
            () => done(t("checkup.putOff")),
            () => undefined,
          );
        }}
      >
        {t("checkup.later")}
      </Button>
      <p className="ft-unseen" role="status">
        {putOff.isPending && t("checkup.puttingOff")}
      </p>
      {putOff.isError && <FailureCard error={putOff.error} />}
    </>
  );
}

import { Button } from "@mantine/core";
import type { Advice } from "@farthing/protocol";
import { useEffect, useRef, useState } from "react";
import { FailureCard } from "../Cards.tsx";
import { useRevokeDevice } from "../queries.ts";
import { useWords } from "../useWords.ts";
import { useReview } from "./queries.ts";

interface Asked {
  readonly advice: Extract<Advice, { kind: "new-browser" }>;
  readonly done: (words: string) => void;
}

/** A browser that began to pay: theirs, or stopped. One press asks, the second answers. */
export function NewBrowser({ advice, done }: Asked) {
  const { t } = useWords();
  const [isAsking, setAsking] = useState(false);
  if (isAsking) return <Question advice={advice} done={done} />;
  return (
    <Button className="wl-button" onClick={() => setAsking(true)}>
      {t("checkup.new-browser.do")}
    </Button>
  );
}

function Question({ advice, done }: Asked) {
  const { t } = useWords();
  const review = useReview();
  const revoke = useRevokeDevice();
  const question = useRef<HTMLParagraphElement>(null);
  useEffect(() => question.current?.focus(), []);
  const isRunning = review.isPending || revoke.isPending;
  const error = review.error ?? revoke.error;
  const answer = (deed: Promise<unknown>, words: string) => {
    deed.then(
      () => done(words),
      // Said by the card below.
      () => undefined,
    );
  };
  return (
    <div className="wl-confirm" role="group" aria-label={t("checkup.new-browser.question")}>
      <p className="wl-alert-title" tabIndex={-1} ref={question}>
        {t("checkup.new-browser.question")}
      </p>
      <p>{t("checkup.new-browser.stops", { merchant: advice.merchant })}</p>
      <div className="wl-buttons">
        <Button
          variant="default"
          className="wl-button"
          loading={review.isPending}
          disabled={isRunning}
          onClick={() => answer(review.mutateAsync(advice.id), t("checkup.new-browser.isMine"))}
        >
          {t("checkup.new-browser.mine")}
        </Button>
        <Button
          className="wl-button wl-danger"
          loading={revoke.isPending}
          disabled={isRunning}
          onClick={() =>
            answer(revoke.mutateAsync(advice.device), t("checkup.new-browser.stopped"))
          }
        >
          {t("checkup.new-browser.notMine")}
        </Button>
      </div>
      <p className="ft-unseen" role="status">
        {isRunning && t("checkup.new-browser.saving")}
      </p>
      {error !== null && <FailureCard error={error} />}
    </div>
  );
}

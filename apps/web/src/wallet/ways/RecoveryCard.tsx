import { Button } from "@mantine/core";
import type { RecoveryView } from "@farthing/protocol";
import { useEffect, useRef, useState } from "react";
import { FailureCard } from "../Cards.tsx";
import { useWords } from "../useWords.ts";
import { ActFailure } from "./ActFailure.tsx";
import { useBeginRecovery, useFinishRecovery } from "./queries.ts";

interface RecoveryProps {
  readonly recovery: RecoveryView;
  readonly secret: string;
  readonly done: () => void;
  readonly again: (secret: string) => void;
}

/** How far a recovery is, and its one next step. */
export function RecoveryCard({ recovery, secret, done, again }: RecoveryProps) {
  const { t, fullMinute } = useWords();
  const begin = useBeginRecovery();
  const shown = begin.data ?? recovery;
  const { wallet, way, at, readyAt } = shown;
  const heading = useRef<HTMLParagraphElement>(null);
  // What was pressed is gone: the next key goes to what came in its place.
  useEffect(() => heading.current?.focus(), [at]);
  return (
    <>
      <p className="wl-alert-title" tabIndex={-1} ref={heading}>
        {t("another.wallet", { wallet })}
      </p>
      {at === "asked" && (
        <>
          <p>{t(`another.asked.${way}`)}</p>
          <p>{t("another.asked.told")}</p>
          <Button
            className="wl-button"
            loading={begin.isPending}
            onClick={() => begin.mutate(secret)}
          >
            {t("another.asked.begin")}
          </Button>
          {begin.isError && <FailureCard error={begin.error} />}
        </>
      )}
      {at === "waiting" && readyAt !== null && (
        <>
          <p role="status">{t("another.waits", { moment: fullMinute(readyAt) })}</p>
          <p>{t(`another.comeBack.${way}`)}</p>
        </>
      )}
      {at === "review" && (
        <>
          <p role="status">{t("another.review")}</p>
          <p>{t(`another.comeBack.${way}`)}</p>
        </>
      )}
      {at === "ready" && <Finish secret={secret} done={done} />}
      {(at === "waiting" || at === "review") && (
        <Button
          variant="default"
          className="wl-button"
          onClick={() => {
            begin.reset();
            again(secret);
          }}
        >
          {t("another.lookAgain")}
        </Button>
      )}
    </>
  );
}

function Finish({ secret, done }: Pick<RecoveryProps, "secret" | "done">) {
  const { t } = useWords();
  const finish = useFinishRecovery();
  const [lost, setLost] = useState(true);
  return (
    <>
      <p>{t("another.ready.what")}</p>
      <label className="wl-pick">
        <input type="checkbox" checked={lost} onChange={() => setLost(!lost)} />
        {t("another.ready.lost")}
      </label>
      <Button
        className="wl-button"
        loading={finish.isPending}
        onClick={() => finish.mutate({ secret, lost }, { onSuccess: done })}
      >
        {t("another.ready.do")}
      </Button>
      <ActFailure act={finish} />
    </>
  );
}

import { Button } from "@mantine/core";
import { useEffect, useRef } from "react";
import { isRefusal } from "./askPasskey.ts";
import { FailureCard } from "./Cards.tsx";
import { useFreeze, useUnfreeze, useWasFreezePressed } from "./queries.ts";
import { useWords } from "./useWords.ts";

/** One press stops everything, without a question: to undo it takes no more than a passkey. */
export function FreezeCard() {
  const { t } = useWords();
  const freeze = useFreeze();
  return (
    <section className="wl-card wl-freeze" aria-labelledby="freeze">
      <h2 id="freeze">{t("freeze.title")}</h2>
      <p>{t("freeze.what")}</p>
      <Button
        className="wl-button wl-danger"
        loading={freeze.isPending}
        onClick={() => freeze.mutate()}
      >
        {t("freeze.do")}
      </Button>
      <p className="ft-unseen" role="status">
        {freeze.isPending && t("freeze.doing")}
      </p>
      {freeze.isError && <FailureCard error={freeze.error} />}
    </section>
  );
}

/** Above every page of a frozen wallet, with the way out. */
export function FrozenBanner() {
  const { t } = useWords();
  const unfreeze = useUnfreeze();
  const wasPressed = useWasFreezePressed();
  const title = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    // The button that was pressed is gone, and it stood at the end of the page.
    if (wasPressed) title.current?.focus();
  }, [wasPressed]);
  return (
    <section className="wl-frozen" aria-labelledby="frozen">
      <p id="frozen" className="wl-alert-title" tabIndex={-1} role="status" ref={title}>
        {t("freeze.frozen")}
      </p>
      <p>{t("freeze.frozenHint")}</p>
      <Button
        variant="default"
        className="wl-button"
        loading={unfreeze.isPending}
        onClick={() => unfreeze.mutate()}
      >
        {t("freeze.undo")}
      </Button>
      <p className="wl-status" role="status">
        {unfreeze.isPending && t("freeze.undoing")}
        {unfreeze.isError && isRefusal(unfreeze.error) && t("freeze.cancelled")}
      </p>
      {unfreeze.isError && !isRefusal(unfreeze.error) && <FailureCard error={unfreeze.error} />}
    </section>
  );
}

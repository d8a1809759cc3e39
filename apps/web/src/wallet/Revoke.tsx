import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useEffect, useRef, useState } from "react";
import { FailureCard } from "./Cards.tsx";
import { useRevoke } from "./queries.ts";
import type { Allowance } from "./SiteCard.tsx";
import { useWords } from "./useWords.ts";

/** Takes an allowance back, after saying what that does. */
export function Revoke({ allowance }: { readonly allowance: Allowance }) {
  const { t } = useWords();
  const [isAsking, setAsking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const { merchant } = allowance;
  const keep = () => {
    setAsking(false);
    // The opener is drawn again after this press: the focus returns to where it came from.
    requestAnimationFrame(() => opener.current?.focus());
  };
  if (isAsking) return <Confirm allowance={allowance} keep={keep} />;
  return (
    <Button
      ref={opener}
      variant="default"
      className="wl-button"
      aria-label={`${t("sites.revoke")}: ${merchant}`}
      onClick={() => setAsking(true)}
    >
      {t("sites.revoke")}
    </Button>
  );
}

function Confirm({
  allowance,
  keep,
}: {
  readonly allowance: Allowance;
  readonly keep: () => void;
}) {
  const { t } = useWords();
  const revoke = useRevoke();
  const question = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    question.current?.focus();
    // The focus shows the question alone: its buttons may still be below the window.
    question.current?.parentElement?.scrollIntoView({ block: "nearest" });
  }, []);
  const { merchant } = allowance;
  const take = async () => {
    // Not a callback of `mutate`: by then this card may be another one.
    await revoke.mutateAsync(allowance.id);
    const closeButtonProps = { "aria-label": t("close") };
    notifications.show({ message: t("sites.revoked", { merchant }), closeButtonProps });
    document.querySelector<HTMLElement>("#sites")?.focus();
  };
  return (
    <div className="wl-confirm" role="group" aria-label={t("sites.confirmTitle", { merchant })}>
      <p className="wl-alert-title" tabIndex={-1} ref={question}>
        {t("sites.confirmTitle", { merchant })}
      </p>
      <p>{t("sites.confirm")}</p>
      <div className="wl-buttons">
        <Button
          className="wl-button wl-danger"
          loading={revoke.isPending}
          onClick={() => {
            take().catch(() => {
              // Said by the card below.
            });
          }}
        >
          {t("sites.confirmYes")}
        </Button>
        <Button variant="default" className="wl-button" onClick={keep}>
          {t("sites.confirmNo")}
        </Button>
      </div>
      <p className="ft-unseen" role="status">
        {revoke.isPending && t("sites.revoking")}
      </p>
      {revoke.isError && <FailureCard error={revoke.error} />}
    </div>
  );
}

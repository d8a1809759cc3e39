import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";
import { useEffect, useRef, useState } from "react";
import { FailureCard } from "./Cards.tsx";
import { useWords } from "./useWords.ts";

/** Something that is done only after saying what it does. */
export interface Deed {
  /** On the button that asks, and what it is about, for those who hear it among others. */
  readonly label: string;
  readonly about: string;
  readonly question: string;
  readonly consequence: string;
  readonly yes: string;
  readonly no: string;
  readonly running: string;
  readonly done: string;
  readonly error: unknown;
  readonly isRunning: boolean;
  readonly run: () => Promise<unknown>;
  /** Where the focus goes once it is done and this card may be gone: a selector. Default: the list of sites. */
  readonly focusOn?: string;
}

/** The button, and in its place the question once it was pressed. */
export function AskFirst({ deed }: { readonly deed: Deed }) {
  const [isAsking, setAsking] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const keep = () => {
    setAsking(false);
    // The opener is drawn again after this press: the focus returns to where it came from.
    requestAnimationFrame(() => opener.current?.focus());
  };
  if (isAsking) return <Question deed={deed} keep={keep} />;
  return (
    <Button
      ref={opener}
      variant="default"
      className="wl-button"
      aria-label={`${deed.label}: ${deed.about}`}
      onClick={() => setAsking(true)}
    >
      {deed.label}
    </Button>
  );
}

function Question({ deed, keep }: { readonly deed: Deed; readonly keep: () => void }) {
  const { t } = useWords();
  const question = useRef<HTMLParagraphElement>(null);
  useEffect(() => {
    question.current?.focus();
    // The focus shows the question alone: its buttons may still be below the window.
    question.current?.parentElement?.scrollIntoView({ block: "nearest" });
  }, []);
  const act = async () => {
    // Not a callback of `mutate`: by then this card may be another one.
    await deed.run();
    const closeButtonProps = { "aria-label": t("close") };
    notifications.show({ message: deed.done, closeButtonProps });
    document.querySelector<HTMLElement>(deed.focusOn ?? "#sites")?.focus();
  };
  return (
    <div className="wl-confirm" role="group" aria-label={deed.question}>
      <p className="wl-alert-title" tabIndex={-1} ref={question}>
        {deed.question}
      </p>
      <p>{deed.consequence}</p>
      <div className="wl-buttons">
        <Button
          className="wl-button wl-danger"
          loading={deed.isRunning}
          onClick={() => {
            act().catch(() => {
              // Said by the card below.
            });
          }}
        >
          {deed.yes}
        </Button>
        <Button variant="default" className="wl-button" onClick={keep}>
          {deed.no}
        </Button>
      </div>
      <p className="ft-unseen" role="status">
        {deed.isRunning && deed.running}
      </p>
      {deed.error !== null && <FailureCard error={deed.error} />}
    </div>
  );
}

import { Button } from "@mantine/core";
import { useEffect, useId, useState } from "react";
import { FailureCard, LoadingCard } from "../Cards.tsx";
import { useWords } from "../useWords.ts";
import { useLookAtRecovery } from "./queries.ts";
import { RecoveryCard } from "./RecoveryCard.tsx";

/** A recovery by a code that is typed here, or by the `link` that led here. */
export function Recovery({
  link,
  done,
}: {
  readonly link: string | null;
  readonly done: () => void;
}) {
  const { t } = useWords();
  const look = useLookAtRecovery();
  const { mutate } = look;
  useEffect(() => {
    if (link !== null) mutate(link);
  }, [link, mutate]);
  return (
    <section className="wl-card wl-way" aria-labelledby="by-code">
      <h2 id="by-code">{t(link === null ? "another.code.title" : "another.code.titleLink")}</h2>
      {link !== null && look.isPending && <LoadingCard />}
      {link === null && look.data === undefined && (
        <CodeForm look={mutate} isPending={look.isPending} />
      )}
      {look.isError && <FailureCard error={look.error} />}
      {look.data !== undefined && (
        <RecoveryCard recovery={look.data} secret={look.variables} done={done} again={mutate} />
      )}
    </section>
  );
}

function CodeForm({
  look,
  isPending,
}: {
  readonly look: (secret: string) => void;
  readonly isPending: boolean;
}) {
  const { t } = useWords();
  const [code, setCode] = useState("");
  const id = useId();
  return (
    <form
      className="wl-form"
      onSubmit={(event) => {
        event.preventDefault();
        look(code.trim());
      }}
    >
      <p className="wl-soft">{t("another.code.what")}</p>
      <div className="wl-field">
        <label htmlFor={id}>{t("another.code.code")}</label>
        <input
          id={id}
          className="wl-select wl-wide wl-code"
          autoComplete="off"
          autoCapitalize="characters"
          spellCheck={false}
          required
          maxLength={64}
          value={code}
          onChange={(event) => setCode(event.target.value)}
        />
      </div>
      <Button type="submit" className="wl-button" loading={isPending}>
        {t("another.code.look")}
      </Button>
    </form>
  );
}

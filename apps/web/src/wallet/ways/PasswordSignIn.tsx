import { Button } from "@mantine/core";
import { useId, useState } from "react";
import { FailureCard } from "../Cards.tsx";
import { useWords } from "../useWords.ts";
import { PasswordField } from "./PasswordField.tsx";
import { usePasswordSignIn } from "./queries.ts";

/** Signing in with a password. */
export function PasswordSignIn({ done }: { readonly done: () => void }) {
  const { t } = useWords();
  const signIn = usePasswordSignIn();
  const [name, setName] = useState("");
  const [password, setTyped] = useState("");
  const id = useId();
  return (
    <section className="wl-card wl-way" aria-labelledby="by-password">
      <h2 id="by-password">{t("another.password.title")}</h2>
      <p className="wl-soft">{t("another.password.what")}</p>
      <form
        className="wl-form"
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate({ name, password }, { onSuccess: done });
        }}
      >
        <label htmlFor={id}>{t("another.password.name")}</label>
        <input
          id={id}
          className="wl-select"
          autoComplete="username"
          autoCapitalize="characters"
          spellCheck={false}
          required
          maxLength={64}
          value={name}
          onChange={(event) => setName(event.target.value)}
        />
        <PasswordField
          label={t("another.password.password")}
          autoComplete="current-password"
          value={password}
          change={setTyped}
        />
        <Button type="submit" className="wl-button" loading={signIn.isPending}>
          {t("another.password.do")}
        </Button>
        <p className="ft-unseen" role="status">
          {signIn.isPending && t("another.password.doing")}
        </p>
        {signIn.isError && <FailureCard error={signIn.error} />}
      </form>
    </section>
  );
}

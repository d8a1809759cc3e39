import { Button } from "@mantine/core";
import { useId, useState } from "react";
import { CallError } from "../../kit/call.ts";
import { FailureCard } from "../Cards.tsx";
import { useWords } from "../useWords.ts";
import { CodeField } from "./CodeField.tsx";
import { PasswordField } from "./PasswordField.tsx";
import { usePasswordSignIn } from "./queries.ts";

/** Signing in with a password, and with a code where the wallet asks for one. */
export function PasswordSignIn({ done }: { readonly done: () => void }) {
  const { t } = useWords();
  const signIn = usePasswordSignIn();
  const [name, setName] = useState("");
  const [password, setTyped] = useState("");
  const [code, setCode] = useState("");
  // Not there before it is asked for: most wallets have none.
  const [isCodeAsked, askCode] = useState(false);
  const id = useId();
  return (
    <section className="wl-card wl-way" aria-labelledby="by-password">
      <h2 id="by-password">{t("another.password.title")}</h2>
      <p className="wl-soft">{t("another.password.what")}</p>
      <form
        className="wl-form"
        onSubmit={(event) => {
          event.preventDefault();
          signIn.mutate(
            { name, password, ...(isCodeAsked && { code }) },
            { onSuccess: done, onError: (error) => isNeeded(error) && askCode(true) },
          );
        }}
      >
        <div className="wl-field">
          <label htmlFor={id}>{t("another.password.name")}</label>
          <input
            id={id}
            className="wl-select wl-wide"
            autoComplete="username"
            autoCapitalize="characters"
            spellCheck={false}
            required
            maxLength={64}
            value={name}
            onChange={(event) => setName(event.target.value)}
          />
        </div>
        <PasswordField
          label={t("another.password.password")}
          autoComplete="current-password"
          value={password}
          change={setTyped}
        />
        {isCodeAsked && (
          <CodeField label={t("another.password.code")} value={code} change={setCode} takesFocus />
        )}
        <Button type="submit" className="wl-button" loading={signIn.isPending}>
          {t("another.password.do")}
        </Button>
        <p className="wl-status" role="status">
          {signIn.isPending && t("another.password.doing")}
          {isNeeded(signIn.error) && t("another.password.codeAsked")}
        </p>
        {signIn.isError && !isNeeded(signIn.error) && <FailureCard error={signIn.error} />}
      </form>
    </section>
  );
}

/** The password was right: what is missing is no failure. */
function isNeeded(error: Error | null): boolean {
  return error instanceof CallError && error.is("totp-needed");
}

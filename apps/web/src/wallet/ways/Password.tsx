import { Button } from "@mantine/core";
import type { WaysIn } from "@farthing/protocol";
import { ownWords } from "@farthing/protocol/passwords/own";
import { useId, useState } from "react";
import { useArrival } from "../useArrival.ts";
import { useWords } from "../useWords.ts";
import { ActFailure } from "./ActFailure.tsx";
import { PasswordField } from "./PasswordField.tsx";
import { useRemovePassword, useSetPassword } from "./queries.ts";
import { Strength } from "./Strength.tsx";
import { useJudgement } from "./useJudgement.ts";

interface PasswordProps {
  readonly ways: WaysIn;
  readonly wallet: string;
}

/** A password for browsers without the passkey: set, changed and removed. */
export function Password(props: PasswordProps) {
  const { t, day } = useWords();
  const remove = useRemovePassword();
  const heading = useArrival<HTMLHeadingElement>("password");
  const { password } = props.ways;
  return (
    <section className="wl-card wl-way" aria-labelledby="password">
      <h2 id="password" tabIndex={-1} ref={heading}>
        {t("ways.password.title")}
      </h2>
      <p className="wl-soft">{t("ways.password.what")}</p>
      <p>
        {password === null
          ? t("ways.password.none")
          : t("ways.password.set", { moment: day(password.setAt) })}
      </p>
      <PasswordForm {...props} />
      {password !== null && (
        <>
          <Button
            variant="default"
            className="wl-button"
            loading={remove.isPending}
            onClick={() => remove.mutate()}
          >
            {t("ways.password.remove")}
          </Button>
          <ActFailure act={remove} />
        </>
      )}
    </section>
  );
}

function PasswordForm({ ways, wallet }: PasswordProps) {
  const { t } = useWords();
  const change = useSetPassword();
  const [password, setTyped] = useState("");
  const { signInName, mail } = ways;
  const host = location.hostname;
  const own = ownWords({ host, wallet, signInName, address: mail?.address ?? null });
  const hasTotp = ways.totp !== null;
  const judged = useJudgement(password, { own, hasTotp });
  const isWeak = judged.judgement !== null && judged.judgement.fault !== null;
  return (
    <form
      className="wl-form"
      onSubmit={(event) => {
        event.preventDefault();
        if (!isWeak) change.mutate(password, { onSuccess: () => setTyped("") });
      }}
    >
      <SignInName name={signInName} />
      <PasswordField
        label={t(ways.password === null ? "ways.password.new" : "ways.password.other")}
        autoComplete="new-password"
        value={password}
        change={setTyped}
        isFaulty={isWeak}
        describedBy="password-strength"
      />
      <div id="password-strength">
        <Strength {...judged} isEmpty={password === ""} hasTotp={hasTotp} />
      </div>
      <Button
        type="submit"
        className="wl-button"
        disabled={password === "" || judged.isLoading || isWeak}
        loading={change.isPending}
      >
        {t("ways.password.save")}
      </Button>
      <p className="wl-status" role="status">
        {change.isSuccess && password === "" && t("ways.password.saved")}
      </p>
      <ActFailure act={change} />
    </form>
  );
}

/** A field, so that the browser's password manager keeps the name with the password. */
function SignInName({ name }: { readonly name: string }) {
  const { t } = useWords();
  const id = useId();
  return (
    <div className="wl-field">
      <label htmlFor={id}>{t("ways.password.name")}</label>
      <input
        id={id}
        className="wl-select wl-wide wl-code"
        autoComplete="username"
        readOnly
        value={name}
      />
    </div>
  );
}

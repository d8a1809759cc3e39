import { Button } from "@mantine/core";
import { useState } from "react";
import { AddressField } from "../AddressField.tsx";
import { FailureCard } from "../Cards.tsx";
import { useWords } from "../useWords.ts";
import { useAskRecoveryMail } from "./queries.ts";

/** Asks for a link by mail. What is said afterwards holds whether there is a wallet or not. */
export function AskMail() {
  const { t } = useWords();
  const ask = useAskRecoveryMail();
  const [address, setAddress] = useState("");
  return (
    <section className="wl-card wl-way" aria-labelledby="by-mail">
      <h2 id="by-mail">{t("another.mail.title")}</h2>
      <p className="wl-soft">{t("another.mail.what")}</p>
      <form
        className="wl-form"
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate(address.trim());
        }}
      >
        <AddressField label={t("another.mail.address")} value={address} change={setAddress} />
        <Button type="submit" className="wl-button" loading={ask.isPending}>
          {t("another.mail.do")}
        </Button>
        <p className="wl-status" role="status">
          {ask.isSuccess && t("another.mail.done", { address: ask.variables })}
        </p>
        {ask.isError && <FailureCard error={ask.error} />}
      </form>
    </section>
  );
}

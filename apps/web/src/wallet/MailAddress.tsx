import { Button } from "@mantine/core";
import type { MailSettings } from "@farthing/protocol";
import { useState } from "react";
import { AddressField } from "./AddressField.tsx";
import { FailureCard } from "./Cards.tsx";
import { useAskAddress, useRemoveAddress } from "./queries.ts";
import { useArrival } from "./useArrival.ts";
import { useWords } from "./useWords.ts";

/** Where alerts go: given here, confirmed by the link in a mail. */
export function MailAddress({ mail }: { readonly mail: MailSettings }) {
  const { t } = useWords();
  const remove = useRemoveAddress();
  const { address, pending } = mail;
  const heading = useArrival<HTMLHeadingElement>("mail");
  return (
    <section className="wl-card" aria-labelledby="mail">
      <h2 id="mail" className="wl-payment-heading" tabIndex={-1} ref={heading}>
        {t("mail.title")}
      </h2>
      <p className="wl-soft">{t("mail.what")}</p>
      {address !== null && <p>{t("mail.goes", { address })}</p>}
      {pending !== null && <p role="status">{t("mail.pending", { address: pending })}</p>}
      {mail.undelivered && <p role="status">{t("mail.undelivered")}</p>}
      <AddressForm isChange={address !== null} />
      {(address ?? pending) !== null && (
        <Button
          variant="default"
          className="wl-button"
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          {t("mail.remove")}
        </Button>
      )}
      <p className="ft-unseen" role="status">
        {remove.isSuccess && address === null && t("mail.removed")}
      </p>
      {remove.isError && <FailureCard error={remove.error} />}
      {mail.outbox && (
        <p>
          <a href="/outbox" className="ft-link">
            {t("mail.outbox")}
          </a>
        </p>
      )}
    </section>
  );
}

function AddressForm({ isChange }: { readonly isChange: boolean }) {
  const { t } = useWords();
  const ask = useAskAddress();
  const [address, setAddress] = useState("");
  return (
    <form
      className="wl-form"
      onSubmit={(event) => {
        event.preventDefault();
        ask.mutate(address.trim(), { onSuccess: () => setAddress("") });
      }}
    >
      <AddressField
        label={t(isChange ? "mail.other" : "mail.address")}
        value={address}
        change={setAddress}
      />
      <Button type="submit" className="wl-button" loading={ask.isPending}>
        {t("mail.ask")}
      </Button>
      <p className="ft-unseen" role="status">
        {ask.isPending && t("settings.saving")}
      </p>
      {ask.isError && <FailureCard error={ask.error} />}
    </form>
  );
}

import { Button } from "@mantine/core";
import type { TotpOffer, WaysIn } from "@farthing/protocol";
import { useEffect, useRef, useState } from "react";
import { useArrival } from "../useArrival.ts";
import { useWords } from "../useWords.ts";
import { ActFailure } from "./ActFailure.tsx";
import { CodeField } from "./CodeField.tsx";
import { QrCode } from "./QrCode.tsx";
import { useBeginTotp, useConfirmTotp } from "./queries.ts";
import { RemoveTotp } from "./RemoveTotp.tsx";

/** An authenticator app whose codes are asked for with the password: set up, exchanged and removed. */
export function Totp({ ways }: { readonly ways: WaysIn }) {
  const { t, day } = useWords();
  const begin = useBeginTotp();
  const heading = useArrival<HTMLHeadingElement>("totp");
  const { totp, password } = ways;
  return (
    <section className="wl-card wl-way" aria-labelledby="totp">
      <h2 id="totp" tabIndex={-1} ref={heading}>
        {t("ways.totp.title")}
      </h2>
      <p className="wl-soft">{t("ways.totp.what")}</p>
      <p role="status">
        {totp === null
          ? t(password === null ? "ways.totp.noneYet" : "ways.totp.none")
          : t(password === null ? "ways.totp.setAlone" : "ways.totp.set", {
              moment: day(totp.setAt),
            })}
      </p>
      {begin.data === undefined ? (
        <>
          <Button
            variant={totp === null && password !== null ? "filled" : "default"}
            className="wl-button"
            loading={begin.isPending}
            onClick={() => begin.mutate()}
          >
            {t(totp === null ? "ways.totp.begin" : "ways.totp.other")}
          </Button>
          <ActFailure act={begin} />
        </>
      ) : (
        <SetUp offer={begin.data} done={begin.reset} />
      )}
      {totp !== null && begin.data === undefined && <RemoveTotp password={password} />}
    </section>
  );
}

/** The key as a QR code and as text, and its first code. */
function SetUp({ offer, done }: { readonly offer: TotpOffer; readonly done: () => void }) {
  const { t } = useWords();
  const confirm = useConfirmTotp();
  const [code, setCode] = useState("");
  const title = useRef<HTMLParagraphElement>(null);
  useEffect(() => title.current?.focus(), []);
  return (
    <form
      className="wl-form wl-totp"
      onSubmit={(event) => {
        event.preventDefault();
        confirm.mutate({ offer: offer.offer, code }, { onSuccess: done });
      }}
    >
      <p className="wl-alert-title" tabIndex={-1} ref={title}>
        {t("ways.totp.scan")}
      </p>
      <QrCode text={offer.uri} label={t("ways.totp.qr")} />
      <p>
        {t("ways.totp.orType")} <code className="wl-key-text">{inFours(offer.key)}</code>
      </p>
      <p>
        <a href={offer.uri} className="ft-link">
          {t("ways.totp.open")}
        </a>
      </p>
      <CodeField label={t("ways.totp.code")} value={code} change={setCode} />
      <div className="wl-buttons">
        <Button type="submit" className="wl-button" loading={confirm.isPending}>
          {t("ways.totp.confirm")}
        </Button>
        <Button variant="default" className="wl-button" onClick={done}>
          {t("ways.totp.cancel")}
        </Button>
      </div>
      <ActFailure act={confirm} />
    </form>
  );
}

/** As people copy it by hand; apps leave the spaces out. */
function inFours(key: string): string {
  return (key.match(/.{1,4}/g) ?? []).join(" ");
}

import type { EraseBlocker, Erasure } from "@farthing/protocol";
import { useState } from "react";
import { AskFirst } from "../AskFirst.tsx";
import { isRefusal } from "../askPasskey.ts";
import { FailureCard, LoadingCard } from "../Cards.tsx";
import { useWords } from "../useWords.ts";
import { useErase, useErasure } from "./queries.ts";

const dayMs = 86_400_000;
const goes = ["person", "ways", "sites", "told", "key"] as const;
const stays = ["books", "merchants", "files", "backups"] as const;

/** What erasing takes away, what it leaves and why, and the one press that asks for it. */
export function EraseCard() {
  const { t } = useWords();
  const erasure = useErasure();
  return (
    <section className="wl-card wl-way" aria-labelledby="erase">
      <h2 id="erase" tabIndex={-1}>
        {t("leave.erase.title")}
      </h2>
      <h3>{t("leave.erase.goes")}</h3>
      <ul>
        {goes.map((name) => (
          <li key={name}>{t(`leave.erase.goesList.${name}`)}</li>
        ))}
      </ul>
      <h3>{t("leave.erase.stays")}</h3>
      <ul>
        {stays.map((name) => (
          <li key={name}>{t(`leave.erase.staysList.${name}`)}</li>
        ))}
      </ul>
      <p>{t("leave.erase.refunds")}</p>
      {erasure.isPending && <LoadingCard lines={2} />}
      {erasure.isError && erasure.data === undefined && (
        <FailureCard error={erasure.error} retry={() => void erasure.refetch()} />
      )}
      {erasure.data?.until === null && <Ask erasure={erasure.data} />}
      {erasure.data && erasure.data.until !== null && <Waits {...erasure.data} />}
    </section>
  );
}

function Waits({ until, givesUp, blockers }: Erasure) {
  const { t, fullMinute } = useWords();
  return (
    <>
      <p className="wl-alert-title" role="status">
        {t("leave.erase.waits", { moment: fullMinute(until ?? 0) })}
      </p>
      {givesUp && <p>{t("leave.erase.givesUp")}</p>}
      {blockers.length > 0 && (
        <>
          <p>{t("leave.erase.longer")}</p>
          <Blockers blockers={blockers} />
        </>
      )}
    </>
  );
}

function Ask({ erasure }: { readonly erasure: Erasure }) {
  const { t, balance } = useWords();
  const [givesUp, setGivesUp] = useState(false);
  const { mayGiveUp, blockers } = erasure;
  const hasMoney = blockers.includes("balance");
  const open = blockers.filter((one) => one !== "balance" || !mayGiveUp || !givesUp);
  return (
    <>
      {open.length > 0 && (
        <>
          <h3>{t("leave.erase.openTitle")}</h3>
          <Blockers blockers={open} mayGiveUp={mayGiveUp} />
        </>
      )}
      {hasMoney && mayGiveUp && (
        <label className="wl-pick">
          <input type="checkbox" checked={givesUp} onChange={() => setGivesUp(!givesUp)} />
          {t("leave.erase.giveUp", { balance: balance(erasure.balance) })}
        </label>
      )}
      {open.length === 0 && <Deed erasure={erasure} givesUp={givesUp} />}
    </>
  );
}

function Blockers({
  blockers,
  mayGiveUp = true,
}: {
  readonly blockers: readonly EraseBlocker[];
  readonly mayGiveUp?: boolean;
}) {
  const { t } = useWords();
  return (
    <ul>
      {blockers.map((one) => (
        <li key={one}>
          {one === "balance" && !mayGiveUp
            ? t("leave.erase.balanceReal")
            : t(`leave.erase.blockers.${one}`)}
        </li>
      ))}
    </ul>
  );
}

function Deed({ erasure, givesUp }: { readonly erasure: Erasure; readonly givesUp: boolean }) {
  const { t } = useWords();
  const erase = useErase();
  const { error, isPending } = erase;
  const days = Math.ceil(erasure.waitMs / dayMs);
  const isTurnedDown = error !== null && isRefusal(error);
  return (
    <>
      <AskFirst
        deed={{
          label: t("leave.erase.do"),
          about: t("leave.erase.about"),
          question: t("leave.erase.question"),
          consequence:
            days === 0 ? t("leave.erase.now") : t("leave.erase.consequence", { count: days }),
          yes: t("leave.erase.yes"),
          no: t("leave.erase.no"),
          running: t("leave.asking"),
          done: t(days === 0 ? "leave.erase.gone" : "leave.erase.asked"),
          error: isTurnedDown ? null : error,
          isRunning: isPending,
          run: () => erase.mutateAsync(givesUp),
          focusOn: days === 0 ? "#content" : "#erase",
        }}
      />
      <p className="wl-status" role="status">
        {isTurnedDown && t("leave.cancelled")}
      </p>
    </>
  );
}

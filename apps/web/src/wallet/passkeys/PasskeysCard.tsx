import type { Passkeys, PasskeyView } from "@farthing/protocol";
import { AskFirst } from "../AskFirst.tsx";
import { isRefusal } from "../askPasskey.ts";
import { FailureCard, LoadingCard } from "../Cards.tsx";
import { useDone } from "../checkup/useDone.ts";
import { useArrival } from "../useArrival.ts";
import { useWords } from "../useWords.ts";
import { AddPasskey } from "./AddPasskey.tsx";
import { usePasskeys, useRemovePasskey } from "./queries.ts";

/** The passkeys of this wallet: seen, added and removed. */
export function PasskeysCard() {
  const { t } = useWords();
  const passkeys = usePasskeys();
  const heading = useArrival<HTMLHeadingElement>("passkeys");
  return (
    <section className="wl-card" aria-labelledby="passkeys">
      <h2 id="passkeys" tabIndex={-1} ref={heading}>
        {t("passkeys.title")}
      </h2>
      <p className="wl-soft">{t("passkeys.what")}</p>
      {passkeys.isPending && <LoadingCard lines={2} />}
      {passkeys.isError && passkeys.data === undefined && (
        <FailureCard error={passkeys.error} retry={() => void passkeys.refetch()} />
      )}
      {passkeys.data && <List {...passkeys.data} />}
    </section>
  );
}

function List({ passkeys, max }: Passkeys) {
  const { t } = useWords();
  const { said, done } = useDone("#passkeys");
  return (
    <>
      <ul className="wl-presets">
        {passkeys.map((passkey) => (
          <li key={passkey.id}>
            <One passkey={passkey} isOnly={passkeys.length === 1} />
          </li>
        ))}
      </ul>
      {passkeys.length >= max ? (
        <p className="wl-soft">{t("passkeys.full")}</p>
      ) : (
        <AddPasskey label={t("passkeys.add")} done={() => done(t("passkeys.addedNow"))} />
      )}
      <p className="wl-status" role="status">
        {said}
      </p>
    </>
  );
}

function One({ passkey, isOnly }: { readonly passkey: PasskeyView; readonly isOnly: boolean }) {
  const { t, exact, moment } = useWords();
  const { browser, addedAt, usedAt, synced } = passkey;
  return (
    <>
      <p className="wl-alert-title">
        {browser === null ? t("passkeys.unnamed") : t("passkeys.made", { browser })}
      </p>
      <p>
        {t("passkeys.added", { moment: exact(addedAt) })}{" "}
        {usedAt === null ? t("passkeys.never") : t("passkeys.used", { moment: moment(usedAt) })}{" "}
        {t(synced ? "passkeys.synced" : "passkeys.alone")}
      </p>
      {isOnly ? <p className="wl-soft">{t("passkeys.only")}</p> : <Remove passkey={passkey} />}
    </>
  );
}

function Remove({ passkey }: { readonly passkey: PasskeyView }) {
  const { t, exact } = useWords();
  const remove = useRemovePasskey();
  const { error } = remove;
  const isCancelled = error !== null && isRefusal(error);
  return (
    <>
      <AskFirst
        deed={{
          label: t("passkeys.remove"),
          about: t("passkeys.added", { moment: exact(passkey.addedAt) }),
          question: t("passkeys.removeTitle"),
          consequence: t("passkeys.removeMore"),
          yes: t("passkeys.removeYes"),
          no: t("passkeys.removeNo"),
          running: t("passkeys.removing"),
          done: t("passkeys.removed"),
          error: isCancelled ? null : error,
          isRunning: remove.isPending,
          run: () => remove.mutateAsync(passkey.id),
          focusOn: "#passkeys",
        }}
      />
      <p className="wl-status" role="status">
        {isCancelled && t("passkeys.cancelled")}
      </p>
    </>
  );
}

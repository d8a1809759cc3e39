import type { Me, WalletSettings } from "@farthing/protocol";
import { Link } from "@tanstack/react-router";
import { useState } from "react";
import { FailureCard } from "./Cards.tsx";
import { MailAddress } from "./MailAddress.tsx";
import { PasskeysCard } from "./passkeys/PasskeysCard.tsx";
import { Picks } from "./Picks.tsx";
import { Presets } from "./Presets.tsx";
import { SessionsCard } from "./sessions/SessionsCard.tsx";
import { useChangeSettings, useMe } from "./queries.ts";
import { TitledScreen } from "./TitledScreen.tsx";
import { TotalCard } from "./TotalCard.tsx";
import { useWords } from "./useWords.ts";

/** What a payer sets for every site (rules 17 and 18). A choice is kept at once; there is no button to forget. */
export function SettingsScreen() {
  const { t } = useWords();
  const me = useMe();
  return (
    <TitledScreen title={t("settings.title")}>
      {me.data && (
        <Settings settings={me.data.settings} hasMail={typeof me.data.mail?.address === "string"} />
      )}
      {me.data && <Presets limits={me.data.limits} />}
      <PasskeysCard />
      <SessionsCard />
      {me.data && <WaysInLink />}
      {me.data?.mail && <MailAddress mail={me.data.mail} />}
      {me.data && <TotalCard payer={me.data.id} />}
      {me.data && <LeaveLink />}
    </TitledScreen>
  );
}

function WaysInLink() {
  const { t } = useWords();
  return (
    <section className="wl-card" aria-labelledby="ways-in">
      <h2 id="ways-in" className="wl-payment-heading">
        {t("ways.title")}
      </h2>
      <p className="wl-soft">{t("ways.lead")}</p>
      <p>
        <Link to="/ways-in" className="ft-link">
          {t("ways.open")}
        </Link>
      </p>
    </section>
  );
}

function LeaveLink() {
  const { t } = useWords();
  return (
    <section className="wl-card" aria-labelledby="leave">
      <h2 id="leave" className="wl-payment-heading">
        {t("leave.title")}
      </h2>
      <p className="wl-soft">{t("leave.lead")}</p>
      <p>
        <Link to="/leave" className="ft-link">
          {t("leave.open")}
        </Link>
      </p>
    </section>
  );
}

const undoTimes = { "10000": "seconds10", "60000": "seconds60", "120000": "minutes2" } as const;
type UndoText = keyof typeof undoTimes;
const undoMs: Record<UndoText, WalletSettings["undoMs"]> = {
  "10000": 10_000,
  "60000": 60_000,
  "120000": 120_000,
};

function Settings({
  settings,
  hasMail,
}: Pick<Me, "settings"> & {
  /** Whether there is an address that the week could be told to. */
  readonly hasMail: boolean;
}) {
  const { t } = useWords();
  const change = useChangeSettings();
  // Shown from the press on; what was not kept is taken back on the screen.
  const [wanted, setWanted] = useState<Partial<WalletSettings>>({});
  const shown = { ...settings, ...wanted };
  const choose = (choice: Partial<WalletSettings>) => {
    setWanted(choice);
    change.mutate(choice, { onSettled: () => setWanted({}) });
  };
  return (
    <>
      <section className="wl-card">
        <Picks<UndoText>
          legend={t("settings.undo")}
          hint={t("settings.undoHint")}
          picks={(Object.keys(undoTimes) as UndoText[]).map(
            (value) => [value, t(`settings.${undoTimes[value]}`)] as const,
          )}
          picked={`${shown.undoMs}`}
          pick={(value) => choose({ undoMs: undoMs[value] })}
        />
        {change.variables?.undoMs !== undefined && <Kept change={change} />}
      </section>
      <section className="wl-card">
        <Picks<WalletSettings["hold"]>
          legend={t("settings.hold")}
          hint={t("settings.holdHint")}
          picks={[
            ["offer", t("settings.holdOffer")],
            ["never", t("settings.holdNever")],
          ]}
          picked={shown.hold}
          pick={(hold) => choose({ hold })}
        />
        {change.variables?.hold !== undefined && <Kept change={change} />}
      </section>
      {hasMail && <Digest picked={shown.digest} choose={choose} change={change} />}
    </>
  );
}

function Digest(of: {
  readonly picked: WalletSettings["digest"];
  readonly choose: (choice: Partial<WalletSettings>) => void;
  readonly change: ReturnType<typeof useChangeSettings>;
}) {
  const { t } = useWords();
  return (
    <section className="wl-card">
      <Picks<WalletSettings["digest"]>
        legend={t("settings.digest")}
        hint={t("settings.digestHint")}
        picks={[
          ["weekly", t("settings.digestWeekly")],
          ["never", t("settings.digestNever")],
        ]}
        picked={of.picked}
        pick={(digest) => of.choose({ digest })}
      />
      {of.change.variables?.digest !== undefined && <Kept change={of.change} />}
    </section>
  );
}

/** Whether the last choice was kept, beside it. */
function Kept({ change }: { readonly change: ReturnType<typeof useChangeSettings> }) {
  const { t } = useWords();
  const { variables } = change;
  return (
    <>
      <p className="wl-status" role="status">
        {change.isPending && t("settings.saving")}
        {change.isSuccess && t("settings.saved")}
        {change.isError && t("settings.notSaved")}
      </p>
      {change.isError && variables !== undefined && (
        <FailureCard error={change.error} retry={() => change.mutate(variables)} />
      )}
    </>
  );
}

import type { Advice } from "@farthing/protocol";
import { Link } from "@tanstack/react-router";
import {
  useAskAddress,
  useChangeSettings,
  useChoosePreset,
  useEditLines,
  useMe,
} from "../queries.ts";
import { AddPasskey } from "../passkeys/AddPasskey.tsx";
import { Revoke } from "../Revoke.tsx";
import { useWords } from "../useWords.ts";
import { NewBrowser } from "./NewBrowser.tsx";
import { OneButton } from "./OneButton.tsx";
import { siteAnchor } from "./siteAnchor.ts";

interface Acts<Kind extends Advice["kind"] = Advice["kind"]> {
  readonly advice: Extract<Advice, { kind: Kind }>;
  /** It was done: what to say. */
  readonly done: (words: string) => void;
}

/** Where it is done: what is made there is shown there, once. */
const placeOf = {
  "recovery-codes": "codes",
  "second-factor": "totp",
  "stronger-password": "password",
} as const;

/** The one button of a piece of advice. */
export function AdviceAction({ advice, done }: Acts) {
  const { t } = useWords();
  switch (advice.kind) {
    case "new-browser":
      return <NewBrowser advice={advice} done={done} />;
    case "second-passkey":
      return (
        <AddPasskey
          label={t("checkup.second-passkey.do")}
          done={() => done(t("checkup.second-passkey.done"))}
        />
      );
    case "recovery-codes":
    case "second-factor":
    case "stronger-password":
      return (
        <Link to="/ways-in" hash={placeOf[advice.kind]} className="ft-button ft-button-strong">
          {t(`checkup.${advice.kind}.do`)}
        </Link>
      );
    case "alerts":
      return <Alerts advice={advice} done={done} />;
    case "price-rise":
      return (
        <Link to="/" hash={siteAnchor(advice.allowance)} className="ft-button ft-button-strong">
          {t("checkup.price-rise.do")}
        </Link>
      );
    case "idle-site":
      return (
        <Revoke
          allowance={{ id: advice.allowance, merchant: advice.merchant }}
          label={t("checkup.idle-site.do")}
          focusOn="#advices"
        />
      );
    case "wide-site":
      return <Narrow advice={advice} done={done} />;
    case "lower-preset":
      return <LowerPreset advice={advice} done={done} />;
    case "digest":
      return <Digest advice={advice} done={done} />;
  }
}

/** Where an address waits for its link, the link again; else the place where an address is given. */
function Alerts({ advice, done }: Acts<"alerts">) {
  const { t } = useWords();
  const ask = useAskAddress();
  const pending = useMe().data?.mail?.pending ?? null;
  const label = t(`checkup.alerts.do.${advice.state}`);
  if (advice.state !== "unconfirmed" || pending === null) {
    return (
      <Link to="/settings" hash="mail" className="ft-button ft-button-strong">
        {label}
      </Link>
    );
  }
  const run = () => ask.mutateAsync(pending).then(() => done(t("checkup.alerts.sent")));
  return <OneButton label={label} run={run} change={ask} />;
}

function Narrow({ advice, done }: Acts<"wide-site">) {
  const { t, money } = useWords();
  const edit = useEditLines(advice.allowance);
  const run = async () => {
    await edit.mutateAsync({ lines: advice.lines, isRaise: false });
    done(t("checkup.wide-site.done"));
  };
  const label = t("checkup.wide-site.do", { newTotal: money(advice.newTotal) });
  return <OneButton label={label} run={run} change={edit} />;
}

function LowerPreset({ advice, done }: Acts<"lower-preset">) {
  const { t } = useWords();
  const choose = useChoosePreset();
  const run = async () => {
    await choose.mutateAsync({ preset: advice.to, isRaise: false });
    done(t("checkup.lower-preset.done"));
  };
  const label = t("checkup.lower-preset.do", { name: t(`limits.names.${advice.to}`) });
  return <OneButton label={label} run={run} change={choose} />;
}

function Digest({ done }: Acts<"digest">) {
  const { t } = useWords();
  const change = useChangeSettings();
  const run = async () => {
    await change.mutateAsync({ digest: "weekly" });
    done(t("checkup.digest.done"));
  };
  return <OneButton label={t("checkup.digest.do")} run={run} change={change} />;
}

import type { PasswordJudgement } from "@farthing/protocol/passwords";
import { useWords } from "../useWords.ts";

const steps = [0, 1, 2, 3, 4] as const;

/** How hard a password is to guess, why, and a better habit. */
export function Strength({
  judgement,
  isLoading,
  hasFailed,
  isEmpty,
  hasTotp,
}: {
  readonly judgement: PasswordJudgement | null;
  readonly isLoading: boolean;
  readonly hasFailed: boolean;
  readonly isEmpty: boolean;
  readonly hasTotp: boolean;
}) {
  const { t } = useWords();
  if (isEmpty)
    return (
      <p className="wl-soft">
        {t(hasTotp ? "ways.strength.adviceBeside" : "ways.strength.advice")}
      </p>
    );
  if (isLoading && judgement === null)
    return <p className="wl-soft">{t("ways.strength.looking")}</p>;
  if (hasFailed || judgement === null) return <p className="wl-soft">{t("ways.strength.later")}</p>;
  const step = steps.find((each) => each === judgement.score) ?? 0;
  const { fault, reason, habits } = judgement;
  return (
    <div className="wl-strength">
      <meter
        min={0}
        max={4}
        low={3}
        optimum={4}
        value={step}
        aria-label={t("ways.strength.label")}
      />
      <p role="status">
        <strong>{t(`ways.strength.scores.${step}`)}</strong>{" "}
        {fault !== null &&
          t(`ways.strength.faults.${fault === "short" && hasTotp ? "shortBeside" : fault}`)}
      </p>
      {reason !== null && <p>{t(`ways.strength.reasons.${reason}`)}</p>}
      {habits.map((habit) => (
        <p key={habit} className="wl-soft">
          {t(`ways.strength.habits.${habit}`)}
        </p>
      ))}
    </div>
  );
}

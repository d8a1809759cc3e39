import { Button } from "@mantine/core";
import { useId } from "react";
import { monthAfter } from "../kit/dates.ts";
import { useWords } from "./useWords.ts";

/** Months that can be picked from the list; the buttons go further back. */
const listed = 24;

/** One month up to `last`: from a list, or one step at a time. Months are `2026-11`. */
export function MonthPicker(of: {
  readonly month: string;
  readonly last: string;
  readonly pick: (month: string) => void;
}) {
  const { month: shown, last, pick } = of;
  const { t, month } = useWords();
  const id = useId();
  const recent = Array.from({ length: listed }, (_, back) => monthAfter(last, -back));
  const months = recent.includes(shown) ? recent : [...recent, shown];
  return (
    <div className="wl-months">
      <Button
        variant="default"
        className="wl-button"
        aria-label={t("statement.earlier")}
        onClick={() => pick(monthAfter(shown, -1))}
      >
        <span aria-hidden="true">←</span>
      </Button>
      <label htmlFor={id} className="ft-unseen">
        {t("statement.month")}
      </label>
      <select
        id={id}
        className="wl-select"
        value={shown}
        onChange={(change) => pick(change.target.value)}
      >
        {months.map((one) => (
          <option key={one} value={one}>
            {month(one)}
          </option>
        ))}
      </select>
      <Button
        variant="default"
        className="wl-button"
        aria-label={t("statement.later")}
        disabled={shown >= last}
        onClick={() => pick(monthAfter(shown, 1))}
      >
        <span aria-hidden="true">→</span>
      </Button>
    </div>
  );
}

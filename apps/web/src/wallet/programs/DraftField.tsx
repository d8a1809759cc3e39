import { useId } from "react";
import { useWords } from "../useWords.ts";
import type { Draft, Fault } from "./draft.ts";

type Name = "name" | "perPayment" | "perSession" | "per24h" | "publicKey";

/** One thing that is typed. */
export function DraftField(of: {
  readonly name: Name;
  readonly draft: Draft;
  readonly fault: Fault | null;
  readonly change: (part: Partial<Draft>) => void;
}) {
  const { t } = useWords();
  const { name, draft, fault, change } = of;
  const id = useId();
  const isAmount = name !== "name" && name !== "publicKey";
  const shared = {
    id,
    value: draft[name],
    autoComplete: "off",
    spellCheck: false,
    "aria-invalid": fault === name,
    onChange: (event: { currentTarget: { value: string } }) =>
      change({ [name]: event.currentTarget.value }),
  };
  return (
    <div className="wl-field">
      <label htmlFor={id}>{t(`programs.fields.${name}`)}</label>
      {name === "publicKey" ? (
        <textarea className="wl-select wl-key" rows={4} maxLength={2_000} {...shared} />
      ) : (
        <input
          className="wl-select"
          maxLength={60}
          {...(isAmount && { inputMode: "decimal" as const })}
          {...shared}
        />
      )}
    </div>
  );
}

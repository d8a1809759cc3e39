import { useId } from "react";

/** One of a few answers, each a line that can be pressed. Nothing is picked while `picked` is null. */
export function Picks<Value extends string>(of: {
  readonly legend: string;
  readonly picks: readonly (readonly [value: Value, label: string])[];
  readonly picked: Value | null;
  readonly pick: (value: Value) => void;
  readonly hint?: string;
}) {
  const { legend, picks, picked, pick, hint } = of;
  const id = useId();
  return (
    <fieldset className="wl-picks" {...(hint !== undefined && { "aria-describedby": id })}>
      <legend>{legend}</legend>
      {hint !== undefined && (
        <p id={id} className="wl-soft">
          {hint}
        </p>
      )}
      {picks.map(([value, label]) => (
        <label key={value} className="wl-pick">
          <input
            type="radio"
            name={id}
            value={value}
            checked={picked === value}
            onChange={() => pick(value)}
          />
          {label}
        </label>
      ))}
    </fieldset>
  );
}

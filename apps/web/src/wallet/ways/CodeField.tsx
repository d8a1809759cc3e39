import { useEffect, useId, useRef } from "react";

/** Six digits from an authenticator app. `takesFocus`: it was not there a moment ago, and is what comes next. */
export function CodeField(of: {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
  readonly takesFocus?: boolean;
}) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const takesFocus = of.takesFocus === true;
  useEffect(() => {
    if (takesFocus) field.current?.focus();
  }, [takesFocus]);
  return (
    <div className="wl-field">
      <label htmlFor={id}>{of.label}</label>
      <input
        id={id}
        ref={field}
        className="wl-select wl-code wl-six"
        inputMode="numeric"
        autoComplete="one-time-code"
        pattern="[0-9 ]*"
        spellCheck={false}
        required
        maxLength={16}
        value={of.value}
        onChange={(event) => of.change(event.target.value)}
      />
    </div>
  );
}

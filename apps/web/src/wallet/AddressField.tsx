import { useId } from "react";

/** An e-mail address. */
export function AddressField(of: {
  readonly label: string;
  readonly value: string;
  readonly change: (value: string) => void;
}) {
  const id = useId();
  return (
    <div className="wl-field">
      <label htmlFor={id}>{of.label}</label>
      <input
        id={id}
        className="wl-select wl-wide"
        type="email"
        autoComplete="email"
        required
        maxLength={254}
        value={of.value}
        onChange={(event) => of.change(event.target.value)}
      />
    </div>
  );
}

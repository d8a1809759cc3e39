import { Button } from "@mantine/core";
import { useId, useState } from "react";
import { useWords } from "../useWords.ts";

/** A password, hidden or shown. Whatever is pasted or filled in is taken as it is. */
export function PasswordField(of: {
  readonly label: string;
  readonly autoComplete: "new-password" | "current-password";
  readonly value: string;
  readonly change: (value: string) => void;
  readonly isFaulty?: boolean;
  readonly describedBy?: string;
}) {
  const { t } = useWords();
  const id = useId();
  const [isShown, setShown] = useState(false);
  return (
    <div className="wl-field">
      <label htmlFor={id}>{of.label}</label>
      <div className="wl-secret">
        <input
          id={id}
          className="wl-select wl-wide"
          type={isShown ? "text" : "password"}
          autoComplete={of.autoComplete}
          autoCapitalize="none"
          spellCheck={false}
          required
          value={of.value}
          aria-invalid={of.isFaulty === true}
          {...(of.describedBy !== undefined && { "aria-describedby": of.describedBy })}
          onChange={(event) => of.change(event.target.value)}
        />
        <Button
          variant="default"
          className="wl-button"
          aria-pressed={isShown}
          onClick={() => setShown(!isShown)}
        >
          {t("ways.password.show")}
        </Button>
      </div>
    </div>
  );
}

import { Button } from "@mantine/core";
import { FailureCard } from "../Cards.tsx";
import { useWords } from "../useWords.ts";

/** A button that does it, says that it is under way, and what went wrong. */
export function OneButton(of: {
  readonly label: string;
  readonly run: () => Promise<void>;
  readonly change: { readonly isPending: boolean; readonly error: Error | null };
}) {
  const { t } = useWords();
  const { label, run, change } = of;
  return (
    <>
      <Button
        className="wl-button"
        loading={change.isPending}
        onClick={() => {
          run().catch(() => {
            // Said by the card below.
          });
        }}
      >
        {label}
      </Button>
      <p className="ft-unseen" role="status">
        {change.isPending && t("checkup.doing")}
      </p>
      {change.error !== null && <FailureCard error={change.error} />}
    </>
  );
}

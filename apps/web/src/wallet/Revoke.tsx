import { AskFirst } from "./AskFirst.tsx";
import { useRevoke } from "./queries.ts";
import { useWords } from "./useWords.ts";

interface RevokeProps {
  readonly allowance: { readonly id: string; readonly merchant: string };
  /** Default: that it is taken back. */
  readonly label?: string;
  /** Where the reader goes on once the button is gone. */
  readonly focusOn?: string;
}

/** Takes an allowance back, after saying what that does. */
export function Revoke({ allowance, label, focusOn }: RevokeProps) {
  const { t } = useWords();
  const revoke = useRevoke();
  const { id, merchant } = allowance;
  return (
    <AskFirst
      deed={{
        label: label ?? t("sites.revoke"),
        about: merchant,
        question: t("sites.confirmTitle", { merchant }),
        consequence: t("sites.confirm"),
        yes: t("sites.confirmYes"),
        no: t("sites.confirmNo"),
        running: t("sites.revoking"),
        done: t("sites.revoked", { merchant }),
        error: revoke.error,
        isRunning: revoke.isPending,
        run: () => revoke.mutateAsync(id),
        ...(focusOn === undefined ? {} : { focusOn }),
      }}
    />
  );
}

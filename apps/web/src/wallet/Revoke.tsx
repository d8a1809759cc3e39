import type { Me } from "@farthing/protocol";
import { AskFirst } from "./AskFirst.tsx";
import { useRevoke } from "./queries.ts";
import { useWords } from "./useWords.ts";

/** Takes an allowance back, after saying what that does. */
export function Revoke({ allowance }: { readonly allowance: Me["allowances"][number] }) {
  const { t } = useWords();
  const revoke = useRevoke();
  const { id, merchant } = allowance;
  return (
    <AskFirst
      deed={{
        label: t("sites.revoke"),
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
      }}
    />
  );
}

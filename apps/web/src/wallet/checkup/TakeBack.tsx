import type { Advice } from "@farthing/protocol";
import { AskFirst } from "../AskFirst.tsx";
import { useRevoke } from "../queries.ts";
import { useWords } from "../useWords.ts";

/** Takes back what a site may charge, after saying what that does. */
export function TakeBack({ advice }: { readonly advice: Extract<Advice, { kind: "idle-site" }> }) {
  const { t } = useWords();
  const revoke = useRevoke();
  const { allowance, merchant } = advice;
  return (
    <AskFirst
      deed={{
        label: t("checkup.idle-site.do"),
        about: merchant,
        question: t("sites.confirmTitle", { merchant }),
        consequence: t("sites.confirm"),
        yes: t("sites.confirmYes"),
        no: t("sites.confirmNo"),
        running: t("sites.revoking"),
        done: t("sites.revoked", { merchant }),
        error: revoke.error,
        isRunning: revoke.isPending,
        run: () => revoke.mutateAsync(allowance),
        focusOn: "#advices",
      }}
    />
  );
}

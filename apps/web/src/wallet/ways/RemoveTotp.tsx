import type { WaysIn } from "@farthing/protocol";
import { AskFirst } from "../AskFirst.tsx";
import { isRefusal } from "../askPasskey.ts";
import { useWords } from "../useWords.ts";
import { useRemoveTotp } from "./queries.ts";

/** Removes the app, and with it a password that is too short to stand alone: said before it is done. */
export function RemoveTotp({ password }: Pick<WaysIn, "password">) {
  const { t } = useWords();
  const remove = useRemoveTotp();
  const { error } = remove;
  const isCancelled = error !== null && isRefusal(error);
  const takesPassword = password?.standsAlone === false;
  return (
    <>
      <AskFirst
        deed={{
          label: t("ways.totp.remove"),
          about: t("ways.totp.title"),
          question: t("ways.totp.question"),
          consequence: t(takesPassword ? "ways.totp.takesPassword" : "ways.totp.standsAlone"),
          yes: t(takesPassword ? "ways.totp.removeBoth" : "ways.totp.remove"),
          no: t("ways.totp.keep"),
          running: t("ways.asking"),
          done: t(takesPassword ? "ways.totp.removedBoth" : "ways.totp.removed"),
          error: isCancelled ? null : error,
          isRunning: remove.isPending,
          run: () => remove.mutateAsync(takesPassword ? "remove" : "keep"),
          focusOn: "#totp",
        }}
      />
      <p className="wl-status" role="status">
        {isCancelled && t("ways.cancelled")}
      </p>
    </>
  );
}

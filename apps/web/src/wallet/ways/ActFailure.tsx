import { isRefusal } from "../askPasskey.ts";
import { FailureCard } from "../Cards.tsx";
import { useWords } from "../useWords.ts";

/** What kept an act from being done: the passkey was turned down, or something went wrong. */
export function ActFailure({
  act,
}: {
  readonly act: { readonly error: Error | null; readonly isPending: boolean };
}) {
  const { t } = useWords();
  const { error, isPending } = act;
  const isTurnedDown = error !== null && isRefusal(error);
  return (
    <>
      <p className="wl-status" role="status">
        {isPending && t("ways.asking")}
        {isTurnedDown && t("ways.cancelled")}
      </p>
      {error !== null && !isTurnedDown && <FailureCard error={error} />}
    </>
  );
}

import { Button } from "@mantine/core";
import { FailureCard } from "../Cards.tsx";
import { useWords } from "../useWords.ts";
import { useKeepWallet } from "./queries.ts";

/** On every page of every browser of this wallet until it is erased, with the way back. */
export function ErasureBanner({ until }: { readonly until: number }) {
  const { t, fullMinute } = useWords();
  const keep = useKeepWallet();
  return (
    <section className="wl-frozen" aria-labelledby="erasure">
      <p id="erasure" className="wl-alert-title" tabIndex={-1} role="status">
        {t("leave.banner.title", { moment: fullMinute(until) })}
      </p>
      <p>{t("leave.banner.notYou")}</p>
      <Button
        variant="default"
        className="wl-button"
        loading={keep.isPending}
        onClick={() => keep.mutate()}
      >
        {t("leave.banner.cancel")}
      </Button>
      <p className="wl-status" role="status">
        {keep.isPending && t("leave.banner.cancelling")}
      </p>
      {keep.isError && <FailureCard error={keep.error} />}
    </section>
  );
}

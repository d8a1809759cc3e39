import { Button } from "@mantine/core";
import type { Me } from "@farthing/protocol";
import { useWords } from "../useWords.ts";
import { ActFailure } from "./ActFailure.tsx";
import { useCancelRecoveries } from "./queries.ts";

/** On every page of every browser of this wallet while a recovery waits. */
export function RecoveryBanner({ recovery }: { readonly recovery: NonNullable<Me["recovery"]> }) {
  const { t, fullMinute } = useWords();
  const cancel = useCancelRecoveries();
  const { way, readyAt, review } = recovery;
  return (
    <section className="wl-frozen" aria-labelledby="recovery">
      <p id="recovery" className="wl-alert-title" role="status">
        {t(`ways.banner.${way}`, { moment: fullMinute(readyAt) })}
      </p>
      <p>{t("ways.banner.notYou")}</p>
      {review && <p>{t("ways.banner.review")}</p>}
      <Button
        variant="default"
        className="wl-button"
        loading={cancel.isPending}
        onClick={() => cancel.mutate()}
      >
        {t("ways.banner.cancel")}
      </Button>
      <ActFailure act={cancel} />
    </section>
  );
}

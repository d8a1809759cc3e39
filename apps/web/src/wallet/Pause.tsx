import { Button } from "@mantine/core";
import type { Me } from "@farthing/protocol";
import { FailureCard } from "./Cards.tsx";
import { usePause } from "./queries.ts";
import { useWords } from "./useWords.ts";

/** Stops a site for now, or lets it go on: at once, and as often as one likes. */
export function Pause({ allowance }: { readonly allowance: Me["allowances"][number] }) {
  const { t } = useWords();
  const pause = usePause();
  const { id, merchant, status } = allowance;
  const label = status === "paused" ? t("sites.resume") : t("sites.pause");
  return (
    <>
      <Button
        variant="default"
        className="wl-button"
        aria-label={`${label}: ${merchant}`}
        loading={pause.isPending}
        onClick={() => pause.mutate({ id, paused: status !== "paused" })}
      >
        {label}
      </Button>
      {pause.isError && <FailureCard error={pause.error} />}
    </>
  );
}

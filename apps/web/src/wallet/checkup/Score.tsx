import { Progress } from "@mantine/core";
import { useWords } from "../useWords.ts";

/** 0 to 100 in figures and as a bar that says the same. */
export function Score({ score }: { readonly score: number }) {
  const { t } = useWords();
  const figures = t("checkup.score", { score });
  return (
    <div className="wl-score">
      <p className="wl-week-sum">{figures}</p>
      <Progress.Root size="md">
        <Progress.Section
          value={score}
          color="var(--ft-accent)"
          aria-label={t("checkup.title")}
          aria-valuetext={figures}
        />
      </Progress.Root>
    </div>
  );
}

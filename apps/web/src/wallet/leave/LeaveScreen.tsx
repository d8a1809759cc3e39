import { TitledScreen } from "../TitledScreen.tsx";
import { useWords } from "../useWords.ts";
import { EraseCard } from "./EraseCard.tsx";
import { ExportCard } from "./ExportCard.tsx";

/** The last promise to a payer: leave with your data. */
export function LeaveScreen() {
  const { t } = useWords();
  return (
    <TitledScreen title={t("leave.title")}>
      <p className="wl-soft">{t("leave.lead")}</p>
      <ExportCard />
      <EraseCard />
    </TitledScreen>
  );
}

import { useEffect } from "react";
import { useWords } from "./useWords.ts";

/** Names the window after the page it shows. */
export function useWindowTitle(title: string): void {
  const { t } = useWords();
  useEffect(() => {
    document.title = `${title} · ${t("wallet")}`;
  }, [title, t]);
}

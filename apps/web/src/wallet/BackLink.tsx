import { Link } from "@tanstack/react-router";
import { useWords } from "./useWords.ts";

/** The way from a page of the wallet to its first one. */
export function BackLink() {
  const { t } = useWords();
  return (
    <p className="wl-back">
      <Link to="/" className="ft-link">
        <span aria-hidden="true">←&nbsp;</span>
        {t("payment.back")}
      </Link>
    </p>
  );
}

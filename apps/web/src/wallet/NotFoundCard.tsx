import { Link } from "@tanstack/react-router";
import { useWindowTitle } from "./useWindowTitle.ts";
import { useWords } from "./useWords.ts";

/** An address that leads nowhere: what is missing, and the way home. */
export function NotFoundCard({ title, hint }: { readonly title: string; readonly hint: string }) {
  const { t } = useWords();
  useWindowTitle(title);
  return (
    <div className="wl-narrow">
      <section className="wl-card" aria-labelledby="not-found">
        <h1 id="not-found" className="wl-payment-heading">
          {title}
        </h1>
        <p>{hint}</p>
        <Link to="/" className="ft-button ft-button-strong">
          {t("notFound.home")}
        </Link>
      </section>
    </div>
  );
}

import type { Me } from "@farthing/protocol";
import { Link } from "@tanstack/react-router";
import { EmptyCard } from "./Cards.tsx";
import { SiteCard } from "./SiteCard.tsx";
import { useWords } from "./useWords.ts";

/** Every site that may charge by a click, those that no longer may last. */
export function Sites({ allowances }: { readonly allowances: Me["allowances"] }) {
  const { t } = useWords();
  const rank = (status: string) => (status === "active" || status === "paused" ? 0 : 1);
  const sorted = allowances.toSorted((a, b) => rank(a.status) - rank(b.status));
  return (
    <section className="wl-sites" aria-labelledby="sites">
      <div className="wl-row">
        <h2 id="sites" tabIndex={-1}>
          {t("sites.title")}
        </h2>
        <Link to="/programs" className="ft-link">
          {t("programs.title")}
        </Link>
      </div>
      {sorted.length === 0 && <EmptyCard title={t("sites.empty")} hint={t("sites.emptyHint")} />}
      <ul className="wl-list">
        {sorted.map((allowance) => (
          <li key={allowance.id}>
            <SiteCard allowance={allowance} />
          </li>
        ))}
      </ul>
    </section>
  );
}

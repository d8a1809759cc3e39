import type { Me } from "@farthing/protocol";
import { useWords } from "./useWords.ts";

/** The last 7 days in one sentence: the same that the button says after every tenth payment (rule 25). */
export function Week({ week }: Pick<Me, "week">) {
  const { t, money } = useWords();
  const { spent, payments, sites, unusual } = week;
  return (
    <section className="wl-week wl-card" aria-labelledby="week">
      <h2 id="week" className="wl-label">
        {t("week.title")}
      </h2>
      {payments === 0 ? (
        <p className="wl-week-sum">{t("week.nothing")}</p>
      ) : (
        <p className="wl-week-sum">{t("week.sum", { spent: money(spent), count: sites })}</p>
      )}
      <p className="wl-soft">
        {payments === 0 ? t("week.hint") : t("week.payments", { count: payments })}
      </p>
      {unusual.map((found) => (
        <div key={`${found.kind} ${found.merchant}`} className="wl-told">
          <p>
            {found.kind === "price-rise"
              ? t("week.priceRise", {
                  merchant: found.merchant,
                  from: money(found.from),
                  to: money(found.to),
                })
              : t("week.manySmall", {
                  merchant: found.merchant,
                  count: found.count,
                  sum: money(found.sum),
                })}
          </p>
          <a className="ft-link" href="#sites">
            {t("week.look", { merchant: found.merchant })}
          </a>
        </div>
      ))}
    </section>
  );
}

import { useEffect, useId, useState } from "react";
import type { PaymentFilter } from "./api.ts";
import { usePaidSites } from "./queries.ts";
import { useWords } from "./useWords.ts";

/** After so long without a key press it is looked for, in milliseconds. */
const restMs = 300;

/** Looks for payments by a text and by the site that was paid. */
export function ActivityFilter(of: {
  readonly filter: PaymentFilter;
  readonly change: (filter: PaymentFilter) => void;
}) {
  const { t } = useWords();
  const { filter, change } = of;
  const sites = usePaidSites();
  const [typed, setTyped] = useState(filter.text);
  const [text, site] = [useId(), useId()];
  const wanted = typed.trim();
  useEffect(() => {
    if (wanted === filter.text) return undefined;
    const timer = setTimeout(() => change({ ...filter, text: wanted }), restMs);
    return () => clearTimeout(timer);
  }, [wanted, filter, change]);
  return (
    <search className="wl-filter">
      <div className="wl-field">
        <label htmlFor={text}>{t("activity.search")}</label>
        <input
          id={text}
          className="wl-select"
          type="search"
          autoComplete="off"
          maxLength={100}
          value={typed}
          onChange={(event) => setTyped(event.target.value)}
        />
      </div>
      <div className="wl-field">
        <label htmlFor={site}>{t("activity.site")}</label>
        <select
          id={site}
          className="wl-select"
          value={filter.site}
          onChange={(event) => change({ ...filter, site: event.target.value })}
        >
          <option value="">{t("activity.allSites")}</option>
          {sites.data?.map(({ id, name }) => (
            <option key={id} value={id}>
              {name}
            </option>
          ))}
        </select>
      </div>
    </search>
  );
}

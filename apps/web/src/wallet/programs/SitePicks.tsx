import { Button } from "@mantine/core";
import type { AgentSite } from "@farthing/protocol";
import { useId, useState } from "react";
import { CallError } from "../../kit/call.ts";
import { FailureCard } from "../Cards.tsx";
import { useWords } from "../useWords.ts";
import { useFindSite } from "./queries.ts";

/** The only sites that a program may pay: none is picked to begin with; others are found by their address. */
export function SitePicks(of: {
  readonly known: readonly AgentSite[];
  readonly picked: readonly string[];
  readonly pick: (sites: readonly string[]) => void;
  readonly found: (site: AgentSite) => void;
}) {
  const { t } = useWords();
  const { known, picked, pick } = of;
  const hint = useId();
  const sites = [...new Map(known.map((site) => [site.id, site])).values()];
  return (
    <fieldset className="wl-picks" aria-describedby={hint}>
      <legend>{t("programs.sitesLegend")}</legend>
      <p id={hint} className="wl-soft">
        {t("programs.sitesHint")}
      </p>
      {sites.map(({ id, name }) => (
        <label key={id} className="wl-pick">
          <input
            type="checkbox"
            checked={picked.includes(id)}
            onChange={({ currentTarget: { checked } }) =>
              pick(checked ? [...picked, id] : picked.filter((one) => one !== id))
            }
          />
          {name}
        </label>
      ))}
      <OtherSite found={of.found} />
    </fieldset>
  );
}

function OtherSite({ found }: { readonly found: (site: AgentSite) => void }) {
  const { t } = useWords();
  const [address, setAddress] = useState("");
  const find = useFindSite();
  const [isNone, setNone] = useState(false);
  const id = useId();
  const search = () => {
    const origin = originOf(address);
    setNone(origin === null);
    if (origin === null) return;
    find.mutate(origin, {
      onSuccess: (site) => {
        setAddress("");
        found(site);
      },
    });
  };
  const isUnknown = isNone || (find.error instanceof CallError && find.error.is("not-found"));
  return (
    <div className="wl-field">
      <label htmlFor={id}>{t("programs.otherSite")}</label>
      <input
        id={id}
        className="wl-select"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        maxLength={300}
        value={address}
        onChange={(event) => setAddress(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter") return;
          // It finds the site, and sends nothing else.
          event.preventDefault();
          search();
        }}
      />
      <Button variant="default" className="wl-button" loading={find.isPending} onClick={search}>
        {t("programs.find")}
      </Button>
      <p className="wl-status" role="status">
        {isUnknown && t("programs.noSite")}
        {find.isSuccess && t("programs.foundSite", { site: find.data.name })}
      </p>
      {find.isError && !isUnknown && <FailureCard error={find.error} />}
    </div>
  );
}

/** The origin of what somebody typed or copied; `news.example` is meant as https. */
function originOf(text: string): string | null {
  const typed = text.trim();
  const url = URL.parse(/^https?:\/\//.test(typed) ? typed : `https://${typed}`);
  return url === null || url.origin === "null" || typed === "" ? null : url.origin;
}

import { Button } from "@mantine/core";
import type { AgentSite, AgentsPage } from "@farthing/protocol";
import { useState } from "react";
import { isRefusal } from "../askPasskey.ts";
import { FailureCard } from "../Cards.tsx";
import { Picks } from "../Picks.tsx";
import { useWords } from "../useWords.ts";
import type { Draft } from "./draft.ts";
import { DraftField } from "./DraftField.tsx";
import { MadeKey } from "./MadeKey.tsx";
import type { ProgramKeys } from "./makeKey.ts";
import { SitePicks } from "./SitePicks.tsx";
import { useDraft } from "./useDraft.ts";

/** Makes a key: the form, and then, once, the key itself. */
export function NewProgram({ page }: { readonly page: AgentsPage }) {
  const { t } = useWords();
  const [made, setMade] = useState<Made | null>(null);
  const isOff = page.highest.perPayment.amount === "0";
  return (
    <section className="wl-card" aria-labelledby="new-program">
      <h2 id="new-program" tabIndex={-1}>
        {t("programs.new")}
      </h2>
      {made !== null && <MadeKey made={made} done={() => setMade(null)} />}
      {made === null && isOff && <p>{t("programs.off")}</p>}
      {made === null && !isOff && <Form page={page} made={setMade} />}
    </section>
  );
}

interface Made {
  readonly id: string;
  readonly name: string;
  readonly keys: ProgramKeys | null;
}

const daysPicks = ["7", "30", "90"] as const;

function Form(of: { readonly page: AgentsPage; readonly made: (made: Made) => void }) {
  const { t } = useWords();
  const { draft, change, fault, make, send } = useDraft(of.page.highest, of.made);
  const field = { draft, fault, change };
  return (
    <form className="wl-form" noValidate onSubmit={send}>
      <DraftField name="name" {...field} />
      <DraftSites page={of.page} draft={draft} change={change} />
      <DraftField name="perPayment" {...field} />
      <DraftField name="perSession" {...field} />
      <DraftField name="per24h" {...field} />
      <Picks<Draft["days"]>
        legend={t("programs.days")}
        picks={daysPicks.map((days) => [days, t("programs.daysCount", { count: Number(days) })])}
        picked={draft.days}
        pick={(days) => change({ days })}
      />
      <Picks<Draft["whose"]>
        legend={t("programs.whose")}
        picks={[
          ["here", t("programs.whoseHere")],
          ["own", t("programs.whoseOwn")],
        ]}
        picked={draft.whose}
        pick={(whose) => change({ whose })}
      />
      {draft.whose === "own" && <DraftField name="publicKey" {...field} />}
      {fault !== null && <p role="alert">{t(`programs.faults.${fault}`)}</p>}
      <Button type="submit" className="wl-button" loading={make.isPending}>
        {t("programs.make")}
      </Button>
      <p className="wl-status" role="status">
        {make.isError && isRefusal(make.error) && t("programs.cancelledMake")}
      </p>
      {make.isError && !isRefusal(make.error) && <FailureCard error={make.error} />}
    </form>
  );
}

/** The sites of a draft: those that the wallet knows, and those that were found by their address. */
function DraftSites(of: {
  readonly page: AgentsPage;
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
}) {
  const { page, draft, change } = of;
  const [found, setFound] = useState<readonly AgentSite[]>([]);
  return (
    <SitePicks
      known={[...page.sites, ...found]}
      picked={draft.sites}
      pick={(sites) => change({ sites })}
      found={(site) => {
        setFound([...found, site]);
        change({ sites: [...new Set([...draft.sites, site.id])] });
      }}
    />
  );
}

import { Button } from "@mantine/core";
import type { AgentSite, AgentsPage, AgentView } from "@farthing/protocol";
import { useState } from "react";
import { isRefusal } from "../askPasskey.ts";
import { FailureCard } from "../Cards.tsx";
import { useWords } from "../useWords.ts";
import { type Draft, draftOf, editOf, faultOf, highestFor, isMore } from "./draft.ts";
import { DraftField } from "./DraftField.tsx";
import { useEditProgram } from "./queries.ts";
import { SitePicks } from "./SitePicks.tsx";

interface Of {
  readonly program: AgentView;
  readonly page: AgentsPage;
}

/** Changes what a program may pay, and where: less holds from its next payment on, more asks for the passkey. */
export function EditProgram({ program, page }: Of) {
  const { t } = useWords();
  // Begun anew each time that it is opened: from what stands then.
  const [isOpen, setOpen] = useState(false);
  return (
    <details className="wl-edit" onToggle={({ currentTarget }) => setOpen(currentTarget.open)}>
      <summary aria-label={`${t("programs.edit")}: ${program.name}`}>{t("programs.edit")}</summary>
      {isOpen && <Form program={program} page={page} />}
    </details>
  );
}

function Form({ program, page }: Of) {
  const { t } = useWords();
  const { draft, change, fault, edit, send } = useEdit({ program, page });
  const [found, setFound] = useState<readonly AgentSite[]>([]);
  const field = { draft, fault, change };
  return (
    <form className="wl-form" noValidate onSubmit={send}>
      <SitePicks
        known={[...program.sites, ...page.sites, ...found]}
        picked={draft.sites}
        pick={(sites) => change({ sites })}
        found={(site) => {
          setFound([...found, site]);
          change({ sites: [...new Set([...draft.sites, site.id])] });
        }}
      />
      <DraftField name="perPayment" {...field} />
      <DraftField name="perSession" {...field} />
      <DraftField name="per24h" {...field} />
      {fault !== null && <p role="alert">{t(`programs.faults.${fault}`)}</p>}
      <Button type="submit" variant="default" className="wl-button" loading={edit.isPending}>
        {t("programs.save")}
      </Button>
      <p className="wl-status" role="status">
        {edit.isSuccess && t("programs.edited")}
        {edit.isError && isRefusal(edit.error) && t("programs.cancelled")}
      </p>
      {edit.isError && !isRefusal(edit.error) && <FailureCard error={edit.error} />}
    </form>
  );
}

function useEdit({ program, page }: Of) {
  const { language } = useWords();
  const edit = useEditProgram(program.id);
  const [draft, setDraft] = useState(() => draftOf(program, language));
  const [isChecked, setChecked] = useState(false);
  const highest = highestFor(program, page);
  const fault = faultOf(draft, highest);
  return {
    draft,
    change: (part: Partial<Draft>) => setDraft({ ...draft, ...part }),
    fault: isChecked ? fault : null,
    edit,
    send: (event: { preventDefault: () => void }) => {
      event.preventDefault();
      setChecked(true);
      if (fault !== null) return;
      const wanted = editOf(draft, highest);
      edit.mutate({ edit: wanted, isMore: isMore(wanted, program) });
    },
  };
}

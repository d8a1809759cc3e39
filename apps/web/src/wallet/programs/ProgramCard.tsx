import { Button } from "@mantine/core";
import type { AgentsPage, AgentView } from "@farthing/protocol";
import { AskFirst } from "../AskFirst.tsx";
import { FailureCard } from "../Cards.tsx";
import { Line } from "../SiteCard.tsx";
import { useWords } from "../useWords.ts";
import { EditProgram } from "./EditProgram.tsx";
import { GoOn } from "./ProgramNotices.tsx";
import { useStopProgram } from "./queries.ts";

interface Of {
  readonly program: AgentView;
}

/** What one program may still pay, where, what it paid, and the ways to stop it. */
export function ProgramCard({ program, page }: Of & { readonly page: AgentsPage }) {
  const { t, money, day } = useWords();
  const { name, status } = program;
  const spent = t("programs.spent", {
    count: program.payments,
    spent: money(program.spent),
  });
  return (
    <article className="wl-card wl-site" data-status={status}>
      <div className="wl-row">
        <h3>{name}</h3>
        <span className="wl-state" data-status={status}>
          {t(`sites.status.${status}`)}
        </span>
      </div>
      <p className="wl-soft">{spent}</p>
      {status === "active" && <Lines program={program} />}
      {status === "active" && <EditProgram program={program} page={page} />}
      {status === "paused" && <p>{t("programs.pausedNote", { program: name })}</p>}
      {status === "active" || status === "paused" ? (
        <div className="wl-buttons">
          <Pause program={program} />
          <Revoke program={program} />
        </div>
      ) : (
        <p className="wl-soft">
          {status === "expired"
            ? t("sites.endedOn", { until: day(program.expiresAt) })
            : t("programs.revokedNote")}
        </p>
      )}
    </article>
  );
}

function Lines({ program }: Of) {
  const { t, money, day, moment } = useWords();
  const sites = program.sites.map(({ name }) => name).join(", ");
  return (
    <>
      {program.usedUp && <GoOn program={program} />}
      <Line label={t("programs.leftSession")} left={program.leftSession} max={program.perSession} />
      <Line label={t("sites.left24h")} left={program.left24h} max={program.per24h} />
      {program.moreAt !== null && (
        <p className="wl-soft">{t("sites.moreAt", { moment: moment(program.moreAt) })}</p>
      )}
      <p>
        {t("programs.promise", {
          perPayment: money(program.perPayment),
          until: day(program.expiresAt),
        })}
      </p>
      <p>{sites === "" ? t("programs.noSites") : t("programs.sites", { sites })}</p>
    </>
  );
}

function Pause({ program }: Of) {
  const { t } = useWords();
  const stop = useStopProgram();
  const { id, name, status } = program;
  const label = status === "paused" ? t("sites.resume") : t("sites.pause");
  return (
    <>
      <Button
        variant="default"
        className="wl-button"
        aria-label={`${label}: ${name}`}
        loading={stop.isPending}
        onClick={() => stop.mutate({ id, verb: status === "paused" ? "resume" : "pause" })}
      >
        {label}
      </Button>
      {stop.isError && <FailureCard error={stop.error} />}
    </>
  );
}

function Revoke({ program }: Of) {
  const { t } = useWords();
  const stop = useStopProgram();
  const { id, name } = program;
  return (
    <AskFirst
      deed={{
        label: t("programs.revoke"),
        about: name,
        question: t("programs.confirmTitle", { program: name }),
        consequence: t("programs.confirm"),
        yes: t("sites.confirmYes"),
        no: t("sites.confirmNo"),
        running: t("sites.revoking"),
        done: t("programs.revoked", { program: name }),
        focusOn: "#programs",
        error: stop.error,
        isRunning: stop.isPending,
        run: () => stop.mutateAsync({ id, verb: "revoke" }),
      }}
    />
  );
}

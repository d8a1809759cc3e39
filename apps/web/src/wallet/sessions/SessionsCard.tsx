import { Button } from "@mantine/core";
import type { SessionView } from "@farthing/protocol";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { AskFirst } from "../AskFirst.tsx";
import { FailureCard, LoadingCard } from "../Cards.tsx";
import { useArrival } from "../useArrival.ts";
import { useWords } from "../useWords.ts";
import { endSessions, getSessions } from "./api.ts";

const queryKey = ["sessions"];

/** The browsers that are signed in to this wallet, each with the way to sign it out from here. */
export function SessionsCard() {
  const { t } = useWords();
  const sessions = useQuery({ queryKey, queryFn: getSessions });
  const heading = useArrival<HTMLHeadingElement>("sessions");
  return (
    <section className="wl-card" aria-labelledby="sessions">
      <h2 id="sessions" tabIndex={-1} ref={heading}>
        {t("sessions.title")}
      </h2>
      <p className="wl-soft">{t("sessions.what")}</p>
      {sessions.isPending && <LoadingCard lines={2} />}
      {sessions.isError && sessions.data === undefined && (
        <FailureCard error={sessions.error} retry={() => void sessions.refetch()} />
      )}
      {sessions.data && <List sessions={sessions.data} />}
    </section>
  );
}

function List({ sessions }: { readonly sessions: readonly SessionView[] }) {
  const { t } = useWords();
  const end = useEnd();
  const endOne = async (id: string) => {
    await end.mutateAsync(id);
    // Its line is gone, and the button that had the focus with it.
    document.getElementById("sessions")?.focus();
  };
  return (
    <>
      <ul className="wl-presets">
        {sessions.map((session) => (
          <li key={session.id}>
            <One
              session={session}
              isEnding={end.isPending && end.variables === session.id}
              end={() => {
                endOne(session.id).catch(() => {
                  // Said by the card below.
                });
              }}
            />
          </li>
        ))}
      </ul>
      {sessions.length === 1 ? <p className="wl-soft">{t("sessions.only")}</p> : <EndOthers />}
      {end.error !== null && <FailureCard error={end.error} retry={() => end.reset()} />}
      <p className="wl-status" role="status">
        {end.isPending && t("sessions.ending")}
        {end.isSuccess && t("sessions.ended")}
      </p>
    </>
  );
}

function One({
  session: { browser, isThis, openedAt, openedBy, seenAt },
  isEnding,
  end,
}: {
  readonly session: SessionView;
  readonly isEnding: boolean;
  readonly end: () => void;
}) {
  const { t, exact, moment } = useWords();
  const name = browser ?? t("sessions.unnamed");
  const opened = t("sessions.opened", {
    moment: exact(openedAt),
    how: t(`sessions.${openedBy}`),
  });
  return (
    <>
      <p className="wl-alert-title">{isThis ? `${t("sessions.here")} · ${name}` : name}</p>
      <p>
        {opened} {!isThis && t("sessions.seen", { moment: moment(seenAt) })}
      </p>
      {!isThis && (
        <Button
          variant="default"
          className="wl-button"
          aria-label={`${t("sessions.end")}: ${name}. ${opened}`}
          loading={isEnding}
          onClick={end}
        >
          {t("sessions.end")}
        </Button>
      )}
    </>
  );
}

function EndOthers() {
  const { t } = useWords();
  const end = useEnd();
  return (
    <AskFirst
      deed={{
        label: t("sessions.endAll"),
        about: t("sessions.title"),
        question: t("sessions.endAllTitle"),
        consequence: t("sessions.endAllMore"),
        yes: t("sessions.endAllYes"),
        no: t("sessions.endAllNo"),
        running: t("sessions.ending"),
        done: t("sessions.ended"),
        error: end.error,
        isRunning: end.isPending,
        run: () => end.mutateAsync(null),
        focusOn: "#sessions",
      }}
    />
  );
}

function useEnd() {
  const client = useQueryClient();
  return useMutation({
    mutationFn: endSessions,
    onSuccess: (left) => client.setQueryData(queryKey, left),
    // Ended meanwhile, here or there: what holds now is shown.
    onError: () => client.invalidateQueries({ queryKey }),
  });
}

import { Button } from "@mantine/core";
import type { AgentAskView, AgentView } from "@farthing/protocol";
import { Link } from "@tanstack/react-router";
import { isRefusal } from "../askPasskey.ts";
import { FailureCard } from "../Cards.tsx";
import { useWords } from "../useWords.ts";
import { useGoOn, usePrograms } from "./queries.ts";

/** On the wallet's first page: what programs ask for, and which of them stand still. */
export function ProgramNotices() {
  const page = usePrograms();
  const { programs = [] } = page.data ?? {};
  const stopped = programs.filter(({ usedUp, status }) => usedUp && status === "active");
  // What only waits for a program to go on is said by that program's own card.
  const isSaid = (ask: AgentAskView) =>
    ask.why === "over-total" && stopped.some(({ id }) => id === ask.program.id);
  const asks = page.data?.asks.filter((ask) => !isSaid(ask)) ?? [];
  if (asks.length === 0 && stopped.length === 0) return null;
  return (
    <div className="wl-notices">
      {asks.map((ask) => (
        <AskCard key={ask.id} ask={ask} />
      ))}
      {stopped.map((program) => (
        <section key={program.id} className="wl-card" aria-label={program.name}>
          <GoOn program={program} />
        </section>
      ))}
    </div>
  );
}

/** A payment that a program asks for, with the way to its page. */
export function AskCard({ ask }: { readonly ask: AgentAskView }) {
  const { t, money } = useWords();
  const program = ask.program.name;
  const title = t("programs.asks", { program, amount: money(ask.price), merchant: ask.merchant });
  return (
    <section className="wl-card wl-notice" aria-label={title}>
      <p className="wl-alert-title">{title}</p>
      <p className="wl-soft">{ask.title}</p>
      <Link to="/programs/$ask" params={{ ask: ask.id }} className="ft-link">
        {t("programs.look")}
      </Link>
    </section>
  );
}

/** A program that used up its session: it goes on when a passkey says so. */
export function GoOn({ program }: { readonly program: AgentView }) {
  const { t, money } = useWords();
  const goOn = useGoOn(program.id);
  const { name } = program;
  return (
    <div className="wl-notice">
      <p className="wl-alert-title">
        {t("programs.usedUp", { program: name, cap: money(program.perSession) })}
      </p>
      <p>{t("programs.usedUpHint")}</p>
      <Button
        className="wl-button"
        aria-label={`${t("programs.goOn")}: ${name}`}
        loading={goOn.isPending}
        onClick={() => goOn.mutate(undefined)}
      >
        {t("programs.goOn")}
      </Button>
      <p className="wl-status" role="status">
        {goOn.isError && isRefusal(goOn.error) && t("programs.cancelled")}
      </p>
      {goOn.isError && !isRefusal(goOn.error) && <FailureCard error={goOn.error} />}
    </div>
  );
}

import { EmptyCard, FailureCard, LoadingCard } from "../Cards.tsx";
import { TitledScreen } from "../TitledScreen.tsx";
import { useWords } from "../useWords.ts";
import { NewProgram } from "./NewProgram.tsx";
import { AskCard } from "./ProgramNotices.tsx";
import { ProgramCard } from "./ProgramCard.tsx";
import { usePrograms } from "./queries.ts";

/** Keys for programs: what each may pay and paid, what waits for an answer, and the way to make another. */
export function ProgramsScreen() {
  const { t } = useWords();
  const page = usePrograms();
  const rank = (status: string) => (status === "active" || status === "paused" ? 0 : 1);
  const programs = page.data?.programs.toSorted((a, b) => rank(a.status) - rank(b.status)) ?? [];
  return (
    <TitledScreen title={t("programs.title")}>
      <p>{t("programs.what")}</p>
      {page.isPending && <LoadingCard lines={4} />}
      {page.isError && page.data === undefined && (
        <FailureCard error={page.error} retry={() => void page.refetch()} />
      )}
      {page.data?.asks.map((ask) => (
        <AskCard key={ask.id} ask={ask} />
      ))}
      {page.isSuccess && (
        <section className="wl-programs" aria-labelledby="programs">
          <h2 id="programs" tabIndex={-1}>
            {t("programs.list")}
          </h2>
          {programs.length === 0 && (
            <EmptyCard title={t("programs.empty")} hint={t("programs.emptyHint")} />
          )}
          <ul className="wl-list">
            {programs.map((program) => (
              <li key={program.id}>
                <ProgramCard program={program} page={page.data} />
              </li>
            ))}
          </ul>
        </section>
      )}
      {page.data && <NewProgram page={page.data} />}
    </TitledScreen>
  );
}

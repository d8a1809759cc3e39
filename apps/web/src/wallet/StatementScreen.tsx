import { Button } from "@mantine/core";
import { systemClock } from "@farthing/core";
import type { Statement } from "@farthing/protocol";
import { useState } from "react";
import { zoneHere } from "../kit/dates.ts";
import { EmptyCard, FailureCard, LoadingCard } from "./Cards.tsx";
import { MonthPicker } from "./MonthPicker.tsx";
import { useChangeSettings, useMe, useStatement, useStatementCsv } from "./queries.ts";
import { saveFile } from "./saveFile.ts";
import { StatementRow } from "./StatementRow.tsx";
import { TitledScreen } from "./TitledScreen.tsx";
import { useWords } from "./useWords.ts";

/** A month of the wallet's account: opening balance, every transfer with the balance after it, closing balance. */
export function StatementScreen() {
  const { t } = useWords();
  // Null until another month is picked: the server knows which one it is where the account is.
  const [month, setMonth] = useState<string | null>(null);
  const current = useStatement(null).data?.pages[0]?.month ?? null;
  const statement = useStatement(month);
  const pages = statement.data?.pages ?? [];
  const shown = month ?? current;
  return (
    <TitledScreen title={t("statement.title")}>
      {shown !== null && current !== null && (
        <MonthPicker month={shown} last={current} pick={setMonth} />
      )}
      {statement.isPending && <LoadingCard lines={5} />}
      {pages[0] && <Month pages={pages} statement={statement} />}
      {statement.isError && (
        <FailureCard error={statement.error} retry={() => void statement.refetch()} />
      )}
    </TitledScreen>
  );
}

function Month({
  pages,
  statement,
}: {
  readonly pages: readonly Statement[];
  readonly statement: ReturnType<typeof useStatement>;
}) {
  const { t, month } = useWords();
  const first = pages[0];
  // Of the last page: what was paid since the first one was read is in it.
  const last = pages.at(-1);
  if (first === undefined || last === undefined) return null;
  const lines = pages.flatMap((page) => page.lines);
  const name = month(first.month ?? "");
  return (
    <>
      <PrintedHead month={name} />
      <section className="wl-card" aria-label={name}>
        <Balance name={t("statement.opening")} money={first.opening} />
        {lines.length > 0 && (
          <ol className="wl-payments wl-statement">
            {lines.map((line) => (
              <StatementRow key={line.transfer} line={line} zone={first.zone} />
            ))}
          </ol>
        )}
        {statement.hasNextPage && (
          <Button
            variant="default"
            className="wl-button wl-more"
            loading={statement.isFetchingNextPage}
            onClick={() => void statement.fetchNextPage()}
          >
            {t("activity.more")}
          </Button>
        )}
        <Balance name={t("statement.closing")} money={last.closing} />
      </section>
      {lines.length === 0 && (
        <EmptyCard title={t("statement.empty", { month: name })} hint={t("statement.emptyHint")} />
      )}
      {lines.length > 0 && <p className="wl-soft">{t("statement.sum")}</p>}
      <Download month={first.month ?? ""} />
      <Print statement={statement} />
      <Zone zone={first.zone} />
    </>
  );
}

function Balance({ name, money }: { readonly name: string; readonly money: Statement["opening"] }) {
  const { balance } = useWords();
  return (
    <p className="wl-row wl-statement-end">
      <span>{name}</span>
      <span className="ft-money">{balance(money)}</span>
    </p>
  );
}

function Download({ month }: { readonly month: string }) {
  const { t } = useWords();
  const csv = useStatementCsv((text, of) => saveFile(`farthing-${of}.csv`, "text/csv", text));
  return (
    <div className="wl-statement-more">
      <Button
        variant="default"
        className="wl-button"
        loading={csv.isPending}
        onClick={() => csv.mutate(month)}
      >
        {t("statement.download")}
      </Button>
      {csv.isError && <FailureCard error={csv.error} retry={() => csv.mutate(month)} />}
    </div>
  );
}

/** On paper only: whose statement this is, of which month, and when and where it was made. */
function PrintedHead({ month }: { readonly month: string }) {
  const { t, exact } = useWords();
  const me = useMe();
  return (
    <header className="wl-printed">
      <p className="wl-alert-title">
        {t("statement.of", { wallet: me.data?.name ?? "" })}, {month}
      </p>
      <p>{t("statement.made", { moment: exact(systemClock.now()), address: location.host })}</p>
    </header>
  );
}

/** Every line first, then the browser's own dialog, which also saves a PDF. */
function Print({ statement }: { readonly statement: ReturnType<typeof useStatement> }) {
  const { t } = useWords();
  const [isLoading, setLoading] = useState(false);
  const loadAll = async () => {
    let page = statement;
    while (page.hasNextPage) page = await page.fetchNextPage({ throwOnError: true });
  };
  const printAll = () => {
    setLoading(true);
    loadAll().then(
      () => {
        setLoading(false);
        // After React has drawn what came last.
        requestAnimationFrame(() => print());
      },
      // Said by the screen: the statement could not be loaded further.
      () => setLoading(false),
    );
  };
  return (
    <div className="wl-statement-more">
      <Button variant="default" className="wl-button" loading={isLoading} onClick={printAll}>
        {t("statement.print")}
      </Button>
    </div>
  );
}

/** Which time zone this is, and the way to the reader's own. */
function Zone({ zone }: { readonly zone: string }) {
  const { t } = useWords();
  const change = useChangeSettings();
  const here = zoneHere();
  return (
    <div className="wl-statement-more">
      <p className="wl-soft">{t("statement.zone", { zone })}</p>
      {here !== zone && (
        <Button
          variant="default"
          className="wl-button"
          loading={change.isPending}
          onClick={() => change.mutate({ timeZone: here })}
        >
          {t("statement.useZone", { zone: here })}
        </Button>
      )}
      {change.isError && (
        <FailureCard error={change.error} retry={() => change.mutate({ timeZone: here })} />
      )}
    </div>
  );
}

import { Button } from "@mantine/core";
import { isRefusal } from "../askPasskey.ts";
import { FailureCard } from "../Cards.tsx";
import { useWords } from "../useWords.ts";
import { useExport } from "./queries.ts";

/** Everything that is kept of a wallet, as one file. */
export function ExportCard() {
  const { t, language } = useWords();
  const { bytes, download } = useExport();
  const { error, isPending, isSuccess } = download;
  const megabytes = (bytes / 1e6).toLocaleString(language, {
    minimumFractionDigits: 1,
    maximumFractionDigits: 1,
  });
  const isTurnedDown = error !== null && isRefusal(error);
  return (
    <section className="wl-card wl-way" aria-labelledby="export">
      <h2 id="export">{t("leave.export.title")}</h2>
      <p>{t("leave.export.what")}</p>
      <p className="wl-soft">{t("leave.export.keep")}</p>
      <Button className="wl-button" loading={isPending} onClick={() => download.mutate()}>
        {t("leave.export.do")}
      </Button>
      <p className="wl-status" role="status">
        {isPending && bytes === 0 && t("leave.asking")}
        {isPending && bytes > 0 && t("leave.export.running", { megabytes })}
        {isSuccess && t("leave.export.done", { megabytes })}
        {isTurnedDown && t("leave.cancelled")}
      </p>
      {error !== null && !isTurnedDown && (
        <FailureCard error={error} retry={() => download.mutate()} />
      )}
    </section>
  );
}

import { Button } from "@mantine/core";
import { spellMoney, type TrueLiability } from "@farthing/log";
import { useMutation } from "@tanstack/react-query";
import { CallError } from "../kit/call.ts";
import { getLiabilitiesFile } from "./api.ts";
import { FailureCard } from "./Cards.tsx";
import { saveFile } from "./saveFile.ts";
import { useWords } from "./useWords.ts";
import { getTrustedKeys } from "./verify/getTrustedKeys.ts";
import { type TotalFault, verifyTotal } from "./verify/verifyTotal.ts";

/** Whether this wallet's balance is in the total that the log seals each day, checked in this browser. */
export function TotalCard({ payer }: { readonly payer: string }) {
  const { t } = useWords();
  const check = useMutation({
    mutationFn: async () => {
      const [file, keys] = await Promise.all([getLiabilitiesFile(), getTrustedKeys()]);
      return { file, found: await verifyTotal(file, keys, payer) };
    },
  });
  const { data, error } = check;
  const isNone = error instanceof CallError && error.is("not-found");
  const found = typeof data?.found === "object" ? data.found : null;
  const failed = typeof data?.found === "string" ? data.found : null;
  return (
    <section className="wl-card" aria-labelledby="total">
      <h2 id="total">{t("total.title")}</h2>
      <p className="wl-soft">{t("total.lead")}</p>
      <div className="wl-buttons">
        <Button className="wl-button" loading={check.isPending} onClick={() => check.mutate()}>
          {t(data === undefined ? "total.run" : "total.again")}
        </Button>
        {data !== undefined && (
          <Button
            variant="default"
            className="wl-button"
            onClick={() => saveFile("liabilities.tlog-proof", "text/plain", data.file)}
          >
            {t("total.save")}
          </Button>
        )}
      </div>
      <p className="wl-verdict" role="status" data-result={data && !found ? "failed" : "passed"}>
        {check.isPending && t("verify.running")}
        {found !== null && <True found={found} />}
        {failed !== null && t(failures[failed] ?? "total.failed")}
        {isNone && t("total.none")}
      </p>
      {found !== null && <p className="wl-soft">{t("total.whose", { payer })}</p>}
      <p className="wl-soft">{t("total.leaks")}</p>
      {check.isError && !isNone && <FailureCard error={error} retry={() => check.mutate()} />}
    </section>
  );
}

/** What is said of checks that failed in a way of their own. */
const failures: Readonly<Partial<Record<TotalFault, "total.notYours" | "total.unwitnessed">>> = {
  "not-yours": "total.notYours",
  "not-witnessed": "total.unwitnessed",
};

function True({ found }: { readonly found: TrueLiability }) {
  const { t, language, exact } = useWords();
  const { asset } = found;
  const money = (amount: bigint) => spellMoney({ amount, asset }, language);
  const { time } = found.checkpoint.signed.find((each) => each.time !== null) ?? { time: null };
  return (
    <>
      {t("total.passed", {
        own: money(found.balance),
        sum: money(found.sum),
        day: found.day,
        leaves: found.size,
      })}
      {time !== null && ` ${t("total.signed", { when: exact(time * 1_000) })}`}
    </>
  );
}

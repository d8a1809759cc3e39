import { Button } from "@mantine/core";
import type { PaymentDetail } from "@farthing/protocol";
import { useMutation } from "@tanstack/react-query";
import { getProof } from "./api.ts";
import { FailureCard } from "./Cards.tsx";
import { useWords } from "./useWords.ts";
import { getTrustedKeys } from "./verify/getTrustedKeys.ts";
import { type Check, verifyPayment } from "./verify/verifyPayment.ts";

/** Checks the payment in this browser, and shows each step with its result. */
export function VerifyPanel({ payment }: { readonly payment: PaymentDetail }) {
  const { t } = useWords();
  const check = useMutation({
    mutationFn: async () => {
      const [proof, keys] = await Promise.all([getProof(payment.id), getTrustedKeys()]);
      return verifyPayment({ payment, proof, keys, issuer: location.origin });
    },
  });
  return (
    <section className="wl-card" aria-labelledby="verify">
      <h2 id="verify">{t("verify.title")}</h2>
      <p className="wl-soft">{t("verify.lead")}</p>
      <Button className="wl-button" loading={check.isPending} onClick={() => check.mutate()}>
        {t(check.data === undefined ? "verify.run" : "verify.again")}
      </Button>
      <p className="wl-verdict" role="status" data-result={verdict(check.data)}>
        {check.isPending && t("verify.running")}
        {check.data !== undefined && t(`verify.${found(check.data)}`)}
      </p>
      {check.data !== undefined && (
        <Steps checks={check.data} hasReceipt={payment.receipt !== null} />
      )}
      {check.isError && <FailureCard error={check.error} retry={() => check.mutate()} />}
    </section>
  );
}

function verdict(checks: readonly Check[] = []): "passed" | "failed" {
  return checks.some(({ result }) => result === "failed") ? "failed" : "passed";
}

/** A head that the log alone signed is not believed; that the payment is wrong, nobody has shown. */
function found(checks: readonly Check[]): "passed" | "failed" | "unwitnessed" {
  const failed = checks.find(({ result }) => result === "failed");
  return failed?.name === "witnesses" ? "unwitnessed" : verdict(checks);
}

function Steps(steps: { readonly checks: readonly Check[]; readonly hasReceipt: boolean }) {
  const { t } = useWords();
  const applies = (name: string) => steps.hasReceipt || !name.startsWith("receipt-");
  return (
    <ol className="wl-checks">
      {steps.checks
        .filter(({ name }) => applies(name))
        .map(({ name, result }) => (
          <li key={name} data-result={result}>
            <Sign result={result} />
            <span>
              {t(`verify.checks.${name}.${result === "failed" ? "failed" : "passed"}`)}
              {result === "skipped" && <span className="wl-soft"> {t("verify.skipped")}</span>}
            </span>
          </li>
        ))}
    </ol>
  );
}

const signs: Record<Check["result"], string> = {
  passed: "m5 13 5 5 9-11",
  failed: "m6 6 12 12M18 6 6 18",
  skipped: "M6 12h12",
};

/** A tick, a cross or a dash; the words beside it say the same. */
function Sign({ result }: { readonly result: Check["result"] }) {
  return (
    <svg className="wl-sign" viewBox="0 0 24 24" aria-hidden="true">
      <path d={signs[result]} />
    </svg>
  );
}

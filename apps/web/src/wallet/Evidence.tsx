import { Button, Textarea } from "@mantine/core";
import { evidenceLengthMax, type PaymentDetail, type ReportView } from "@farthing/protocol";
import { useState } from "react";
import { FailureCard } from "./Cards.tsx";
import { useEvidence } from "./queries.ts";
import { useWords } from "./useWords.ts";

/** The payer's own words about a report that is not decided: once. */
export function Evidence(of: { readonly payment: PaymentDetail; readonly report: ReportView }) {
  const { t } = useWords();
  const give = useEvidence(of.payment.id);
  const [text, setText] = useState("");
  const [isMissing, setMissing] = useState(false);
  if (of.report.steps.some(({ step }) => step === "payer-evidence")) return null;
  const send = (event: React.FormEvent) => {
    event.preventDefault();
    setMissing(text.trim() === "");
    if (text.trim() !== "") give.mutate(text);
  };
  return (
    <form className="wl-form" onSubmit={send} noValidate>
      <Textarea
        label={t("back.evidence")}
        description={t("back.evidenceHint", { merchant: of.payment.merchant })}
        className="wl-wide"
        value={text}
        maxLength={evidenceLengthMax}
        autosize
        minRows={3}
        error={isMissing && text.trim() === "" ? t("back.evidenceMissing") : undefined}
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button type="submit" variant="default" className="wl-button" loading={give.isPending}>
        {t("back.evidenceGive")}
      </Button>
      {give.isError && <FailureCard error={give.error} />}
    </form>
  );
}

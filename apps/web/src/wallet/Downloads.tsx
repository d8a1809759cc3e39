import { Button } from "@mantine/core";
import type { PaymentDetail } from "@farthing/protocol";
import { useMutation } from "@tanstack/react-query";
import { getReceiptFile } from "./api.ts";
import { FailureCard } from "./Cards.tsx";
import { saveFile } from "./saveFile.ts";
import { canShareFiles, shareFile } from "./shareFile.ts";
import { useWords } from "./useWords.ts";

/** The receipt and the proof as files: the payer holds them without us. */
export function Downloads({ payment }: { readonly payment: PaymentDetail }) {
  const { t } = useWords();
  const { id, receipt } = payment;
  const proof = useMutation({
    mutationFn: () => getReceiptFile(id),
    onSuccess: (text) => saveFile(`${id}.tlog-proof`, "text/plain", text),
  });
  const share = useMutation({
    mutationFn: async () => shareFile(`${id}.tlog-proof`, await getReceiptFile(id)),
  });
  return (
    <section className="wl-card" aria-labelledby="papers">
      <h2 id="papers">{t("payment.receiptTitle")}</h2>
      <p className="wl-soft">{t("payment.receiptLead")}</p>
      <div className="wl-buttons">
        {receipt !== null && (
          <Button
            variant="default"
            className="wl-button"
            onClick={() => saveFile(`${id}-receipt.jwt`, "application/jwt", receipt)}
          >
            {t("payment.downloadReceipt")}
          </Button>
        )}
        <Button
          variant="default"
          className="wl-button"
          loading={proof.isPending}
          onClick={() => proof.mutate()}
        >
          {t("payment.downloadProof")}
        </Button>
        {canShareFiles() && (
          <Button
            variant="default"
            className="wl-button"
            loading={share.isPending}
            onClick={() => share.mutate()}
          >
            {t("payment.shareProof")}
          </Button>
        )}
      </div>
      <p className="wl-soft">{t("payment.proofLater")}</p>
      <p>
        <a href="/verify">{t("payment.checkFile")}</a>
      </p>
      {proof.isError && <FailureCard error={proof.error} retry={() => proof.mutate()} />}
      {share.isError && <FailureCard error={share.error} retry={() => share.mutate()} />}
    </section>
  );
}

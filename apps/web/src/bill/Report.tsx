/** @jsxImportSource preact */
import type { BillItem, ReportReason } from "@farthing/protocol";
import { useState } from "preact/hooks";
import type { Words } from "./BillPage.tsx";
import type { BillState } from "./useBill.ts";

const reasons = ["not-me", "not-received", "not-as-described"] as const satisfies ReportReason[];

/** The three honest words of rule 22, for somebody without a wallet. */
export function Report({
  item,
  state,
  words,
  close,
}: {
  readonly item: BillItem;
  readonly state: BillState;
  readonly words: Words;
  readonly close: () => void;
}) {
  const { text } = words;
  const [reason, setReason] = useState<ReportReason>("not-received");
  return (
    <fieldset class="bill-report">
      <legend>{text.reportTitle}</legend>
      {reasons.map((each) => (
        <label key={each}>
          <input
            type="radio"
            name={item.payment}
            checked={reason === each}
            onChange={() => setReason(each)}
          />
          {text.reasons[each]}
        </label>
      ))}
      <div class="bill-acts">
        <button
          type="button"
          class="ft-button ft-button-strong pay-wide"
          onClick={() => state.report(item.payment, reason)}
        >
          {text.send}
        </button>
        <button type="button" class="ft-button pay-wide" onClick={close}>
          {text.keep}
        </button>
      </div>
    </fieldset>
  );
}

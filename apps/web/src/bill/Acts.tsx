/** @jsxImportSource preact */
import type { Bill } from "@farthing/protocol";
import { useArmed } from "../pay/useArmed.ts";
import type { Words } from "./BillPage.tsx";
import type { BillState } from "./useBill.ts";

/** Pay, or stop here. Buttons count half a second after the page came into view (rule 11). */
export function Acts({
  state,
  bill,
  words,
}: {
  readonly state: BillState;
  readonly bill: Bill;
  readonly words: Words;
}) {
  const { text } = words;
  const armed = useArmed(bill.state);
  const isBusy = state.notice === "paying";
  const press = (act: () => void) => (event: MouseEvent) => {
    if (armed && !isBusy && event.isTrusted && event.detail <= 1) act();
  };
  const button = (label: string, act: () => void, strong = false) => (
    <button
      type="button"
      class={`ft-button pay-wide${strong ? " ft-button-strong" : ""}`}
      aria-disabled={!armed || isBusy}
      onClick={press(act)}
    >
      {label}
    </button>
  );
  const owes = bill.items.length > 0;
  const isOpen = bill.state === "open" || bill.state === "due";
  return (
    <div class="bill-acts">
      {owes && bill.wallet === null && button(text.openAndPay, () => state.pay("create"), true)}
      {owes &&
        button(
          bill.wallet === null ? text.haveWallet : text.fromWallet,
          () => state.pay("get"),
          bill.wallet !== null,
        )}
      {owes && bill.mode === "sandbox" && button(text.rail, () => state.pay("sandbox"))}
      {owes && isOpen && button(text.stop, state.stop)}
      {owes && isOpen && <p class="pay-from">{text.stopHint}</p>}
      {bill.wallet !== null && (
        <a class="ft-link" href="/">
          {text.openWallet}
        </a>
      )}
    </div>
  );
}

/** @jsxImportSource preact */
import type { OpenGrantResponse } from "@farthing/protocol";
import { Press, type PressChoice } from "./Press.tsx";
import type { ReadyInput } from "./ReadyView.tsx";
import { amountWords, type Words } from "./words.ts";

type Later = NonNullable<OpenGrantResponse["payLater"]>;

/** The choice beside the passkey (rule 21); none on a device that others use, where a bill would be anybody's. */
export function laterChoice({ payment, view, words }: ReadyInput): readonly PressChoice[] {
  // Reached by a link: this once with a passkey is all there is (rule 4).
  if (!view.mayEnrol) return [];
  const isOffered = view.payLater?.state === "open" && !payment.state.everyTime;
  if (!isOffered || (payment.state.way === "get") !== (view.wallet !== null)) return [];
  const label = words.text.later.act[view.kind];
  return [{ label, act: payment.payLater, describedBy: "pay-later" }];
}

/** What paying later means here, or why there is none. */
export function LaterNote(input: ReadyInput) {
  const { view, words } = input;
  const { payLater } = view;
  if (payLater === null || (payLater.state === "open" && laterChoice(input).length === 0)) {
    return null;
  }
  const sentence = laterWords(payLater, view, words);
  return sentence === "" ? null : (
    <p id="pay-later" class="pay-sentence pay-later">
      {sentence}{" "}
      {payLater.bill.owed.amount !== "0" && (
        <a class="ft-link" href="/bill" target="_blank" rel="noreferrer">
          {words.text.later.look}
        </a>
      )}
    </p>
  );
}

function laterWords({ state, bill }: Later, view: OpenGrantResponse, words: Words): string {
  const { later } = words.text;
  const [price, owed, line] = [view.price, bill.owed, bill.line].map((money) =>
    amountWords(money, words),
  );
  if (state === "network" || state === "closed") return later[state];
  if (state !== "open") return "";
  return bill.owed.amount === "0"
    ? later.says(price ?? "", line ?? "")
    : later.more(price ?? "", owed ?? "", line ?? "");
}

/** At the line the bill is paid first: from a wallet, in the sandbox by its rail; or nothing more goes on it. */
export function BillDue({
  payment,
  words,
  view,
  bill,
}: ReadyInput & { readonly bill: Later["bill"] }) {
  const { later } = words.text;
  const { way } = payment.state;
  const pay = () => payment.payBill(bill.owed, way);
  const label = way === "create" ? later.openAndPay : later.fromWallet;
  const rail: PressChoice = {
    label: later.rail,
    act: () => payment.payBill(bill.owed, "sandbox"),
  };
  const choices: readonly PressChoice[] = [
    { label, act: pay, isStrong: true, describedBy: "bill-due" },
    ...(view.mode === "sandbox" ? [rail] : []),
    { label: later.stop, act: payment.stopBill },
  ];
  return (
    <>
      <p id="bill-due" class="pay-sentence pay-later">
        {later.due(amountWords(bill.owed, words))}
      </p>
      <Press payment={payment} words={words} choices={choices} />
      <a class="ft-link" href="/bill" target="_blank" rel="noreferrer">
        {later.look}
      </a>
    </>
  );
}

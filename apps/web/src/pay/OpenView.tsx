/** @jsxImportSource preact */
import { Press } from "./Press.tsx";
import { Article, type ReadyInput, Who } from "./ReadyView.tsx";
import { ScreenTitle } from "./ScreenTitle.tsx";

/** "Paid for this before?": signs in to open it, and never pays. Who is known to own it is told so. */
export function OpenView(input: ReadyInput) {
  const { payment, view, words } = input;
  const { open, cancel } = words.text;
  const { title, lead, act } = view.owned ? open.owned : open;
  return (
    <>
      <ScreenTitle>{title}</ScreenTitle>
      <Article {...input} />
      <p class="pay-why">{lead}</p>
      {view.wallet && (
        <Who
          payment={payment}
          words={words}
          sentence={view.owned ? view.wallet.name : open.inWallet(view.wallet.name)}
        />
      )}
      <Press
        payment={payment}
        words={words}
        choices={[{ label: act, act: () => payment.pay("open"), isStrong: true }]}
      />
      <ul class="pay-links">
        {!view.owned && (
          <li>
            <button type="button" class="ft-link" onClick={() => payment.dispatch({ name: "buy" })}>
              {open.buy}
            </button>
          </li>
        )}
        <li>
          <button type="button" class="ft-link" onClick={payment.cancel}>
            {cancel}
          </button>
        </li>
      </ul>
    </>
  );
}

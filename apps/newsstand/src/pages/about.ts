import { html } from "hono/html";
import { type Html, layout } from "./layout.ts";

/** "What is this?": the demo in plain words. */
export function aboutPage(wallet: string): Html {
  return layout({
    title: "What is this? – The Newsstand",
    main: html`<article class="reading">
      <h1>What is this?</h1>
      <p class="teaser">
        The Newsstand is a demo publisher. It sells its articles one by one, for a few cents each,
        through Farthing. All money here is play money: a new wallet is given ten dollars of it.
      </p>
      <h2>What you can try</h2>
      <p>
        Open an article and press “Read for …”. The first time, your wallet opens: you make it with
        your fingerprint, face or screen lock, see the most you agree to, and pay. After that one
        press opens an article at or below five cents. For ten seconds you can undo.
      </p>
      <h2>What this site learns</h2>
      <p>
        That somebody paid for this article in this browser. Not your name, not your balance, not
        what you read elsewhere. The button and its price are drawn by the wallet, not by us.
      </p>
      <h2>Where your money is</h2>
      <p><a href="${wallet}/">Your wallet</a> shows each payment with its receipt.</p>
    </article>`,
  });
}

/** Nothing at this address. */
export function missingPage(): Html {
  return layout({
    title: "Not found – The Newsstand",
    main: html`<article class="reading">
      <h1>There is nothing at this address</h1>
      <p><a href="/">Go to the front page</a></p>
    </article>`,
  });
}

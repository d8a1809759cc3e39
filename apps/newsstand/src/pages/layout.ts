import { html, raw } from "hono/html";

/** Escaped HTML, as hono's `html` makes it. */
export type Html = ReturnType<typeof html>;

interface Page {
  readonly title: string;
  readonly main: Html;
  /** The wallet's origin where the page sells something. */
  readonly wallet?: string;
}

/** The frame of every page: masthead, content, and the note that this is a demo. */
export function layout({ title, main, wallet }: Page): Html {
  return html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="color-scheme" content="light dark" />
        <title>${title}</title>
        <link rel="icon" href="/assets/icon.svg" type="image/svg+xml" />
        <link rel="stylesheet" href="/assets/newsstand.css" />
        <script src="/assets/newsstand.js" type="module"></script>
        ${wallet === undefined ? "" : html`<script src="${wallet}/farthing.js" async></script>`}
      </head>
      <body>
        <a class="skip" href="#main">Skip to the content</a>
        <header class="masthead">
          <p class="ear">Small change accepted</p>
          <p class="name"><a href="/">The Newsstand</a></p>
          <nav class="ear" aria-label="Also for sale">
            <a href="/pass">Day pass</a> <a href="/prints">Prints</a> <a href="/tip">Tip</a>
          </nav>
        </header>
        <main id="main">${main}</main>
        <footer>
          <p>
            This is a demo with play money: nothing here costs real money.
            <a href="/about">What is this?</a>
          </p>
        </footer>
      </body>
    </html>`;
}

/** A line drawing that says nothing a reader needs to hear. The path comes from our own articles. */
export function drawing(path: string): Html {
  return html`<svg class="drawing" viewBox="0 0 64 64" aria-hidden="true">
    <path d="${raw(path)}" />
  </svg>`;
}

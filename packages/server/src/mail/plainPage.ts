import { randomBytes } from "node:crypto";
import { html, raw } from "hono/html";
import type { Deps } from "../deps.ts";
import { formPageHeaders } from "../http/securityHeaders.ts";
import { type Language, words } from "./words.ts";

type Html = ReturnType<typeof html>;

// The look of apps/web/src/kit/theme.css, as far as a page of one heading and one button needs it.
const style = `
:root { color-scheme: light dark; --paper: #f6f5f1; --surface: #fff; --ink: #1a201d; --soft: #4f5a54; --line: #dddbd3; --accent: #0a6b57; --on-accent: #fff; }
@media (prefers-color-scheme: dark) { :root { --paper: #101412; --surface: #181d1b; --ink: #ecf1ee; --soft: #abb7b1; --line: #2e3633; --accent: #58cfb0; --on-accent: #04211a; } }
* { box-sizing: border-box; }
body { margin: 0; padding: 1.5rem; background: var(--paper); color: var(--ink); font: 1rem/1.5 -apple-system, BlinkMacSystemFont, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif; overflow-wrap: anywhere; }
main { display: flex; flex-direction: column; align-items: flex-start; gap: 1rem; max-width: 44rem; margin: 0 auto; }
main > *, main > form { margin: 0; }
h1 { font-size: 1.75rem; line-height: 1.2; }
.soft { color: var(--soft); }
.card { align-self: stretch; padding: 1.5rem; border: 1px solid var(--line); border-radius: .75rem; background: var(--surface); }
.card p { margin: 0 0 .5rem; }
.card pre { margin: 0; font: inherit; white-space: pre-wrap; }
button { min-height: 2.75rem; padding: .5rem 1.5rem; border: 2px solid var(--accent); border-radius: .75rem; background: var(--accent); color: var(--on-accent); font: inherit; font-weight: 600; cursor: pointer; }
a { color: var(--accent); }
main > a { min-height: 2.75rem; display: inline-flex; align-items: center; }
:focus-visible { outline: 3px solid var(--accent); outline-offset: 2px; }
`;

/** A page without a script, for whoever comes from a mail with whatever browser: its one button is a plain form. */
export async function plainPage(
  { config }: Pick<Deps, "config">,
  of: { language: Language; title: string; content: Html; status?: number },
): Promise<Response> {
  const { language, title, content, status = 200 } = of;
  const nonce = randomBytes(16).toString("base64url");
  const { wallet, pages } = words[language];
  const page = await html`<!doctype html>
    <html lang="${language}">
      <head>
        <meta charset="utf-8" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="robots" content="noindex" />
        <title>${title} · ${wallet}</title>
        <style nonce="${nonce}">
          ${raw(style)}
        </style>
      </head>
      <body>
        <main>
          <h1>${title}</h1>
          ${content}
          <a href="/">${pages.home}</a>
        </main>
      </body>
    </html> `;
  return new Response(page.toString(), { status, headers: formPageHeaders(config, nonce) });
}

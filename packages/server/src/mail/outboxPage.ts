import { html } from "hono/html";
import type { Deps } from "../deps.ts";
import type { Ctx } from "../http/context.ts";
import { openLetter } from "./letter.ts";
import { plainPage } from "./plainPage.ts";
import { languageOf } from "./words.ts";

const shownMax = 50;

/** The newest mails that nobody sends, with the links in them, for whoever tries the demo (`showsOutbox`). */
export async function outboxPage(deps: Deps, c: Ctx): Promise<Response> {
  c.env.route = "/outbox";
  const rows = await deps.store
    .selectFrom("mails")
    .selectAll()
    .where("sent_at", "is", null)
    .orderBy("created_at", "desc")
    .orderBy("id", "desc")
    .limit(shownMax)
    .execute();
  const mails = rows.map((row) => {
    const { to, subject, text } = openLetter(deps, row);
    return html`<section class="card">
      <p><strong>${subject}</strong></p>
      <p class="soft">To ${to}</p>
      <pre>${text.split("\n").flatMap((line) => [linked(deps, line), "\n"])}</pre>
    </section>`;
  });
  const language = languageOf(c.req.header("accept-language"));
  const content = html`<p>
      This is the demo: no mail is sent. What would be sent is here, newest first.
    </p>
    ${mails.length === 0 ? html`<p class="soft">Nothing yet.</p>` : mails}`;
  return plainPage(deps, { language, title: "Outbox", content });
}

/** A line that is one of our own links can be pressed. */
function linked({ config }: Deps, line: string) {
  return line.startsWith(`${config.origin}/`) ? html`<a href="${line}">${line}</a>` : line;
}

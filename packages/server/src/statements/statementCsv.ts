import { instant } from "@farthing/core";
import type { Statement } from "@farthing/protocol";
import type { Deps } from "../deps.ts";
import { milliseconds } from "../projections/view.ts";
import { csvClosing, csvHead, csvLine, csvOpening } from "./csv.ts";
import { statementOf, type StatementWish } from "./statementOf.ts";

/** Lines read at once. */
const pageLines = 500;

/**
 * The whole period as CSV, a page in memory at a time. It ends where the ledger stands now: what happens while it is
 * sent would move the closing balance. Throws as `statementOf` does, before the first byte.
 */
export async function statementCsv(
  deps: Deps,
  wish: Omit<StatementWish, "limit" | "cursor">,
): Promise<Response> {
  // The engine's clock may stand ahead of ours.
  const headMs = milliseconds(deps.ledger.head().timestamp) + 1;
  const now = Math.max(deps.clock.now(), headMs);
  const to = instant(Math.max(wish.period.from, Math.min(wish.period.to, now)));
  const fixed = { ...wish, period: { ...wish.period, to }, limit: pageLines };
  const first = await statementOf(deps, { ...fixed, cursor: null });
  const pages = csvPages(first, (cursor) => statementOf(deps, { ...fixed, cursor }));
  const encoder = new TextEncoder();
  const body = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const { done, value } = await pages.next();
      if (done === true) controller.close();
      else controller.enqueue(encoder.encode(value));
    },
    async cancel() {
      await pages.return(undefined);
    },
  });
  const name = `farthing-${wish.period.month ?? "statement"}.csv`;
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
    },
  });
}

async function* csvPages(
  first: Statement,
  read: (cursor: string) => Promise<Statement>,
): AsyncGenerator<string, void, undefined> {
  yield csvHead + csvOpening(first);
  let page = first;
  for (;;) {
    yield page.lines.map((line) => csvLine(line, page.zone)).join("");
    if (page.next === null) break;
    page = await read(page.next);
  }
  yield csvClosing({ ...first, closing: page.closing });
}

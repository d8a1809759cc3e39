import { instant, second, systemClock } from "@farthing/core";
import type { PaymentOutcome, PaymentRequest } from "@farthing/protocol";
import { newPages } from "../grants/grantStage.testing.ts";
import { sumOfBalances } from "../payments/books.testing.ts";
import { clickBody, newPerson, payOnPage, send } from "../payments/person.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";

/** What a life says: a click that it is about to refuse, or what it answered to the clicks that it was given. */
export type RefusalTold =
  | { readonly body: PaymentRequest }
  | {
      readonly answers: PaymentOutcome[];
      readonly rows: number;
      readonly counted: number;
      readonly sum: string;
    };

// `refuse`: a server whose payer clicks too often; it tells the click, and kills itself in the course of its answer: before
// the row is on disk, or after. `again`: eleven seconds later, when nothing is in the way any more, the same bytes twice.
const [, , folder = "", does = "", given = ""] = process.argv;
const aheadMs = does === "again" ? 11 * second : 0;
const [issuer, log, field, pairwise, arrival] = [1, 2, 3, 4, 5].map((of) => Buffer.alloc(32, of));
if (!issuer || !log || !field || !pairwise || !arrival) throw new Error("five seeds were made");
const stage = await openTestServer({
  folder,
  clock: { now: () => instant(systemClock.now() + aheadMs) },
  config: { rate: { addressPerMinute: 0, payerPerMinute: 1_000, merchantPerMinute: 0 } },
  seeds: { issuer, log, field, pairwise, arrival },
});
if (does === "refuse") await refuseAndDie(stage, given);
await tell(await again(stage, JSON.parse(given)));
await stage.close();

async function refuseAndDie(on: TestServer, dies: string): Promise<never> {
  const fresh = newPages(() => on);
  const anna = newPerson();
  await payOnPage(on, anna, { offer: await fresh({ amount: 10_000n }) });
  let body: PaymentRequest | null = null;
  dying(on, dies, () => body);
  for (;;) {
    body = clickBody(on, anna, { offer: await fresh({ amount: 10_000n }) });
    const { body: outcome, code } = await send(on, body);
    if (outcome.kind !== "captured") throw new Error(`answered: ${code ?? outcome.kind}`);
  }
}

/** The first refusal that is written is this server's last. */
function dying(
  { deps: { questions } }: TestServer,
  dies: string,
  sent: () => PaymentRequest | null,
): void {
  const write = questions.write.bind(questions);
  questions.write = async (question) => {
    const body = sent();
    if (question.facts === null || body === null) return write(question);
    await tell({ body });
    if (dies === "after") await write(question);
    process.kill(process.pid, "SIGKILL");
    // Until the kill has come.
    return new Promise(() => {});
  };
}

async function again(on: TestServer, body: PaymentRequest): Promise<RefusalTold> {
  const answers = [(await send(on, body)).body, (await send(on, body)).body];
  const { store } = on.deps;
  const rows = await store
    .selectFrom("questions")
    .select("id")
    .where("kind", "=", "step-up")
    .execute();
  const counts = await store
    .selectFrom("question_days")
    .select("count")
    .where("kind", "=", "step-up")
    .execute();
  return {
    answers,
    rows: rows.length,
    counted: counts.reduce((sum, { count }) => sum + count, 0),
    sum: String(await sumOfBalances(on)),
  };
}

/** Resolves once the other process can read it: this one may be killed the moment after. */
function tell(message: RefusalTold): Promise<void> {
  return new Promise((resolve) => process.send?.(message, () => resolve()));
}

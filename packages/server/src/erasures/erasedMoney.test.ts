import { hour, second } from "@farthing/core";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newTurnedClock } from "../grants/grantStage.testing.ts";
import { hasHeld } from "../holds/hasHeld.ts";
import { holdFirst, payReading } from "../holds/holdStage.testing.ts";
import { workHolds } from "../holds/workHolds.ts";
import { type AuditedServer, openAudited, sumOfBalances } from "../payments/books.testing.ts";
import { accountId } from "../payments/keys.ts";
import { cookie, newPerson, type Person, post, sendUndo } from "../payments/person.testing.ts";
import { newKey, sendRefund, sendReport } from "../refunds/refundStage.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { isErased } from "./isErased.ts";
import { idOfPayer, justBeforeMark, newLeavers } from "./leavers.testing.ts";
import { eraseIfDue, workErasures } from "./workErasures.ts";

const clock = newTurnedClock();
const rate = { addressPerMinute: 0, payerPerMinute: 0, merchantPerMinute: 0 };
let audited: AuditedServer;
let stage: TestServer;
const leavers = newLeavers(() => stage);
beforeAll(async () => {
  audited = await openAudited({ clock, config: { demo: true, rate } });
  stage = audited.stage;
  holdFirst(stage, "H1", ["first", "known", "trusted"]);
});
// Closing replays the journal from nothing, adds all balances up to zero, and exports and audits it.
afterAll(async () => expect(await audited.close()).toEqual([]));

/** Whatever brings money to a wallet, sets it aside, or takes it. */
const acts = ["hold", "cancel", "capture", "undo", "refund", "report", "top-up", "freeze"] as const;
type Act = (typeof acts)[number];

interface Run {
  readonly person: Person;
  readonly payer: string;
  /** Every payment that was held, the first one captured since. */
  readonly payments: string[];
}

async function hold(run: Pick<Run, "person" | "payments">, way: "create" | "get"): Promise<void> {
  const { person, payments } = run;
  const offer = await leavers.fresh();
  const choice = way === "create" ? "allow" : "once";
  const { outcome } = await payReading(stage, person, { offer, way, choice });
  if (outcome.kind === "held") payments.push(outcome.payment);
  else expect(outcome.kind).toBe("declined");
}

const reached = () => stage.deps.projection.reached(stage.deps.ledger.head().seq, 10_000);

async function capture(): Promise<void> {
  clock.turned += hour + second;
  await reached();
  await workHolds(stage.deps);
}

async function startRun(): Promise<Run> {
  const person = newPerson();
  const payments: string[] = [];
  await hold({ person, payments }, "create");
  await capture();
  return { person, payments, payer: await idOfPayer(stage, person) };
}

/** What comes of it is judged by where the money is afterwards; that it was tried, by `startRun`. */
async function take(run: Run, act: Act): Promise<unknown> {
  const { person, payments } = run;
  const [first = "", last = ""] = [payments[0], payments.at(-1)];
  const session = cookie(person.session);
  switch (act) {
    case "hold":
      // Its page is gone with the wallet.
      return hold(run, "get").catch(expectGone);
    case "cancel":
      return post(stage, `/v1/wallet/payments/${last}/cancel`, {}, session);
    case "capture":
      return capture();
    case "undo":
      return sendUndo(stage, person, first);
    case "refund":
      return sendRefund(stage, { payment: first });
    case "report":
      return sendReport(stage, person, { payment: first });
    case "freeze":
      return post(stage, "/v1/wallet/freeze", {}, session);
    case "top-up": {
      const body = { money: { amount: "70000", asset: "PLAY/6" } };
      const headers = { ...session, "idempotency-key": newKey() };
      return post(stage, "/v1/wallet/top-ups", body, headers);
    }
  }
}

function expectGone(error: unknown): void {
  expect(String(error)).toMatch(/passkey-failed|grant-|signed-out|not-found/);
}

/** What is on the wallet's account, set aside or not; what went through it. */
function accountOf(payer: string) {
  const [found] = stage.deps.ledger.lookupAccounts([accountId("payer", payer)]);
  if (!found) throw new Error("a wallet has an account");
  const { creditsPosted, debitsPosted, debitsPending, creditsPending } = found;
  return { creditsPosted, debitsPosted, debitsPending, creditsPending };
}

const few = fc.array(fc.constantFrom(...acts), { maxLength: 3 });

test("whatever comes before, in, or after the moment of the mark: an account that is closed has nothing, and nothing moves on it any more", async () => {
  const seen = { erased: 0, kept: 0 };
  await fc.assert(
    fc.asyncProperty(few, few, few, fc.boolean(), async (before, moment, after, atOnce) => {
      const run = await startRun();
      const { person, payer } = run;
      const takeAll = async (some: readonly Act[]) => {
        for (const act of some) await take(run, act);
      };
      await leavers.ask(person);
      clock.turned += stage.deps.config.eraseWaitMs + second;
      await takeAll(before);
      await reached();
      const markedLater = justBeforeMark(stage, async () => {
        if (!atOnce) await takeAll(moment);
      });
      await Promise.all([eraseIfDue(stage.deps, payer), ...(atOnce ? [takeAll(moment)] : [])]);
      markedLater();
      const isGone = isErased(stage.deps, payer);
      seen[isGone ? "erased" : "kept"] += 1;
      const then = accountOf(payer);
      await takeAll(after);
      if (isGone) {
        const { creditsPosted, debitsPosted, debitsPending, creditsPending } = accountOf(payer);
        expect(accountOf(payer)).toEqual(then);
        expect([creditsPosted - debitsPosted, debitsPending, creditsPending]).toEqual([0n, 0n, 0n]);
        expect(hasHeld(stage.deps, payer)).toBe(false);
      }
      await reached();
      await workErasures(stage.deps);
      expect(await sumOfBalances(stage)).toBe(0n);
    }),
    { numRuns: 60 },
  );
  // Both ends were reached, or nothing was tried.
  expect(Math.min(seen.erased, seen.kept)).toBeGreaterThan(5);
}, 120_000);

import { assert, type ProblemError } from "@farthing/core";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import {
  type AuditedServer,
  balances,
  openAudited,
  sumOfBalances,
} from "../payments/books.testing.ts";
import {
  clickBody,
  newPerson,
  payOnPage,
  type Person,
  prove,
  send,
  sendUndo,
} from "../payments/person.testing.ts";
import { merchantById } from "../merchants/merchant.ts";
import { undo } from "../payments/undo.ts";
import type { TestServer } from "../server.testing.ts";
import { refund } from "./refund.ts";
import { refundWord } from "./refundStage.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
const clock = newTurnedClock();
beforeAll(async () => {
  audited = await openAudited({ clock });
  stage = audited.stage;
});
// Closing replays the journal from nothing, and adds all balances up to zero.
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);

async function enrolled(): Promise<Person> {
  const person = newPerson();
  await payOnPage(stage, person, { offer: await fresh() });
  return person;
}

async function pay(person: Person, access: "own" | "use"): Promise<string> {
  const { body } = await send(stage, clickBody(stage, person, { offer: await fresh({ access }) }));
  if (body.kind !== "captured") throw new Error(`not paid: ${body.kind}`);
  return body.payment;
}

async function undoWord(person: Person, payment: string): Promise<string> {
  const { body, code } = await sendUndo(stage, person, payment);
  return code ?? body.kind;
}

const merchantBalance = async () => (await balances(stage)).get(stage.merchant.id) ?? 0n;

test("a hundred payments, each undone and refunded at once: one of the two happens, and money is back once", async () => {
  const before = await merchantBalance();
  const began = clock.now();
  const bought: { person: Person; payment: string }[] = [];
  // Three undos a payer: more would be refused for another reason (rule 18).
  let paidOnPages = 0n;
  while (bought.length < 100) {
    const person = await enrolled();
    paidOnPages += 47_500n;
    for (const access of ["own", "use", "own"] as const) {
      bought.push({ person, payment: await pay(person, access) });
    }
  }
  const { deps } = stage;
  const merchant = await merchantById(deps, stage.merchant.id);
  assert(merchant !== null, "the merchant is registered");
  // However long a slow machine took to buy a hundred, none of them is too old to be undone.
  clock.turned -= clock.now() - began;
  // Asked without HTTP, so that neither is always a look-up ahead of the other.
  const word = (asked: Promise<{ kind: string } | object>) =>
    asked.then(
      (done) => ("kind" in done ? done.kind : "refunded"),
      (error: ProblemError) => error.code,
    );
  const heard = await Promise.all(
    bought.map(async ({ person, payment }, at) => {
      const proof = prove(stage, person.key, { purpose: "undo", subject: payment });
      const undoing = () => word(undo(deps, { payment, proof }));
      const refunding = () => word(refund(deps, merchant, { payment, reason: "goodwill" }));
      const order = at % 2 === 0 ? [undoing, refunding] : [refunding, undoing];
      return (await Promise.all(order.map((each) => each()))).sort().join(" ");
    }),
  );
  expect(new Set(heard)).toEqual(new Set(["already-undone reversed", "already-refunded refunded"]));
  expect(await merchantBalance()).toBe(before + paidOnPages);
});

test("one payment refunded a hundred times at once is given back once", async () => {
  const person = await enrolled();
  const before = await merchantBalance();
  const payment = await pay(person, "own");
  const words = await Promise.all(
    Array.from({ length: 100 }, (_, at) =>
      refundWord(stage, { payment, reason: at % 2 === 0 ? "goodwill" : "charged-twice" }),
    ),
  );
  // Whichever reason came first stands for all that gave it.
  expect(words.toSorted()).toEqual([
    ...Array.from({ length: 50 }, () => "already-refunded"),
    ...Array.from({ length: 50 }, () => "refunded"),
  ]);
  expect(await merchantBalance()).toBe(before);
});

type Step =
  | { readonly do: "click"; readonly access: "own" | "use" }
  | { readonly do: "undo" | "refund"; readonly which: number }
  | { readonly do: "wait" };

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ do: fc.constant("click" as const), access: fc.constantFrom("own", "use") }),
  fc.record({ do: fc.constantFrom("undo", "refund"), which: fc.nat({ max: 3 }) }),
  fc.record({ do: fc.constant("wait" as const) }),
);

test("whatever the order of clicks, undos and refunds, debits are credits and each payment comes back at most once", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 2, maxLength: 10 }),
      fc.boolean(),
      async (steps, atOnce) => {
        const person = await enrolled();
        const before = await merchantBalance();
        const payments = [await pay(person, "own")];
        const given = new Map<string, number>();
        const give = async (payment: string, word: Promise<string>) => {
          if (/^(reversed|refunded)$/.test(await word)) {
            given.set(`${payment} ${await word}`, 1);
          }
        };
        const run = async (each: Step): Promise<void> => {
          if (each.do === "click") payments.push(await pay(person, each.access));
          else if (each.do === "wait") clock.turned += 6_000;
          else {
            const payment = payments[each.which % payments.length] ?? "";
            const word =
              each.do === "undo" ? undoWord(person, payment) : refundWord(stage, { payment });
            await give(payment, word);
          }
        };
        if (atOnce) await Promise.all(steps.map(run));
        else for (const each of steps) await run(each);
        const back = [...given.keys()].map((key) => key.split(" ")[0]);
        expect(new Set(back).size).toBe(back.length);
        const kept = BigInt(payments.length - back.length) * 47_500n;
        expect(await merchantBalance()).toBe(before + kept);
        expect(await sumOfBalances(stage)).toBe(0n);
      },
    ),
    { numRuns: 40 },
  );
});

import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import {
  clickBody,
  cookie,
  newPerson,
  payOnPage,
  type Person,
  post,
  send,
} from "../payments/person.testing.ts";
import type { TestServer } from "../server.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
beforeAll(async () => {
  audited = await openAudited({ clock: newTurnedClock() });
  stage = audited.stage;
});
// Closing replays the journal through the rules, from nothing.
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);
/** The line of a day of the preset that a first allowance gets. */
const lineOfDay = 500_000n;

interface Answered {
  readonly amount: bigint;
  readonly isPaid: boolean;
  /** Sent after the freeze was answered. */
  readonly isLate: boolean;
}

/** One loop of clicks, as a program would send them: each waits for the one before. */
async function clickOn(
  person: Person,
  amounts: readonly bigint[],
  frozen: () => boolean,
): Promise<Answered[]> {
  const answered: Answered[] = [];
  for (const amount of amounts) {
    const offer = await fresh({ amount });
    const isLate = frozen();
    const { body } = await send(stage, clickBody(stage, person, { offer }));
    answered.push({ amount, isPaid: body.kind === "captured", isLate });
  }
  return answered;
}

const cents = fc.integer({ min: 1, max: 5 }).map((count) => BigInt(count) * 10_000n);
const loops = fc.array(fc.array(cents, { minLength: 1, maxLength: 8 }), {
  minLength: 1,
  maxLength: 5,
});

test("from any number of loops no line of money is passed, and a freeze beats every later click", async () => {
  await fc.assert(
    fc.asyncProperty(loops, fc.nat({ max: 12 }), async (amounts, after) => {
      const person = newPerson();
      await payOnPage(stage, person, { offer: await fresh({ amount: 10_000n }) });
      let isFrozen = false;
      let seen = 0;
      const freeze = async () => {
        await post(stage, "/v1/wallet/freeze", {}, cookie(person.session));
        isFrozen = true;
      };
      const freezing: Promise<void>[] = [];
      const frozen = () => {
        seen += 1;
        if (seen === after) freezing.push(freeze());
        return isFrozen;
      };
      const all = (await Promise.all(amounts.map((loop) => clickOn(person, loop, frozen)))).flat();
      await Promise.all(freezing);
      expect(all.filter(({ isLate, isPaid }) => isLate && isPaid)).toEqual([]);
      const paid = all.filter(({ isPaid }) => isPaid);
      // What the passkey approved is not a click: the line is whole when it opens.
      const sum = paid.reduce((total, { amount }) => total + amount, 0n);
      expect(sum <= lineOfDay).toBe(true);
    }),
    { numRuns: 25 },
  );
});

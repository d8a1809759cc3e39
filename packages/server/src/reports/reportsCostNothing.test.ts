import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addNeighbour, newTurnedClock } from "../grants/grantStage.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import { allowanceKeys, payerKeys } from "../payments/keys.ts";
import {
  clickBody,
  newFrameKey,
  newOffer,
  newPerson,
  payOnPage,
  type Person,
  send,
} from "../payments/person.testing.ts";
import { sendReport } from "../refunds/refundStage.testing.ts";
import type { TestServer } from "../server.testing.ts";

const rate = { addressPerMinute: 0, payerPerMinute: 1_000_000, merchantPerMinute: 0 };
let audited: AuditedServer;
let stage: TestServer;
let neighbour: Awaited<ReturnType<typeof addNeighbour>>;
const clock = newTurnedClock();
beforeAll(async () => {
  audited = await openAudited({ clock, config: { rate } });
  stage = audited.stage;
  neighbour = await addNeighbour(stage);
});
afterAll(async () => expect(await audited.close()).toEqual([]));

let pages = 0;
const path = () => `/${(pages += 1)}`;
const here = () => newOffer(stage, { amount: 10_000n, path: path() });
const there = () => newOffer(stage, { amount: 10_000n, path: path(), ...neighbour });

/** One wallet with two sites, a key at each. */
async function twoSites(): Promise<{ reader: Person; other: Person; payer: string }> {
  const reader = newPerson();
  await payOnPage(stage, reader, { offer: await here() });
  const other = { ...reader, key: newFrameKey(), allowance: "" };
  const parent = neighbour.origin;
  await payOnPage(stage, other, { offer: await there(), way: "get", parent });
  // Each approval opens the session anew.
  reader.session = other.session;
  const { id } = await stage.deps.store
    .selectFrom("payers")
    .select("id")
    .orderBy("created_at", "desc")
    .executeTakeFirstOrThrow();
  return { reader, other, payer: id };
}

async function pay(person: Person): Promise<string> {
  const { body } = await send(stage, clickBody(stage, person, { offer: await here() }));
  if (body.kind !== "captured") throw new Error(body.kind);
  return body.payment;
}

/** All that the ledger bounds this payer by, elsewhere than at the site that is reported. */
function boundsOf(payer: string, other: Person) {
  const { day, month, sinceCheck } = payerKeys(payer);
  const lines = Object.values(allowanceKeys(other.allowance));
  const limits = stage.deps.ledger.lookupLimits([day, month, sinceCheck, ...lines]);
  return limits.map((limit) => limit && [limit.max, limit.used, limit.closed, limit.expiresAt]);
}

test("rule 22: whatever is reported, however often, no limit is lowered and no click elsewhere is asked more", async () => {
  const reasons = fc.constantFrom("not-me", "not-received", "not-as-described");
  const reports = fc.array(fc.tuple(fc.nat({ max: 2 }), reasons), { minLength: 1, maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(reports, async (said) => {
      const { reader, other, payer } = await twoSites();
      const payments = [await pay(reader), await pay(reader), await pay(reader)];
      const before = boundsOf(payer, other);
      for (const [at, reason] of said) {
        const { status } = await sendReport(stage, reader, { payment: payments[at] ?? "", reason });
        // Another reason than the first is refused, and costs as little.
        expect([200, 409]).toContain(status);
      }
      expect(boundsOf(payer, other)).toEqual(before);
      const parent = neighbour.origin;
      const click = clickBody(stage, other, { offer: await there(), parent });
      expect((await send(stage, click)).body.kind).toBe("captured");
    }),
    { numRuns: 15 },
  );
});

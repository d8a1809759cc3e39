import { day, hour, idToUint, minute } from "@farthing/core";
import type { StoredEntry } from "@farthing/ledger";
import fc from "fast-check";
import { afterAll, beforeAll, expect, test } from "vitest";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { heldKey, ownershipKey, payerKeys } from "../payments/keys.ts";
import { type AuditedServer, openAudited, sumOfBalances } from "../payments/books.testing.ts";
import { type Memo, readMemo, readPaymentMemo } from "../payments/memo.ts";
import { cookie, newPerson, type Person, post } from "../payments/person.testing.ts";
import type { TestServer } from "../server.testing.ts";
import { asOperator, holdFirst, payReading } from "./holdStage.testing.ts";
import { heldPayment } from "./heldPayment.ts";
import { holdOf } from "./holdOf.ts";
import { workHolds } from "./workHolds.ts";

const clock = newTurnedClock();
const price = 50_000n;
let audited: AuditedServer;
let stage: TestServer;
beforeAll(async () => {
  audited = await openAudited({ clock });
  stage = audited.stage;
  holdFirst(stage, "H1", ["first", "known", "trusted"]);
});
// Closing replays the journal through the rules, from nothing.
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);

type Step =
  | { readonly do: "approve" | "work" | "freeze" | "pause" }
  | { readonly do: "block" | "unblock" }
  | { readonly do: "cancel" | "report"; readonly which: number }
  | { readonly do: "turn"; readonly by: number };

const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 3, arbitrary: fc.record({ do: fc.constantFrom("approve", "work") }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant("cancel"), which: fc.nat({ max: 3 }) }) },
  {
    weight: 3,
    arbitrary: fc.record({
      do: fc.constant("turn"),
      by: fc.constantFrom(-20 * minute, -minute, 30 * minute, 61 * minute),
    }),
  },
  { weight: 1, arbitrary: fc.record({ do: fc.constant("report"), which: fc.nat({ max: 3 }) }) },
  {
    weight: 2,
    arbitrary: fc.record({ do: fc.constantFrom("freeze", "pause", "block", "unblock") }),
  },
);
/** What of one group begins in the same moment; the groups follow each other. */
const groups = fc.array(fc.array(step, { minLength: 1, maxLength: 4 }), {
  minLength: 1,
  maxLength: 6,
});

/** One payer's run: the payments that were held, those whose cancel was answered with a yes, and where the journal stood. */
interface Run {
  readonly person: Person;
  readonly from: bigint;
  readonly held: string[];
  readonly cancelled: string[];
}

/** Whether a refusal is one that a person may meet on these ways: anything else is a fault. */
const refusals =
  /^(hold-over|payment-held|payment-released|clock-skew|unavailable|already-\w+|report-\S+|not-found|grant-\S+|passkey-failed)$/;

async function startRun(): Promise<Run> {
  // The run before may have set the clock back, and left the site blocked.
  clock.turned += hour;
  await onMerchant("unblock");
  const run = { person: newPerson(), from: stage.deps.ledger.head().seq, held: [], cancelled: [] };
  await approve(run, "create");
  expect(run.held).toHaveLength(1);
  return run;
}

async function approve({ person, held }: Run, way: "create" | "get"): Promise<void> {
  const offer = await fresh({ amount: price });
  const choice = way === "create" ? "allow" : "once";
  const { outcome } = await payReading(stage, person, { offer, way, choice });
  if (outcome.kind === "held") held.push(outcome.payment);
  else expect(outcome.kind).toBe("declined");
}

const onMerchant = (verb: "block" | "unblock") =>
  asOperator(stage, `/v1/operator/merchants/${stage.merchant.id}/${verb}`, { why: "A test." });

/** As many processes as there may be, at once. */
async function workTwice(): Promise<void> {
  const { projection, ledger } = stage.deps;
  await projection.reached(ledger.head().seq, 5_000);
  await Promise.all([workHolds(stage.deps), workHolds(stage.deps)]);
}

async function take(run: Run, each: Step): Promise<void> {
  const { person, held } = run;
  const ask = async (path: string, body: object = {}) => {
    const answer = await post(stage, `/v1/wallet/${path}`, body, cookie(person.session));
    if (answer.code !== null) expect(answer.code).toMatch(refusals);
    return answer.code === null;
  };
  const paymentOf = (which: number) => held[which % held.length] ?? "";
  switch (each.do) {
    case "turn":
      clock.turned += each.by;
      return;
    case "approve":
      return approve(run, "get").catch(expectRefusal);
    case "work":
      return workTwice();
    case "block":
    case "unblock":
      return void (await onMerchant(each.do));
    case "freeze":
      return void (await ask("freeze"));
    case "pause":
      return void (await ask(`allowances/${person.allowance}/pause`));
    case "report":
      return void (await ask(`payments/${paymentOf(each.which)}/reports`, { reason: "not-me" }));
    case "cancel": {
      const payment = paymentOf(each.which);
      if (await ask(`payments/${payment}/cancel`)) run.cancelled.push(payment);
    }
  }
}

function expectRefusal(error: unknown): void {
  expect(String(error).split(": ").at(-1)).toMatch(refusals);
}

/** Until nothing of it is held: an hour later, or so much later that the ledger's own clock let go of it. */
async function endAll({ held }: Run, lateMs: number): Promise<void> {
  clock.turned += lateMs;
  const isOver = (payment: string) => {
    const { entry, memo } = heldPayment(stage.deps, payment);
    const standing = holdOf(stage.deps, entry, memo);
    return standing?.kind === "captured" || (standing?.kind === "released" && standing.entry);
  };
  const work = async () => {
    await workTwice();
    return held.filter((payment) => !isOver(payment));
  };
  await expect.poll(work, { timeout: 10_000, interval: 100 }).toEqual([]);
}

interface Told {
  readonly entry: StoredEntry;
  readonly memo: Memo;
}

/** What this payer's run wrote, and what was done about the site: an approval whose answer was lost may end in a later run. */
function journalOf({ from, held }: Run): Told[] {
  const { ledger } = stage.deps;
  const first = ledger.lookupEntry(idToUint("payment", held[0] ?? ""));
  const { payer } = readPaymentMemo(first?.memo ?? new Uint8Array());
  const entries: StoredEntry[] = [];
  for (;;) {
    const page = ledger.entriesAfter(entries.at(-1)?.seq ?? from, 500);
    if (page.length === 0) break;
    entries.push(...page);
  }
  return (
    entries
      // What the ledger's own clock ends says nothing more.
      .filter(({ status, memo }) => status === "created" && memo.length > 0)
      .map((entry) => ({ entry, memo: readMemo(entry.memo) }))
      .filter(({ memo }) => !("payer" in memo) || memo.payer === payer)
  );
}

/** Read in the journal's order, no capture stands behind something that stops it. */
function expectNoneWhileStopped(journal: readonly Told[]): void {
  const stops = new Set<string>();
  let revokedAt = 0n;
  const agreedAt = new Map<string, bigint>();
  for (const { entry, memo } of journal) {
    if (memo.kind === "freeze" || memo.kind === "pause" || memo.kind === "block") {
      stops.add(memo.kind);
    }
    if (memo.kind === "unblock") stops.delete("block");
    if (memo.kind === "revoke") revokedAt = entry.seq;
    if (memo.kind === "payment") agreedAt.set(String(entry.id), entry.seq);
    if (memo.kind !== "capture") continue;
    expect([...stops]).toEqual([]);
    const agreed = agreedAt.get(String(idToUint("payment", memo.payment)));
    expect(agreed).toBeGreaterThan(revokedAt);
  }
}

/** Every hold ended in one way, once; and what it had used up is used exactly where it was captured. */
function expectEndedOnce({ held, cancelled }: Run, journal: readonly Told[]): void {
  const endsOf = (payment: string) =>
    journal.flatMap(({ memo }) =>
      (memo.kind === "capture" || memo.kind === "release") && memo.payment === payment
        ? [memo.kind]
        : [],
    );
  for (const payment of held) expect(endsOf(payment)).toHaveLength(1);
  for (const payment of cancelled) expect(endsOf(payment)).toEqual(["release"]);
  const captured = held.filter((payment) => endsOf(payment)[0] === "capture");
  const refunded = journal.flatMap(({ memo }) => (memo.kind === "refund" ? [memo.payment] : []));
  const { ledger } = stage.deps;
  for (const payment of held) {
    const entry = ledger.lookupEntry(idToUint("payment", payment));
    const { payer, merchant, resource } = readPaymentMemo(entry?.memo ?? new Uint8Array());
    const owns = captured.includes(payment) && !refunded.includes(payment);
    const [holder] = ledger.lookupClaims([ownershipKey(payer, merchant, resource)]);
    expect(holder).toBe(owns ? entry?.id : null);
    // A refund restores no limit.
    const [month] = ledger.lookupLimits([payerKeys(payer).month]);
    expect(month?.used).toBe(BigInt(captured.length) * price);
    const [set] = ledger.lookupLimits([heldKey(payer)]);
    expect(set?.used).toBe(0n);
  }
}

test("whatever the order, a hold is captured at most once, never after a cancel or while it is stopped, and gives back once", async () => {
  const seen = { captured: 0, released: 0 };
  await fc.assert(
    fc.asyncProperty(groups, fc.constantFrom(2 * hour, 8 * day), async (steps, lateMs) => {
      const run = await startRun();
      for (const group of steps) {
        await Promise.all(group.map((each) => take(run, each)));
        expect(await sumOfBalances(stage)).toBe(0n);
      }
      await endAll(run, lateMs);
      const journal = journalOf(run);
      expectNoneWhileStopped(journal);
      expectEndedOnce(run, journal);
      expect(await sumOfBalances(stage)).toBe(0n);
      for (const { memo } of journal) {
        if (memo.kind === "capture") seen.captured += 1;
        if (memo.kind === "release") seen.released += 1;
      }
    }),
    { numRuns: 40 },
  );
  // Both ends were reached, or nothing was tried.
  expect(Math.min(seen.captured, seen.released)).toBeGreaterThan(0);
}, 120_000);

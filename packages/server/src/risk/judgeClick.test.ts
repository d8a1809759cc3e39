import { day, hour, idToUint, minute, second } from "@farthing/core";
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { measureBrake } from "./measureBrake.ts";
import { fillRiskMemory } from "./fillRiskMemory.ts";
import { newRiskMemory, type RiskMemory } from "./riskMemory.ts";
import { noteConflicts } from "./riskMemory.testing.ts";
import { readPaymentMemo } from "../payments/memo.ts";
import { newPages, newTurnedClock } from "../grants/grantStage.testing.ts";
import { forgetRaises } from "../limits/limitsStage.testing.ts";
import { type AuditedServer, openAudited } from "../payments/books.testing.ts";
import {
  clickBody,
  hashOf,
  newFrameKey,
  newPerson,
  payOnPage,
  type Person,
  post,
  prove,
  send,
} from "../payments/person.testing.ts";

const rate = { addressPerMinute: 0, payerPerMinute: 1_000_000, merchantPerMinute: 0 };
const wide = { perClick: "5000000", per24h: "5000000", total: "90000000" };

const clock = newTurnedClock();
let audited: AuditedServer;
let anna: Person;
beforeAll(async () => {
  audited = await openAudited({ clock, config: { rate } });
});
beforeEach(async () => {
  anna = newPerson();
  await payOnPage(audited.stage, anna, { offer: await offer() });
  await raise(anna);
  // These tests are about the other signals.
  await forgetRaises(audited.stage.deps);
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => audited.stage);
const offer = (amount = 10_000n) => fresh({ amount });

/** A second approval, with wider lines: also a check. */
async function raise(person: Person): Promise<void> {
  const limits = { ...wide, expiresAt: clock.now() + 20 * day };
  await payOnPage(audited.stage, person, { offer: await offer(), way: "get", limits });
}

async function click(person: Person, amount = 10_000n): Promise<string> {
  const { body, code } = await send(
    audited.stage,
    clickBody(audited.stage, person, { offer: await offer(amount) }),
  );
  return code ?? `${body.kind}${"reason" in body ? ` ${body.reason}` : ""}`;
}

async function clicks(person: Person, count: number): Promise<Set<string>> {
  const said = new Set<string>();
  for (let at = 0; at < count; at += 1) said.add(await click(person));
  return said;
}

/** As if somebody had copied her keys. */
async function copiedKeys(): Promise<void> {
  const { deps } = audited.stage;
  const rows = await deps.store.selectFrom("devices").select(["id", "payer_id"]).execute();
  for (const { id: device, payer_id: payer } of rows) noteConflicts(deps, { payer, device });
}

/** Pays one cent by a click; what the journal keeps of what decided, and what the frame heard. */
async function paidBy(person: Person): Promise<{ by: string | undefined; heard: string }> {
  const { body } = await send(
    audited.stage,
    clickBody(audited.stage, person, { offer: await offer() }),
  );
  if (body.kind !== "captured") throw new Error(body.kind);
  const entry = audited.stage.deps.ledger.lookupEntry(idToUint("payment", body.payment));
  return { by: entry ? readPaymentMemo(entry.memo).by : undefined, heard: JSON.stringify(body) };
}

const captured = new Set(["captured"]);
const due = "step-up check-due";

describe("speed: beyond it a passkey is asked for, and resets it", () => {
  test("five clicks in ten seconds, then a check; ten seconds later it goes on", async () => {
    expect(await clicks(anna, 5)).toEqual(captured);
    expect(await click(anna)).toBe(due);
    clock.turned += 11 * second;
    expect(await click(anna)).toBe("captured");
  });

  test("a passkey starts the count anew", async () => {
    await clicks(anna, 5);
    expect(await click(anna)).toBe(due);
    await raise(anna);
    expect(await clicks(anna, 5)).toEqual(captured);
    expect(await click(anna)).toBe(due);
  });

  test("sixty in ten minutes", async () => {
    for (let burst = 0; burst < 15; burst += 1) {
      expect(await clicks(anna, 4)).toEqual(captured);
      clock.turned += 20 * second;
    }
    expect(await click(anna)).toBe(due);
    clock.turned += 10 * minute;
    expect(await click(anna)).toBe("captured");
  });

  test("forty at once are no more than forty one after the other", async () => {
    const offers = await Promise.all(Array.from({ length: 40 }, () => offer()));
    const said = await Promise.all(
      offers.map(async (one) => {
        const { body } = await send(audited.stage, clickBody(audited.stage, anna, { offer: one }));
        return body.kind;
      }),
    );
    expect(said.filter((kind) => kind === "captured")).toHaveLength(5);
    expect(said.filter((kind) => kind === "step-up")).toHaveLength(35);
  });

  test("what was not paid is not counted: an article that is owned, and the same bytes again", async () => {
    const body = clickBody(audited.stage, anna, { offer: await offer() });
    for (let at = 0; at < 8; at += 1) {
      expect((await send(audited.stage, body)).body.kind).toBe("captured");
    }
    expect(await clicks(anna, 3)).toEqual(captured);
    const owned = await offer();
    const again = () =>
      send(audited.stage, clickBody(audited.stage, anna, { offer: owned })).then(
        ({ body: said }) => said.kind,
      );
    expect(await again()).toBe("captured");
    await raise(anna);
    for (let at = 0; at < 8; at += 1) expect(await again()).toBe("owned");
    expect(await clicks(anna, 5)).toEqual(captured);
    expect(await click(anna)).toBe(due);
  });

  test("one payer's haste is nobody else's", async () => {
    const ben = newPerson();
    await payOnPage(audited.stage, ben, { offer: await offer() });
    await clicks(anna, 6);
    expect(await click(ben)).toBe("captured");
  });

  test("a start reads what was paid: the count goes on", async () => {
    await clicks(anna, 5);
    const { deps } = audited.stage;
    await deps.projection.reached(deps.ledger.head().seq, 10_000);
    const started = { ...deps, risk: newRiskMemory() };
    expect(started.risk.isReady).toBe(false);
    await fillRiskMemory(started);
    const { id: payer } = await deps.store
      .selectFrom("payers")
      .select("id")
      .orderBy("created_at", "desc")
      .executeTakeFirstOrThrow();
    // The approvals are payments as well.
    expect([started.risk.isReady, started.risk.clicks(payer, clock.now()).per10s]).toEqual([
      true,
      7,
    ]);
  });
});

describe("a device that is newer than its wallet", () => {
  async function newDevice(): Promise<Person> {
    const browser = { ...anna, key: newFrameKey() };
    await raise(browser);
    return browser;
  }

  test("needs a passkey above 5 cents for a day", async () => {
    clock.turned += 2 * hour;
    const phone = await newDevice();
    expect(await click(phone, 50_000n)).toBe("captured");
    expect(await click(phone, 60_000n)).toBe(due);
    clock.turned += day;
    expect(await click(phone, 60_000n)).toBe("captured");
  });

  test("a first day is not punished", async () => {
    clock.turned += 50 * minute;
    expect(await click(await newDevice(), 60_000n)).toBe("captured");
  });
});

describe("dear clicks", () => {
  test("above 1.00 the last check is at most a week ago", async () => {
    expect(await click(anna, 1_000_000n)).toBe("step-up confirm");
    clock.turned += 8 * day;
    // Measured too long ago, fraud counts as above the line.
    expect(await click(anna, 1_100_000n)).toBe(due);
    await measureBrake(audited.stage.deps);
    expect(await click(anna, 490_000n)).toBe("captured");
    expect(await click(anna, 1_100_000n)).toBe(due);
    await raise(anna);
    expect(await click(anna, 1_100_000n)).toBe("step-up confirm");
  });
});

describe("the band", () => {
  let risk: RiskMemory;
  beforeEach(() => {
    ({ risk } = audited.stage.deps);
  });
  afterEach(() => void Object.assign(audited.stage.deps, { risk }));

  test("without a score it is raised: small clicks go on, others need a passkey", async () => {
    Object.assign(audited.stage.deps, { risk: { ...risk, isReady: false } });
    expect(await click(anna, 50_000n)).toBe("captured");
    expect(await click(anna, 60_000n)).toBe(due);
  });

  test.each([
    ["two seconds behind", 2_000, "captured"],
    ["more than two seconds behind", 2_001, due],
  ])("a store that is %s the journal", async (_, lagMs, said) => {
    const { deps } = audited.stage;
    const { projection } = deps;
    Object.assign(deps, { projection: { ...projection, knownLagMs: () => lagMs } });
    try {
      expect(await click(anna, 50_000n)).toBe("captured");
      expect(await click(anna, 60_000n)).toBe(said);
    } finally {
      Object.assign(deps, { projection });
    }
  });

  test("a score that comes late raises it, and is counted as none", async () => {
    const { deps } = audited.stage;
    const { score } = deps;
    const late: typeof score = (policy, signals) => {
      const until = performance.now() + 25;
      while (performance.now() < until);
      return score(policy, signals);
    };
    Object.assign(deps, { score: late });
    try {
      expect((await paidBy(anna)).by).toMatch(/ to-0\.05 raised trusted - C unscored$/);
      expect(await click(anna, 60_000n)).toBe(due);
    } finally {
      Object.assign(deps, { score });
    }
    const text = await (await audited.stage.fetch("/metrics")).text();
    expect(text).toMatch(/farthing_risk_reasons_total\{reason="unscored"\} [1-9]/);
  });

  test("the journal keeps why, with what each reason weighed; the payer's frame hears none of it", async () => {
    const first = await paidBy(anna);
    expect(first.by).toMatch(/ low trusted - C new-merchant:10$/);
    expect(first.heard).not.toContain("new-merchant");
    clock.turned += hour;
    expect((await paidBy(anna)).by).toMatch(/ low trusted - C -$/);
  });

  test("a copied key is remembered for a day, over a start, and until the next passkey", async () => {
    const { deps } = audited.stage;
    clock.turned += hour;
    const { payer_id: payer, id: device } = await deps.store
      .selectFrom("devices")
      .select(["payer_id", "id"])
      .orderBy("added_at", "desc")
      .executeTakeFirstOrThrow();
    // The same counter with other bytes, three times: what a thief's copy does.
    const used = clickBody(audited.stage, anna, { offer: await offer() });
    expect((await send(audited.stage, used)).body.kind).toBe("captured");
    for (let at = 0; at < 3; at += 1) {
      const other = await offer();
      const { code } = await send(
        audited.stage,
        clickBody(audited.stage, anna, {
          offer: other,
          change: { counter: used.authorization.counter },
        }),
      );
      expect(code).toBe("counter-conflict");
    }
    const seen = (memory: RiskMemory) => memory.conflicts({ payer, device, now: clock.now() });
    const started = async () => {
      const restarted = { ...deps, risk: newRiskMemory() };
      await fillRiskMemory(restarted);
      return seen(restarted.risk);
    };
    expect([seen(risk), await started()]).toEqual([3, 3]);
    expect(await click(anna, 60_000n)).toBe(due);
    clock.turned += day;
    expect([seen(risk), await started()]).toEqual([0, 0]);
    clock.turned -= day;
    await raise(anna);
    expect([seen(risk), await started()]).toEqual([0, 0]);
    expect(await click(anna, 60_000n)).toBe("captured");
  });

  test("a score that throws raises it", async () => {
    const usualPrice = () => {
      throw new Error("broken");
    };
    Object.assign(audited.stage.deps, { risk: { ...risk, isReady: true, usualPrice } });
    expect(await click(anna, 60_000n)).toBe(due);
  });

  test("what is too risky is declined, and the decision is counted with what named it", async () => {
    await clicks(anna, 4);
    expect(await click(anna, 60_000n)).toBe("captured");
    // A copied key, a site agreed to minutes ago, and a price of more than five times the usual one.
    await raise(anna);
    await copiedKeys();
    expect(await click(anna, 60_000n)).toBe("declined too-risky");
    const dear = await offer(60_000n);
    const proof = prove(audited.stage, anna.key, { purpose: "step-up", subject: hashOf(dear) });
    const asked = { offer: dear, parent: audited.stage.merchant.origin, proof };
    expect((await post(audited.stage, "/v1/frame/step-ups", asked)).code).toBe("step-up-elsewhere");
    const text = await (await audited.stage.fetch("/metrics")).text();
    expect(text).toContain(
      'farthing_decisions_total{policy="farthing-3",row="to-1",band="high",counter="none",gesture="D"} 1',
    );
  });
});

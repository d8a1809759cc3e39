import { readFileSync } from "node:fs";
import { hour, second } from "@farthing/core";
import type { Me, PaymentDetail } from "@farthing/protocol";
import { defaultPolicy, presetNames } from "@farthing/risk";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addNeighbour, newPages, newTurnedClock } from "./grants/grantStage.testing.ts";
import { type AuditedServer, movedBy, openAudited } from "./payments/books.testing.ts";
import {
  agree,
  approve,
  askGrant,
  clickBody,
  cookie,
  get,
  newFrameKey,
  newPerson,
  openPage,
  payOnPage,
  type Person,
  post,
  send,
} from "./payments/person.testing.ts";
import { asMerchant, sendRefund, sendReport } from "./refunds/refundStage.testing.ts";
import type { TestServer } from "./server.testing.ts";

/**
 * OWASP ASVS 5.0, business logic (2.x) and authorisation (8.x), by number: what each asks of this server, and that it
 * holds. Where an item is not met, its test says so.
 */

let audited: AuditedServer;
let stage: TestServer;
const clock = newTurnedClock();
beforeAll(async () => {
  const rate = { addressPerMinute: 0, payerPerMinute: 1_000_000, merchantPerMinute: 0 };
  audited = await openAudited({ clock, config: { rate } });
  stage = audited.stage;
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);
const spec = (path: string) => readFileSync(new URL(`../../../${path}`, import.meta.url), "utf8");

async function enrolled(): Promise<Person> {
  const person = newPerson();
  await payOnPage(stage, person, { offer: await fresh({ amount: 10_000n }) });
  return person;
}

async function click(person: Person, of: { offer?: string; amount?: bigint } = {}) {
  const offer = of.offer ?? (await fresh({ amount: of.amount ?? 10_000n }));
  const { body, code } = await send(stage, clickBody(stage, person, { offer }));
  if (code !== null) return { said: code, payment: "" };
  const reason = "reason" in body ? ` ${body.reason}` : "";
  return { said: `${body.kind}${reason}`, payment: "payment" in body ? body.payment : "" };
}

const own = async (person: Person, act: string, body: object = {}) =>
  (await post(stage, `/v1/wallet/${act}`, body, cookie(person.session))).code ?? "done";

describe("2.1.3 limits are documented, for one payer and for all", () => {
  test("every counter of the policy stands in its spec by name, and every preset has a figure for each", () => {
    const words = spec("specs/policy.md");
    const balanced = Object.keys(defaultPolicy.presets.balanced);
    expect(balanced.length).toBeGreaterThan(5);
    expect(balanced.filter((counter) => !words.includes(`\`${counter}\``))).toEqual([]);
    for (const name of presetNames) {
      expect(Object.keys(defaultPolicy.presets[name])).toEqual(balanced);
    }
  });
});

describe("2.3.1 steps only in their order", () => {
  test("an approval without terms, terms of a page that was not opened, and a receipt of nothing", async () => {
    const person = newPerson();
    const { grant } = await askGrant(stage, person, { offer: await fresh() });
    const terms = { choice: "allow", way: "create", limits: null } as const;
    expect((await agree(stage, person, { grant, terms })).status).toBeGreaterThanOrEqual(400);
    await openPage(stage, person, grant);
    const early = await approve(stage, person, { grant, credential: { id: "x" } });
    expect(early.status).toBeGreaterThanOrEqual(400);
    const nothing = { nonce: Buffer.alloc(16).toString("base64url") };
    expect((await post(stage, "/v1/receipts/claims", nothing, asMerchant(stage))).status).toBe(404);
  });
});

describe("2.3.2 limits hold", () => {
  test("twenty clicks at once never pay more than the line of a day", async () => {
    const person = newPerson();
    const limits = {
      perClick: "50000",
      per24h: "100000",
      total: "200000",
      expiresAt: clock.now() + 24 * hour,
    };
    await payOnPage(stage, person, { offer: await fresh({ amount: 10_000n }), limits });
    const all = await Promise.all(
      Array.from({ length: 20 }, () => click(person, { amount: 50_000n })),
    );
    const paid = all.filter(({ said }) => said === "captured").length;
    expect(paid).toBeGreaterThan(0);
    expect(paid).toBeLessThanOrEqual(2);
  });
});

describe("2.3.3 all or nothing", () => {
  test("a refused payment moves nothing", async () => {
    const person = await enrolled();
    let said = "";
    const moved = await movedBy(stage, async () => {
      ({ said } = await click(person, { amount: 900_000n }));
    });
    expect([said.split(" ")[0], moved]).toEqual(["step-up", {}]);
  });
});

describe("2.3.4 nothing is sold or booked twice", () => {
  test("two clicks at once on one page are one sale; a retry hears the first answer", async () => {
    const person = await enrolled();
    const offer = await fresh({ amount: 10_000n });
    const [one, two] = await Promise.all([click(person, { offer }), click(person, { offer })]);
    expect([one.said, two.said].toSorted()).toEqual(["captured", "owned"]);
    const body = clickBody(stage, person, { offer: await fresh({ amount: 10_000n }) });
    expect((await send(stage, body)).body).toEqual((await send(stage, body)).body);
  });

  test("a refund and a report of one payment give it back once", async () => {
    const person = await enrolled();
    const { payment } = await click(person);
    const moved = await movedBy(stage, () =>
      Promise.all([
        sendRefund(stage, { payment }),
        sendReport(stage, person, { payment, reason: "not-received" }),
      ]),
    );
    expect(moved).toEqual({ pyr: 10_000n, mer: -9_500n, ope: -500n });
  });
});

describe("2.3.5 two people for what is worth much: not met", () => {
  test("nobody but the payer is asked; in its place, above 1.00 no passkey inside a page pays, and above the ceiling nothing does", async () => {
    const person = await enrolled();
    expect((await click(person, { amount: 2_000_000n })).said).toMatch(/^step-up/);
    expect((await click(person, { amount: 600_000_000n })).said).toMatch(/^(step-up|declined)/);
  });
});

describe("2.4.1, 2.4.2 no machine speed", () => {
  test("the sixth click in ten seconds asks for a person", async () => {
    const person = await enrolled();
    for (let count = 0; count < 5; count += 1) {
      expect((await click(person)).said).toBe("captured");
    }
    expect((await click(person)).said).toBe("step-up check-due");
    clock.turned += 11 * second;
    expect((await click(person)).said).toBe("captured");
  });
});

/** What stands in the spec's row of a reason: `| \`velocity\` | … | 30 |`. */
function weightInSpec(reason: string): number {
  const row = spec("specs/policy.md")
    .split("\n")
    .find((line) => line.startsWith(`| \`${reason}\``));
  return Number(row?.split("|").at(-2));
}

describe("8.1.3, 8.1.4 what a decision reads is documented, with thresholds", () => {
  test("every reason of the score has a weight in the policy and a line in its spec", () => {
    const words = spec("specs/policy.md");
    const reasons = Object.keys(defaultPolicy.scoring.weights);
    expect(reasons.length).toBeGreaterThan(4);
    expect(reasons.filter((reason) => !words.includes(`\`${reason}\``))).toEqual([]);
  });

  test("the spec's weights and bands are the document's", () => {
    const { weights, raisedAt, highAt } = defaultPolicy.scoring;
    const told = Object.keys(weights).map((reason) => [reason, weightInSpec(reason)]);
    expect(Object.fromEntries(told)).toEqual(weights);
    expect(spec("specs/policy.md")).toContain(
      `Raised from ${raisedAt} on, high from ${highAt} on.`,
    );
  });

  test("the document itself says of each counter of a payer whose it is, over which time, and what resets it", () => {
    const stated = Object.keys(defaultPolicy.counters);
    const { raiseWaitHours: _, ...balanced } = defaultPolicy.presets.balanced;
    const missing = Object.keys(balanced).filter(
      (name) => !stated.some((one) => one === name || one.startsWith(`${name}.`)),
    );
    expect(missing).toEqual([]);
  });
});

describe("8.2.1, 8.2.2 only one's own", () => {
  test("somebody else's payment, proof, allowance, device and report are not found", async () => {
    const [anna, ben] = [await enrolled(), await enrolled()];
    const { payment } = await click(anna);
    const paths = [`payments/${payment}`, `payments/${payment}/proof`];
    for (const path of paths) {
      expect((await get(stage, `/v1/wallet/${path}`, cookie(ben.session))).code).toBe("not-found");
    }
    const { body } = await get<Me>(stage, "/v1/wallet/me", cookie(anna.session));
    const device = body.allowances[0]?.devices[0]?.id ?? "";
    expect([
      await own(ben, `allowances/${anna.allowance}/revoke`),
      await own(ben, `allowances/${anna.allowance}/pause`),
      await own(ben, `devices/${device}/revoke`),
      await own(ben, `payments/${payment}/reports`, { reason: "not-me" }),
      await own(ben, `payments/${payment}/evidence`, { text: "Mine." }),
    ]).toEqual(Array.from({ length: 5 }, () => "not-found"));
    const { apiKey } = await addNeighbour(stage);
    const theirs = await get(stage, `/v1/payments/${payment}`, asMerchant(stage, apiKey));
    expect([theirs.code, (await sendRefund(stage, { payment, apiKey })).code]).toEqual([
      "not-found",
      "not-found",
    ]);
    expect((await click(anna)).said).toBe("captured");
  });

  test("the operator's routes take no session and no merchant's key", async () => {
    const anna = await enrolled();
    for (const headers of [cookie(anna.session), asMerchant(stage), {}]) {
      expect((await get(stage, "/v1/operator/balance", headers)).code).toBe("operator-key-invalid");
    }
  });
});

describe("8.2.3 no field that is not for its reader", () => {
  test("a merchant never reads who paid: a name for this pair, and no payer's id", async () => {
    const anna = await enrolled();
    const { payment } = await click(anna);
    await sendReport(stage, anna, { payment });
    const { id } = await stage.deps.store
      .selectFrom("payers")
      .select("id")
      .orderBy("created_at", "desc")
      .executeTakeFirstOrThrow();
    const reads = await Promise.all(
      [`/v1/payments/${payment}`, `/v1/reports/${payment}`, "/v1/refund-requests"].map((path) =>
        get(stage, path, asMerchant(stage)),
      ),
    );
    expect(reads.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(JSON.stringify(reads)).not.toContain(id);
  });
});

describe("8.2.4 more is asked where a click is unusual", () => {
  test("a device younger than its wallet pays 5 cents by a click, and no more", async () => {
    const anna = await enrolled();
    clock.turned += 2 * hour;
    const limits = {
      perClick: "5000000",
      per24h: "5000000",
      total: "5000000",
      expiresAt: clock.now() + 24 * hour,
    };
    const phone: Person = { ...anna, key: newFrameKey() };
    await payOnPage(stage, phone, { offer: await fresh({ amount: 10_000n }), way: "get", limits });
    expect((await click(phone, { amount: 50_000n })).said).toBe("captured");
    expect((await click(phone, { amount: 60_000n })).said).toBe("step-up check-due");
  });
});

describe("8.3.1 decided by the server", () => {
  test("a gesture that the key did not sign, and another payer's allowance, pay nothing", async () => {
    const [anna, ben] = [await enrolled(), await enrolled()];
    const body = clickBody(stage, anna, { offer: await fresh({ amount: 600_000n }) });
    const forged = { ...body, authorization: { ...body.authorization, gesture: "hold" as const } };
    expect((await send(stage, forged)).status).toBeGreaterThanOrEqual(400);
    const stolen = { ...ben, allowance: anna.allowance };
    const { said } = await click(stolen);
    expect(said).not.toBe("captured");
  });
});

describe("8.3.2 changes hold at once", () => {
  test.each([
    ["freeze", () => "freeze"],
    ["pause", (person: Person) => `allowances/${person.allowance}/pause`],
    ["take back", (person: Person) => `allowances/${person.allowance}/revoke`],
  ])("%s: the next click is refused", async (_what, path) => {
    const person = await enrolled();
    expect((await click(person)).said).toBe("captured");
    expect(await own(person, path(person))).toBe("done");
    expect((await click(person)).said).not.toBe("captured");
  });
});

describe("8.3.3 for whom it is done, not for who does it", () => {
  test("a session reads only its payer, whatever the page was opened for", async () => {
    const [anna, ben] = [await enrolled(), await enrolled()];
    const { payment } = await click(anna);
    const read = await get<PaymentDetail>(
      stage,
      `/v1/wallet/payments/${payment}`,
      cookie(ben.session),
    );
    expect(read.code).toBe("not-found");
  });
});

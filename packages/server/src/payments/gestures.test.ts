import { idToUint } from "@farthing/core";
import type { Gesture, WalletSettings } from "@farthing/protocol";
import { afterAll, beforeAll, expect, test } from "vitest";
import { serverDefaults } from "../config.ts";
import { newPages } from "../grants/grantStage.testing.ts";
import { changeSettings } from "../settings/changeSettings.ts";
import type { TestServer } from "../server.testing.ts";
import { type AuditedServer, openAudited } from "./books.testing.ts";
import { disclosureGroups } from "./commitment.ts";
import { readPaymentMemo } from "./memo.ts";
import { clickBody, newPerson, payOnPage, type Person, sayHello, send } from "./person.testing.ts";

let audited: AuditedServer;
let stage: TestServer;
const confirmAbove = 20_000n;
beforeAll(async () => {
  audited = await openAudited({ config: { confirmAbove } });
  stage = audited.stage;
});
afterAll(async () => expect(await audited.close()).toEqual([]));

const fresh = newPages(() => stage);

async function enrolled(): Promise<Person> {
  const person = newPerson();
  await payOnPage(stage, person, { offer: await fresh() });
  return person;
}

/** The body of a click that was meant like that. */
async function meant(person: Person, of: { amount: bigint; gesture: Gesture }) {
  const { amount, gesture } = of;
  const body = clickBody(stage, person, { offer: await fresh({ amount }), change: { gesture } });
  return { ...body, authorization: { ...body.authorization, gesture } };
}

test("a second yes is asked for above half a play dollar", () => {
  expect(serverDefaults.confirmAbove).toBe(500_000n);
});

test("rule 17: a bare click above the line charges nothing; held, or pressed twice, it pays", async () => {
  const person = await enrolled();
  const table = `
    20000  click    captured
    20001  click    step-up confirm
    20001  hold     captured
    20001  confirm  captured
    50000  click    step-up confirm
    50000  confirm  captured
    1      hold     captured`;
  for (const line of table.trim().split("\n")) {
    const [amount = "0", gesture = "", ...expected] = line.trim().split(/\s+/);
    const body = await meant(person, { amount: BigInt(amount), gesture: gesture as Gesture });
    const outcome = (await send(stage, body)).body;
    const heard = "reason" in outcome ? `${outcome.kind} ${outcome.reason}` : outcome.kind;
    expect(`${amount} ${gesture} ${heard}`).toBe(`${amount} ${gesture} ${expected.join(" ")}`);
  }
});

test("what the key signed is what counts: a gesture written in afterwards is no gesture", async () => {
  const person = await enrolled();
  const body = await meant(person, { amount: 30_000n, gesture: "click" });
  const forged = { ...body, authorization: { ...body.authorization, gesture: "hold" as const } };
  expect((await send(stage, forged)).code).toBe("signature-invalid");
});

test("the gesture is kept, and opened to who paid only", async () => {
  const person = await enrolled();
  for (const gesture of ["click", "hold", "confirm"] as const) {
    const { body } = await send(stage, await meant(person, { amount: 20_000n, gesture }));
    if (body.kind !== "captured") throw new Error("captured");
    const id = idToUint("payment", body.payment);
    const memo = readPaymentMemo(stage.deps.ledger.lookupEntry(id)?.memo ?? new Uint8Array());
    const { shared, payer, merchant } = disclosureGroups(memo, id);
    expect(payer).toContainEqual(["gesture", gesture]);
    expect([...shared, ...merchant].map(([name]) => name)).not.toContain("gesture");
  }
});

test("the frame is told how to ask, as the payer set it, and nothing where a press pays nothing", async () => {
  const person = await enrolled();
  const { payer_id: payer } = await stage.deps.store
    .selectFrom("allowances")
    .select("payer_id")
    .where("id", "=", person.allowance)
    .executeTakeFirstOrThrow();
  const asked = async (amount: bigint, key: Person["key"] | null = person.key) =>
    (await sayHello(stage, { key, offer: await fresh({ amount }) })).body.confirm;
  const table: [WalletSettings["hold"], bigint, string][] = [
    ["offer", 20_000n, "none"],
    ["offer", 20_001n, "hold"],
    ["never", 20_000n, "none"],
    ["never", 20_001n, "press"],
    ["offer", 50_000n, "hold"],
  ];
  for (const [hold, amount, expected] of table) {
    await changeSettings(stage.deps, { payer, change: { hold } });
    expect([hold, amount, await asked(amount)]).toEqual([hold, amount, expected]);
  }
  expect(await asked(50_000n, null)).toBe("none");
  // Over its own line: a press opens the wallet's page, which asks anyway.
  expect(await asked(60_000n)).toBe("none");
});

test("a click that was paid before the line came down hears that it was paid", async () => {
  const person = await enrolled();
  const body = await meant(person, { amount: 20_000n, gesture: "click" });
  const first = await send(stage, body);
  expect(first.body.kind).toBe("captured");
  const { config } = stage.deps as { config: { confirmAbove: bigint } };
  config.confirmAbove = 10_000n;
  expect((await send(stage, body)).body).toEqual(first.body);
  config.confirmAbove = confirmAbove;
});

test("rule 16: what the frame saw is counted, and stops nothing", async () => {
  const person = await enrolled();
  const table = [
    { visible: true, shownMs: 900, pointer: "mouse" },
    { visible: false, shownMs: 0, pointer: "touch" },
    { visible: null, shownMs: 2 ** 48, pointer: "keys" },
  ] as const;
  for (const signals of table) {
    const body = await meant(person, { amount: 1n, gesture: "click" });
    expect((await send(stage, { ...body, signals })).body.kind).toBe("captured");
  }
  const text = await (await stage.fetch("/metrics")).text();
  for (const [visible, pointer] of [
    ["true", "mouse"],
    ["false", "touch"],
    ["unknown", "keys"],
  ]) {
    expect(text).toContain(`farthing_clicks_total{visible="${visible}",pointer="${pointer}"} 1`);
  }
  const body = await meant(person, { amount: 1n, gesture: "click" });
  const odd = [{ visible: "yes" }, { ...table[0], more: 1 }, { ...table[0], pointer: "mouse\n" }];
  for (const signals of odd) {
    const answer = await send(stage, { ...body, signals: signals as (typeof table)[0] });
    expect(answer.code).toBe("invalid-request");
  }
});

import { randomBytes } from "node:crypto";
import { day, hour, instant, minute, systemClock } from "@farthing/core";
import { sql } from "kysely";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import {
  agree,
  askGrant,
  cookie,
  get,
  grantOutcome,
  hashOf,
  newFrameKey,
  newOffer,
  newPerson,
  openPage,
  payOnPage,
  post,
  prove,
} from "../payments/person.testing.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { sweep } from "./sweep.ts";

let stage: TestServer;
const clock = { turned: 0, now: () => instant(systemClock.now() + clock.turned) };
beforeAll(async () => {
  stage = await openTestServer({ clock });
});
afterAll(() => stage.close());
beforeEach(async () => {
  await stage.deps.store.deleteFrom("grants").execute();
  await stage.deps.store.deleteFrom("sessions").execute();
});

let page = 0;
async function ask(person = newPerson()) {
  page += 1;
  const offer = await newOffer(stage, { path: `/page-${page}` });
  return { person, ...(await askGrant(stage, person, { offer })) };
}

test("a request that nobody answered goes a day after its five minutes, with its terms; what is being paid or was stays", async () => {
  const left = await ask();
  await openPage(stage, left.person, left.grant);
  const agreed = await ask();
  await openPage(stage, agreed.person, agreed.grant);
  const terms = { choice: "once", limits: null, way: "create" } as const;
  await agree(stage, agreed.person, { grant: agreed.grant, terms });
  const under = await ask();
  await openPage(stage, under.person, under.grant);
  await agree(stage, under.person, { grant: under.grant, terms });
  // An approval that was cut off: only the ledger knows how it ended.
  await stage.deps.store
    .updateTable("grants")
    .set({
      terms: sql`json_set(terms, '$.answer', json('{"credential":"x","entry":null,"over":false}'))`,
    })
    .where("id", "=", under.grant)
    .execute();
  const payer = newPerson();
  const paid = await payOnPage(stage, payer, { offer: await newOffer(stage) });
  clock.turned += day + 4 * minute;
  expect(await sweep(stage.deps)).toEqual({ grants: 0, sessions: 0, keys: 0, families: 0 });
  clock.turned += minute;
  expect(await sweep(stage.deps)).toEqual({ grants: 2, sessions: 0, keys: 0, families: 0 });
  for (const { person, grant } of [left, agreed]) {
    expect((await grantOutcome(stage, person, grant)).code).toBe("grant-not-found");
  }
  const kept = stage.deps.store.selectFrom("grants").select("id").where("id", "=", under.grant);
  expect(await kept.execute()).toHaveLength(1);
  expect((await grantOutcome(stage, payer, paid.grant)).body.status).toBe("approved");
});

test("a session goes a day after it ended, signed out or expired; one in use stays", async () => {
  const [out, forgotten, used] = [newPerson(), newPerson(), newPerson()];
  for (const person of [out, forgotten, used]) {
    page += 1;
    await payOnPage(stage, person, { offer: await newOffer(stage, { path: `/page-${page}` }) });
  }
  await post(stage, "/v1/wallet/sign-out", {}, cookie(out.session));
  const me = () => get<{ name: string }>(stage, "/v1/wallet/me", cookie(used.session));
  clock.turned += day;
  expect((await me()).status).toBe(200);
  expect((await sweep(stage.deps)).sessions).toBe(1);
  clock.turned += 29 * day;
  expect((await me()).status).toBe(200);
  expect((await sweep(stage.deps)).sessions).toBe(0);
  clock.turned += day;
  expect((await sweep(stage.deps)).sessions).toBe(1);
  expect((await me()).status).toBe(200);
});

test("a key of a page's memory that a cookie enrolled goes a day after its twelve hours, a kept one after 30 days; all others stay", async () => {
  const partition = `__Host-farthing-part-${stage.merchant.id.slice(-8)}=${"C".repeat(43)}`;
  const person = { ...newPerson(), partition };
  await payOnPage(stage, person, { offer: await newOffer(stage, { path: "/kept" }) });
  for (const keyStorage of ["memory", "memory", "kept"]) {
    const offer = await newOffer(stage, { path: "/next" });
    const proof = prove(stage, newFrameKey(), { purpose: "enrol", subject: hashOf(offer) });
    const asked = { offer, parent: stage.merchant.origin, keyStorage, proof };
    const answer = await post(stage, "/v1/frame/enrolments", asked, cookie(partition));
    expect(answer.status).toBe(200);
  }
  clock.turned += 36 * hour - minute;
  expect((await sweep(stage.deps)).keys).toBe(0);
  clock.turned += minute;
  expect((await sweep(stage.deps)).keys).toBe(2);
  const left = await stage.deps.store
    .selectFrom("devices")
    .select(["kept", "by_cookie"])
    .where("allowance_id", "=", person.allowance)
    .orderBy("by_cookie")
    .execute();
  expect(left).toEqual([
    { kept: 1, by_cookie: 0 },
    { kept: 1, by_cookie: 1 },
  ]);
  clock.turned += 29 * day;
  expect((await sweep(stage.deps)).keys).toBe(1);
  expect((await sweep(stage.deps)).keys).toBe(0);
});

test("a cookie's family that was taken back goes a day after; a live one stays, and the payment can still be shown", async () => {
  const secret = (letter: string) => letter.repeat(43);
  const people = ["D", "E"].map((letter) => ({
    ...newPerson(),
    partition: `__Host-farthing-part-${stage.merchant.id.slice(-8)}=${secret(letter)}`,
  }));
  for (const person of people) {
    page += 1;
    await payOnPage(stage, person, { offer: await newOffer(stage, { path: `/page-${page}` }) });
  }
  const [gone] = people;
  const path = `/v1/wallet/allowances/${gone?.allowance}/revoke`;
  expect((await post(stage, path, {}, cookie(gone?.session ?? ""))).status).toBe(200);
  const count = async () =>
    (await stage.deps.store.selectFrom("families").select("allowance_id").execute()).map(
      (row) => row.allowance_id,
    );
  clock.turned += day - minute;
  expect((await sweep(stage.deps)).families).toBe(0);
  clock.turned += minute;
  expect((await sweep(stage.deps)).families).toBe(1);
  expect(await count()).not.toContain(gone?.allowance);
  expect(await count()).toContain(people[1]?.allowance);
  const list = await get(stage, "/v1/wallet/payments", cookie(gone?.session ?? ""));
  expect(list.status).toBe(200);
});

test("more than one batch goes, and a stop ends it between two", async () => {
  const { store } = stage.deps;
  const now = clock.now();
  const payer = { id: "pyr_1", name: "Anna", group_key_sealed: new Uint8Array(1), created_at: now };
  await store.insertInto("payers").values(payer).execute();
  for (let each = 0; each < 2_500; each += 1) {
    const over = { created_at: now, seen_at: now, expires_at: now, revoked_at: null };
    const session = { secret_hash: randomBytes(32), payer_id: payer.id, level: 2, ...over };
    await store.insertInto("sessions").values(session).execute();
  }
  clock.turned += day + hour;
  expect(await sweep(stage.deps, () => true)).toEqual({
    grants: 0,
    sessions: 0,
    keys: 0,
    families: 0,
  });
  let asked = 0;
  // Asked twice for grants, then before every batch of sessions.
  const afterOne = () => (asked += 1) > 3;
  expect((await sweep(stage.deps, afterOne)).sessions).toBe(1_000);
  expect((await sweep(stage.deps)).sessions).toBe(1_500);
});

test.each([
  ["grants", "terms is null and payment_id is null and expires_at <= 1", "grants_unanswered"],
  [
    "grants",
    "terms is not null and payment_id is null and status <> 'approved' and expires_at <= 1",
    "grants_abandoned",
  ],
  ["sessions", "coalesce(revoked_at, expires_at) <= 1", "sessions_over"],
  ["devices", "by_cookie = 1 and kept = 0 and added_at <= 1", "devices_passing"],
  ["devices", "by_cookie = 1 and kept = 1 and added_at <= 1", "devices_returning"],
  ["families", "revoked_at <= 1", "families_over"],
])("looking for %s reads no row that stays", async (table, over, index) => {
  const plan = await sql<{ detail: string }>`
    explain query plan select * from ${sql.raw(table)} where ${sql.raw(over)}`.execute(
    stage.deps.store,
  );
  expect(plan.rows.map(({ detail }) => detail).join()).toContain(index);
});

import { idToUint, instant } from "@farthing/core";
import type { EventPage, PaymentPage, Statement } from "@farthing/protocol";
import type { Kysely, KyselyPlugin } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { createServer, type Server } from "../createServer.ts";
import { makeDeps } from "../deps.ts";
import { accountId } from "../payments/keys.ts";
import {
  clickBody,
  cookie,
  newOffer,
  newPerson,
  payOnPage,
  type Person,
  send,
  sendUndo,
} from "../payments/person.testing.ts";
import { asMerchant, sendReport } from "../refunds/refundStage.testing.ts";
import { fillRiskMemory } from "../risk/fillRiskMemory.ts";
import { newRiskMemory } from "../risk/riskMemory.ts";
import { openTestServer, type TestServer, testOrigin } from "../server.testing.ts";
import { openDatabase } from "../store/openDatabase.ts";
import type { Tables } from "../store/tables.ts";
import { findReceipt } from "./findReceipt.ts";
import { newProjector } from "./projector.ts";
import { totalsAt } from "./readStatement.ts";

let stage: TestServer;
let server: Server;
let anna: Person;
let heard: Kysely<Tables>;
const asked = new Set<string>();
beforeAll(async () => {
  stage = await openTestServer();
  heard = stage.deps.store.withPlugin(listener(stage.deps.store));
  server = createServer(makeDeps({ ...stage.deps, store: heard }));
  anna = newPerson();
  await payOnPage(stage, anna, { offer: await newOffer(stage, { path: "/first" }) });
});
afterAll(async () => {
  await server.stop();
  await stage.close();
});

/** Writes down the SQL of every query. */
function listener(store: Kysely<Tables>): KyselyPlugin {
  return {
    transformQuery({ node, queryId }) {
      const { sql } = store.getExecutor().compileQuery(node, queryId);
      if (sql.startsWith("select")) asked.add(sql);
      return node;
    },
    transformResult: ({ result }) => Promise.resolve(result),
  };
}

async function get<Body>(path: string, headers: Record<string, string>): Promise<Body> {
  const url = new URL(path, testOrigin);
  const init = { headers: { "sec-fetch-site": "same-origin", ...headers } };
  const response = await server.fetch(new Request(url, init));
  expect([path, response.status]).toEqual([path, 200]);
  return response.headers.get("content-type") === "application/json"
    ? ((await response.json()) as Body)
    : ((await response.text()) as Body);
}

/** Steps of SQLite's plan that read a table or an index from end to end. */
function scans(statements: Iterable<string>): string[] {
  const database = openDatabase(`${stage.folder}/store.db`, "normal");
  const found = [...statements].flatMap((sql) =>
    database
      .prepare<unknown[], { detail: string }>(`explain query plan ${sql}`)
      .all(...(sql.match(/\?/g) ?? []).map(() => null))
      .filter(({ detail }) => /^SCAN (?!CONSTANT)/.test(detail))
      .map(({ detail }) => `${detail}: ${sql}`),
  );
  database.close();
  return found;
}

test("no read of a projection scans a table", async () => {
  const offer = await newOffer(stage, { path: "/second" });
  const paid = await send(stage, clickBody(stage, anna, { offer }));
  const payment = paid.body.kind === "captured" ? paid.body.payment : "";
  await sendUndo(stage, anna, payment);
  await sendReport(stage, anna, { payment });
  const own = cookie(anna.session);
  const key = asMerchant(stage);
  const list = await get<PaymentPage>("/v1/wallet/payments", own);
  await get(`/v1/wallet/payments?before=2`, own);
  await get(`/v1/wallet/payments/${list.payments[0]?.id}`, own);
  await get("/v1/wallet/me", own);
  await get(`/v1/payments/${payment}`, key);
  await get("/v1/refund-requests", key);
  for (const [path, who] of [
    ["/v1/wallet/statement", own],
    ["/v1/statement", key],
  ] as const) {
    const { next } = await get<Statement>(`${path}?limit=1`, who);
    await get(`${path}?limit=1&cursor=${next}`, who);
    await get(`${path}.csv`, who);
  }
  const { events } = await get<EventPage>("/v1/events", key);
  await get(`/v1/events?after=${events.length}`, key);
  await totalsAt(heard, accountId("payer", "nobody"), instant(1));
  const seq = stage.deps.ledger.lookupEntry(idToUint("payment", payment))?.seq ?? 0n;
  const place = await findReceipt(heard, { payment });
  expect(place).toMatchObject({ payment, seq });
  expect(await findReceipt(heard, { seq })).toEqual(place);
  expect(await findReceipt(heard, { leafIndex: place?.leafIndex ?? -1 })).toEqual(place);
  expect(await findReceipt(heard, { leafIndex: 999 })).toBe(null);
  expect(await findReceipt(heard, { payment: "pay_x" })).toBe(null);
  await fillRiskMemory({ ...stage.deps, store: heard, risk: newRiskMemory() });
  expect(stage.deps.ledger.entryAtLeaf(place?.leafIndex ?? -1)?.seq).toBe(seq);

  const projections = [...asked].filter((sql) =>
    /"(?:payments|payment_returns|events|statement_\w+)"/.test(sql),
  );
  expect(projections.length).toBeGreaterThanOrEqual(15);
  expect(scans(projections)).toEqual([]);
});

test("nor does the projector, which reads for every entry", async () => {
  const database = openDatabase(`${stage.folder}/store.db`, "normal");
  const prepared = new Set<string>();
  const listening = new Proxy(database, {
    get(target, name) {
      if (name !== "prepare") {
        const value: unknown = Reflect.get(target, name, target);
        return typeof value === "function" ? value.bind(target) : value;
      }
      return (sql: string) => {
        prepared.add(sql);
        return target.prepare(sql);
      };
    },
  });
  newProjector(listening, stage.deps.ledger);
  const reads = [...prepared].filter((sql) => /^(?:select|update|delete)/.test(sql));
  expect(reads.length).toBeGreaterThanOrEqual(6);
  // Named parameters are the same plan without their names.
  expect(scans(reads.map((sql) => sql.replaceAll(/@\w+/g, "?")))).toEqual([]);
  database.close();
});

test("the test would see a scan", () => {
  expect(scans(["select * from payments where title = ?"])).toHaveLength(1);
});

import { randomBytes } from "node:crypto";
import { idFromUint, instant, newId, type PaymentId } from "@farthing/core";
import { afterAll, beforeAll, expect, test } from "vitest";
import { type Memo, memoBytes } from "../payments/memo.ts";
import { openTestServer, type TestServer } from "../server.testing.ts";
import { openDatabase } from "../store/openDatabase.ts";
import { batchEntriesMax, newProjector } from "./projector.ts";
import { type Projection, startProjection } from "./projection.ts";
import { rebuildViews } from "./rebuildViews.ts";

let server: TestServer;
beforeAll(async () => {
  server = await openTestServer();
});
afterAll(() => server.close());

const payer = newId("payer", instant(1));
const paymentMemo = (amount: bigint): Memo => ({
  v: 1,
  kind: "payment",
  payer,
  merchant: server.merchant.id,
  offer: Buffer.alloc(32).toString("base64url"),
  resource: "https://news.example/a",
  title: "An article",
  access: "own",
  amount: String(amount),
  fee: String(amount / 20n),
  asset: "PLAY/6",
  gesture: "click",
  time: server.deps.clock.now(),
});

let count = 0n;
/** One entry with that memo; the money itself is the ledger's own tests' matter. */
async function submit(memo: Memo | null): Promise<PaymentId> {
  // The ids between are the transfers'.
  count += 64n;
  const time = server.deps.clock.now();
  const id = (BigInt(time) << 80n) + 64n * count;
  const { status } = await server.deps.ledger.submitEntry({
    id,
    time,
    commitment: randomBytes(32),
    ...(memo === null ? {} : { memo: memoBytes(memo) }),
  });
  expect(status).toBe("created");
  return idFromUint("payment", id);
}

const undoMemo = (payment: string): Memo => ({
  v: 1,
  kind: "undo",
  payer,
  merchant: server.merchant.id,
  payment,
  amount: "1",
  asset: "PLAY/6",
});

const rows = () => server.deps.store.selectFrom("payments").selectAll().orderBy("seq").execute();
const seen = () => server.deps.projection.reached(server.deps.ledger.head().seq, 10_000);

test("payments, top-ups and undos are shown as the journal has them", async () => {
  const first = await submit(paymentMemo(50_000n));
  const second = await submit(paymentMemo(60_000n));
  await submit({
    v: 1,
    kind: "top-up",
    payer,
    rail: "sandbox",
    welcome: true,
    amount: "10000000",
    asset: "PLAY/6",
  });
  await submit(null);
  await submit(undoMemo(first));
  expect(await seen()).toBe(true);
  expect(await rows()).toMatchObject([
    { id: first, kind: "payment", amount: 50_000n, fee: 2_500n, status: "reversed", leaf_index: 0 },
    { id: second, kind: "payment", status: "captured", reversed_at: null, leaf_index: 1 },
    { kind: "top-up", merchant_id: null, amount: 10_000_000n, fee: 0n, leaf_index: 2 },
  ]);
  expect(server.deps.projection.behind()).toBe(0);
  expect(server.deps.projection.lagMs()).toBe(0);
});

test("a commit that nobody announced is shown within the poll", async () => {
  const id = await submit(paymentMemo(70_000n));
  for (let look = 0; look < 200 && (await rows()).at(-1)?.id !== id; look += 1) {
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  expect((await rows()).at(-1)?.id).toBe(id);
});

test("a merchant sees its payment the moment it is undone, and nobody else's", async () => {
  const id = await submit(paymentMemo(80_000n));
  const ask = async (path: string) => {
    const headers = { authorization: `Bearer ${server.merchant.apiKey}` };
    const response = await server.fetch(path, { headers });
    return (await response.json()) as Record<string, unknown>;
  };
  expect(await ask(`/v1/payments/${id}`)).toMatchObject({
    status: "captured",
    price: { amount: "80000", asset: "PLAY/6" },
    fee: { amount: "4000", asset: "PLAY/6" },
  });
  await submit(undoMemo(id));
  expect(await ask(`/v1/payments/${id}`)).toMatchObject({ status: "reversed" });
  const other = await submit({
    ...paymentMemo(1n),
    merchant: newId("merchant", instant(2)),
  } as Memo);
  expect(await ask(`/v1/payments/${other}`)).toMatchObject({ code: "not-found" });
  const never = newId("payment", instant(3));
  expect(await ask(`/v1/payments/${never}`)).toMatchObject({ code: "not-found" });
});

test("killed in the middle of a thousand entries, it goes on where its cursor stands", async () => {
  const { deps, folder } = server;
  await deps.projection.stop();
  const wanted = 4 * batchEntriesMax + 3;
  const ids: PaymentId[] = [];
  while (ids.length < wanted) {
    const chunk = Array.from({ length: Math.min(100, wanted - ids.length) }, (_, at) =>
      submit(paymentMemo(BigInt(at + 1))),
    );
    ids.push(...(await Promise.all(chunk)));
  }
  await submit(undoMemo(ids[0]!));
  // One batch, then the process dies: the connection goes without a word.
  const database = openDatabase(`${folder}/store.db`, "normal");
  expect(newProjector(database, deps.ledger).step()).toBe(batchEntriesMax);
  database.close();
  const before = (await rows()).length;
  const again = restart();
  try {
    expect(await again.reached(deps.ledger.head().seq, 10_000)).toBe(true);
    const all = await rows();
    expect(all.length).toBe(before + wanted - batchEntriesMax);
    expect(new Set(all.map((row) => row.id)).size).toBe(all.length);
  } finally {
    await again.stop();
  }
  const shown = await rows();
  expect(rebuildViews(`${folder}/store.db`, deps.ledger)).toBe(deps.ledger.head().seq);
  expect(await rows()).toEqual(shown);
});

function restart(): Projection {
  const { deps, folder } = server;
  return startProjection({
    storePath: `${folder}/store.db`,
    ledgerFolder: folder,
    ledger: deps.ledger,
    logger: deps.logger,
  });
}

test("a batch that fails leaves neither rows nor a moved cursor", async () => {
  const { deps, folder } = server;
  const database = openDatabase(`${folder}/store.db`, "normal");
  const broken = {
    entriesAfter: (seq: bigint, max: number) => {
      const entries = deps.ledger.entriesAfter(seq, max);
      return [...entries.slice(0, 5), ...entries.slice(0, 1)];
    },
  };
  const projector = newProjector(database, broken);
  projector.reset();
  expect(() => projector.step()).toThrow(/UNIQUE/);
  expect(projector.seq()).toBe(0n);
  expect(await rows()).toEqual([]);
  database.close();
});

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { idFromUint, systemClock } from "@farthing/core";
import { openLedger, type StoredEntry, verifyLedger } from "@farthing/ledger";
import {
  buyOffers,
  clickBody,
  freePort,
  type Http,
  openHttp,
  openPayer,
  readShop,
  type RunningServer,
  sendClick,
  type Shop,
  type SoftPayer,
  startServer,
  unhurried,
} from "@farthing/lab";
import { afterAll, beforeAll, expect, test } from "vitest";

// Starting a whole server takes most of a life: a ledger alone is killed 60 times in killOwner.test.ts.
const kills = 8;
const clients = 64;
const price = { amount: "100", asset: "PLAY/6" };
// What a wallet made by the first payment may allow (rule 2): the preset.
const limits = { perClick: "50000", per24h: "500000", total: "2000000" };

/** One paying program: what it was told is paid, and the click whose answer it never saw. */
interface Client {
  readonly payer: SoftPayer;
  readonly offer: string;
  readonly acknowledged: Set<string>;
  inDoubt: string | null;
}

const folder = mkdtempSync(join(tmpdir(), "farthing-kill-"));
let ports: { walletPort: number; newsstandPort: number };
let server: RunningServer;
let shop: Shop;
let all: Client[];

beforeAll(async () => {
  ports = { walletPort: await freePort(), newsstandPort: await freePort() };
  server = await start();
  shop = readShop(folder, server.newsstand);
  const http = openHttp(server.wallet, clients);
  const first = await buyOffers(http, shop, {
    count: clients,
    price,
    name: "first",
    access: "use",
  });
  // Each offer may be paid again and again: nothing but the click's own id keeps a retry from paying twice.
  all = await Promise.all(
    first.map(async (offer) => ({
      payer: await openPayer({
        http,
        clock: systemClock,
        offer,
        merchant: shop.merchant,
        parent: shop.origin,
        limits,
      }),
      offer,
      acknowledged: new Set<string>(),
      inDoubt: null,
    })),
  );
  await http.close();
}, 120_000);

afterAll(async () => {
  await server.stop("SIGKILL");
  rmSync(folder, { recursive: true });
});

test(`${kills} kills under ${clients} paying clients lose nothing and pay nothing twice`, async () => {
  for (let kill = 1; kill <= kills; kill += 1) {
    const http = openHttp(server.wallet, clients);
    const running = Promise.all(all.map((client) => payUntilCut(http, client)));
    // From barely started to well under way: the cut falls anywhere in a batch.
    await acknowledgedReach(acknowledgedSoFar() + 1 + ((kill * 137) % 200));
    await server.stop("SIGKILL");
    await running;
    await http.close();
    await checkFolder();
    server = await start();
  }
  expect(acknowledgedSoFar()).toBeGreaterThan(kills * clients);
}, 600_000);

function acknowledgedSoFar(): number {
  return all.reduce((sum, client) => sum + client.acknowledged.size, 0);
}

/** Waits until that many payments are acknowledged, at most 10 s. */
async function acknowledgedReach(count: number): Promise<void> {
  for (let wait = 0; wait < 2_000 && acknowledgedSoFar() < count; wait += 1) {
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

function start(): Promise<RunningServer> {
  return startServer({ folder, ...ports, env: unhurried(folder) });
}

/** Clicks until the connection breaks. A click in doubt is sent again, byte for byte, before a new one is made. */
async function payUntilCut(http: Http, client: Client): Promise<void> {
  for (let click = 0; click < 10_000; click += 1) {
    client.inDoubt ??= clickBody(client.payer, {
      offer: client.offer,
      parent: shop.origin,
      clock: systemClock,
    });
    const outcome = await sendClick(http, client.inDoubt).catch(() => null);
    if (outcome === null) return;
    if (outcome.kind === "unknown") continue;
    expect(outcome.kind).toBe("captured");
    if (outcome.kind !== "captured") return;
    expect(client.acknowledged.has(outcome.payment)).toBe(false);
    client.acknowledged.add(outcome.payment);
    client.inDoubt = null;
  }
}

/** The stopped server's books: replay agrees with the tables, and each acknowledged payment is there once. */
async function checkFolder(): Promise<void> {
  const verdict = await verifyLedger({ folder });
  expect(verdict.faults).toEqual([]);
  expect(verdict.ok).toBe(true);
  const captured = new Map<string, number>();
  for (const entry of await allEntries()) {
    if (entry.status !== "created") continue;
    const payment = idFromUint("payment", entry.id);
    captured.set(payment, (captured.get(payment) ?? 0) + 1);
  }
  const missing = all
    .flatMap((client) => [...client.acknowledged])
    .filter((payment) => captured.get(payment) !== 1);
  expect(missing).toEqual([]);
}

async function allEntries(): Promise<StoredEntry[]> {
  const ledger = await openLedger({
    folder,
    onFault: (fault) => expect.unreachable(String(fault)),
  });
  const entries: StoredEntry[] = [];
  for (;;) {
    const page = ledger.entriesAfter(entries.at(-1)?.seq ?? 0n, 1_000);
    if (page.length === 0) break;
    entries.push(...page);
  }
  await ledger.close();
  return entries;
}

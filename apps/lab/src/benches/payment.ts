import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@farthing/core";
import { buyOffers } from "../payer/buyOffers.ts";
import { offerHash } from "../payer/device.ts";
import { clickBody, sendClick } from "../payer/click.ts";
import { type Http, openHttp } from "../payer/http.ts";
import { openPayer, type SoftPayer } from "../payer/openPayer.ts";
import { bareInserts } from "../probe/bareInserts.ts";
import { cpuMicros } from "../probe/cpu.ts";
import { percentile, probeFsync } from "../probe/fsync.ts";
import { probeVerify } from "../probe/verify.ts";
import { readShop, type Shop } from "../server/readShop.ts";
import { freePort, startServer } from "../server/startServer.ts";
import { unhurried } from "../server/unhurried.ts";
import type { BenchOptions } from "../bench.ts";

/** Offers made ready for each connection and second: more than this machine can spend. */
const offersPerSecond = 4_000;
const price = { amount: "100", asset: "PLAY/6" };
// What a wallet made by the first payment may allow (rule 2): the preset.
const limits = { perClick: "50000", per24h: "500000", total: "2000000" };

/**
 * Device-signed one-click payments over HTTP, each durable before its answer, each for a resource of its own,
 * through the whole path. The yardsticks are a bare durable insert loop of 1 KiB rows in commits of
 * `connections` rows, and one Ed25519 verification: a processor shared with others runs at many speeds, and a
 * payment's cost in verifications stays what it is.
 */
export async function benchPayment({ connections, seconds }: BenchOptions): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), "farthing-bench-"));
  const fsyncMs = probeFsync(folder);
  const verifyBefore = probeVerify();
  const yardstick = bareInserts({ batch: connections, bytes: 1_024, ms: 2_000 });
  const server = await startServer({
    folder,
    walletPort: await freePort(),
    newsstandPort: await freePort(),
    env: unhurried(folder),
  });
  const http = openHttp(server.wallet, connections);
  try {
    const shop = readShop(folder, server.newsstand);
    const payers = await openPayers(http, shop, connections);
    const offers = await offersFor(http, shop, { connections, seconds });
    const [cpuFrom, commitsFrom] = [cpuMicros(server.pid), await readCommits(http)];
    const run = await payAll({ http, shop, payers, offers, seconds });
    const [cpu, commits] = [
      cpuMicros(server.pid) - cpuFrom,
      (await readCommits(http)) - commitsFrom,
    ];
    const verifyMicros = (verifyBefore + probeVerify()) / 2;
    const paymentsPerSecond = run.times.length / run.seconds;
    return {
      paymentsPerSecond: Math.round(paymentsPerSecond),
      p50Ms: round(percentile(run.times, 0.5)),
      p99Ms: round(percentile(run.times, 0.99)),
      errors: run.errors,
      fsyncMs: round(fsyncMs),
      cpuMicrosPerPayment: Math.round(cpu / run.times.length),
      connections,
      paymentsPerCommit: round(run.times.length / commits),
      verifyMicros: round(verifyMicros),
      verifiesPerPayment: round(cpu / run.times.length / verifyMicros),
      yardstickRowsPerSecond: Math.round(yardstick),
      ratio: round(paymentsPerSecond / yardstick),
    };
  } finally {
    await http.close();
    await server.stop("SIGTERM");
    rmSync(folder, { recursive: true });
  }
}

/** More offers than payers can spend in that time, an equal share for each. */
export async function offersFor(
  http: Http,
  shop: Shop,
  { connections, seconds }: Pick<BenchOptions, "connections" | "seconds">,
): Promise<string[]> {
  const count = Math.ceil((offersPerSecond * seconds) / connections) * connections;
  process.stderr.write(`${connections} wallets open; making ${count} offers …\n`);
  const offers = await buyOffers(http, shop, { count, price, name: "bench", access: "own" });
  // As a frame does when it loads, before anybody clicks.
  for (const offer of offers) offerHash(offer);
  return offers;
}

/** A wallet and an allowance for each of so many payers. */
export async function openPayers(http: Http, shop: Shop, count: number): Promise<SoftPayer[]> {
  const first = await buyOffers(http, shop, { count, price, name: "first", access: "own" });
  return Promise.all(
    first.map((offer) =>
      openPayer({
        http,
        clock: systemClock,
        offer,
        merchant: shop.merchant,
        parent: shop.origin,
        limits,
      }),
    ),
  );
}

interface Run {
  readonly http: Http;
  readonly shop: Shop;
  readonly payers: readonly SoftPayer[];
  readonly offers: readonly string[];
  readonly seconds: number;
}

/** Every payer clicks, waits for the answer and clicks again, until the time is over. */
export async function payAll({ http, shop, payers, offers, seconds }: Run) {
  const times: number[] = [];
  let errors = 0;
  const from = performance.now();
  const until = from + seconds * 1_000;
  const share = Math.floor(offers.length / payers.length);
  await Promise.all(
    payers.map(async (payer, at) => {
      for (const offer of offers.slice(at * share, (at + 1) * share)) {
        const start = performance.now();
        if (start >= until) return;
        const body = clickBody(payer, { offer, parent: shop.origin, clock: systemClock });
        const outcome = await sendClick(http, body).catch((error: unknown) => ({
          kind: String(error),
        }));
        if (outcome.kind === "captured") times.push(performance.now() - start);
        else {
          errors += 1;
          if (errors <= 3) process.stderr.write(`not captured: ${JSON.stringify(outcome)}\n`);
        }
      }
    }),
  );
  return { times, errors, seconds: (performance.now() - from) / 1_000 };
}

/** Durable commits since the server started. */
async function readCommits(http: Http): Promise<number> {
  const { text } = await http.send("GET", "/metrics", {});
  return Number(/^farthing_ledger_commits (\d+)/m.exec(text)?.[1]);
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}

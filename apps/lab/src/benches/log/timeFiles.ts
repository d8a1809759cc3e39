import { setTimeout as sleep } from "node:timers/promises";
import { assert, systemClock } from "@farthing/core";
import { checkReceiptFile, isPolicy, parseTrustPolicy, type TrustPolicy } from "@farthing/log";
import { logVerifiers, sha256 } from "@farthing/server";
import { openPerson } from "../../browser/openPerson.ts";
import { buyOffers } from "../../payer/buyOffers.ts";
import { clickBody, sendClick } from "../../payer/click.ts";
import { type Http, openHttp } from "../../payer/http.ts";
import { openPayer, type SoftPayer } from "../../payer/openPayer.ts";
import { percentile } from "../../probe/fsync.ts";
import { readShop, type Shop } from "../../server/readShop.ts";
import { freePort, startServer } from "../../server/startServer.ts";
import { startWitnessed } from "../../server/startWitnessed.ts";
import { unhurried } from "../../server/unhurried.ts";

const price = { amount: "100", asset: "PLAY/6" };
const limits = { perClick: "50000", per24h: "500000", total: "2000000" };
/** More than this machine can spend in a second. */
const offersPerSecond = 3_000;
/** One payment in so many is asked for its file. */
const askEvery = 25;
const stepMs = 20;
const patienceMs = 15_000;
const checks = 300;

interface Load {
  readonly connections: number;
  readonly seconds: number;
}

/**
 * A real server and programs that pay as fast as it answers, under a checkpoint each second: for one payment in 25,
 * milliseconds from its answer until its merchant holds a receipt file that verifies. Then how long such a file's check
 * takes here and in a Chromium.
 */
export function timeFiles(folder: string, load: Load) {
  return withRun(folder, { load, start: startServer }, async ({ wallet, run, policy }) => {
    const [file] = run.files;
    assert(file !== undefined, "a payment was made");
    return {
      paymentsPerSecond: run.payments / load.seconds,
      proofFiles: run.times.length,
      proofFileP50Ms: percentile(run.times, 0.5),
      proofFileP99Ms: percentile(run.times, 0.99),
      verifyMicros: await timeVerify(file, policy),
      ...(await timeBrowser(wallet, file)),
    };
  });
}

/** The same waits where the file also needs the lines of two witnesses, each a process on this machine. */
export function timeWitnessedFiles(folder: string, load: Load) {
  return withRun(folder, { load, start: startWitnessed }, ({ run }) =>
    Promise.resolve({
      witnessedPaymentsPerSecond: run.payments / load.seconds,
      witnessedFiles: run.times.length,
      witnessedFileP50Ms: percentile(run.times, 0.5),
      witnessedFileP99Ms: percentile(run.times, 0.99),
    }),
  );
}

interface Ran {
  readonly wallet: string;
  readonly policy: TrustPolicy;
  readonly run: Awaited<ReturnType<typeof payAll>>;
}

/** Pays at a server of its own, and hands what came of it to `work` while it still runs. */
async function withRun<Result>(
  folder: string,
  { load, start }: { load: Load; start: typeof startServer },
  work: (ran: Ran) => Promise<Result>,
): Promise<Result> {
  const ports = { walletPort: await freePort(), newsstandPort: await freePort() };
  const server = await start({ folder, ...ports, env: unhurried(folder) });
  const { wallet } = server;
  const http = openHttp(wallet, load.connections);
  const asking = openHttp(wallet, load.connections);
  try {
    const policy = await readPolicy(http);
    const shop = readShop(folder, server.newsstand);
    const run = await payAll({ http, asking, shop, policy }, load);
    return await work({ wallet, policy, run });
  } finally {
    await http.close();
    await asking.close();
    await server.stop("SIGTERM");
  }
}

async function readPolicy(http: Http): Promise<TrustPolicy> {
  const policy = parseTrustPolicy(sha256, (await http.send("GET", "/log/policy", {})).text);
  assert(isPolicy(policy), "a server's own policy is one");
  return policy;
}

interface Run {
  readonly http: Http;
  /** Apart from the payers' connections, as a merchant's server is. */
  readonly asking: Http;
  readonly shop: Shop;
  readonly policy: TrustPolicy;
}

async function payAll(run: Run, { connections, seconds }: Load) {
  const { http, shop } = run;
  const first = await buyOffers(http, shop, {
    count: connections,
    price,
    name: "first",
    access: "own",
  });
  const payers = await Promise.all(first.map((offer) => open(run, offer)));
  const share = Math.ceil((offersPerSecond * seconds) / connections);
  const count = share * connections;
  const offers = await buyOffers(http, shop, { count, price, name: "log", access: "own" });
  const [times, files, waiting] = [[] as number[], [] as string[], [] as Promise<void>[]];
  const until = performance.now() + 1_000 * seconds;
  let payments = 0;
  const payOne = async (payer: SoftPayer, offer: string) => {
    const outcome = await sendClick(
      http,
      clickBody(payer, { offer, parent: shop.origin, clock: systemClock }),
    );
    assert(outcome.kind === "captured", `captured, not ${outcome.kind}`);
    payments += 1;
    if (payments % askEvery !== 0) return;
    const from = performance.now();
    waiting.push(
      getTrueFile(run, outcome.payment).then((file) => {
        times.push(performance.now() - from);
        files.push(file);
      }),
    );
  };
  await Promise.all(
    payers.map(async (payer, at) => {
      for (const offer of offers.slice(at * share, (at + 1) * share)) {
        if (performance.now() >= until) return;
        await payOne(payer, offer);
      }
    }),
  );
  await Promise.all(waiting);
  return { times, files, payments };
}

function open({ http, shop }: Run, offer: string): Promise<SoftPayer> {
  const { merchant, origin } = shop;
  return openPayer({ http, clock: systemClock, offer, merchant, parent: origin, limits });
}

/** Asks until the file is there, with the lines that the policy asks for, and checks it. */
async function getTrueFile({ asking, shop, policy }: Run, payment: string): Promise<string> {
  const until = performance.now() + patienceMs;
  while (performance.now() < until) {
    const headers = { authorization: `Bearer ${shop.apiKey}` };
    const answer = await asking.send("GET", `/v1/payments/${payment}/receipt-file`, headers);
    if (answer.status === 200) {
      const checked = await checkReceiptFile(sha256, answer.text, policy, logVerifiers);
      if (typeof checked !== "string") return answer.text;
      assert(checked === "not-witnessed", `what the server gives is true, not ${checked}`);
    }
    await sleep(stepMs);
  }
  throw new Error(`no receipt file of ${payment} within ${patienceMs} ms`);
}

async function timeVerify(file: string, policy: TrustPolicy): Promise<number> {
  const times: number[] = [];
  for (let turn = 0; turn < checks; turn += 1) {
    const from = performance.now();
    await checkReceiptFile(sha256, file, policy, logVerifiers);
    times.push(performance.now() - from);
  }
  return 1_000 * percentile(times, 0.5);
}

/** The page's own measure of the check, in a browser that has just opened it, and then over and over. */
async function timeBrowser(wallet: string, file: string) {
  const person = await openPerson({ storage: "allowed" });
  try {
    const { page } = person;
    await page.goto(`${wallet}/verify`, { waitUntil: "networkidle" });
    for (let turn = 0; turn < 40; turn += 1) {
      const name = `${turn}.tlog-proof`;
      await page
        .getByLabel("Choose a file")
        .setInputFiles({ name, mimeType: "text/plain", buffer: Buffer.from(file) });
      await page.getByText(`Checked: ${name}.`).waitFor();
    }
    const times = await page.evaluate(() =>
      performance.getEntriesByName("farthing-check").map(({ duration }) => duration),
    );
    return {
      browserVerifyMs: percentile(times, 0.5),
      browserVerifyP99Ms: percentile(times, 0.99),
      browserFirstMs: times[0],
    };
  } finally {
    await person.close();
  }
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { systemClock } from "@farthing/core";
import { verifyLedger } from "@farthing/ledger";
import { type FaultProxy, openFaultProxy } from "../net/faultProxy.ts";
import { type Http, openHttp } from "../payer/http.ts";
import { type Chance, seeded } from "../seeded.ts";
import { addMerchant } from "../server/addMerchant.ts";
import { readShop } from "../server/readShop.ts";
import { freePort, type RunningServer, startServer } from "../server/startServer.ts";
import { unhurried } from "../server/unhurried.ts";
import type { Bank, Stall, Wallet } from "./bank.ts";
import { bankRules } from "./bankRules.ts";
import { checkBank } from "./check/checkBank.ts";
import { clickHand } from "./clickHand.ts";
import type { History } from "./history.ts";
import { merchantHand } from "./merchantHand.ts";
import { openStall, openWallet } from "./openBank.ts";
import { readHistory } from "./readHistory.ts";
import { lookAt, walletHand } from "./walletHand.ts";

export interface BankOptions {
  readonly seed: number;
  /** How long new calls are begun. */
  readonly seconds: number;
  readonly payers: number;
  /** How often the server is killed meanwhile. */
  readonly kills: number;
}

/** What a run came to. */
export interface BankRun {
  /** One sentence each; none is what a bank should have. */
  readonly faults: readonly string[];
  /** How often each answer was heard, by `kind word`. */
  readonly heard: Readonly<Record<string, number>>;
  readonly reads: number;
  readonly entries: number;
  /** Requests sent again because their answer did not come. */
  readonly retries: number;
  /** Writes that were unknown for a while, and turned out one way. */
  readonly resolvedLater: number;
  readonly fates: FaultProxy["counts"];
  readonly kills: number;
}

const merchants = ["Gazette", "Courier"];
const connections = 128;
/** Wallets that are opened side by side. */
const atOnce = 6;

/**
 * A bank under way: payers at several merchants and the merchants themselves, through a proxy that cuts connections, at a
 * server that is killed and starts again. Afterwards the history is checked (`checkBank`) and the journal replayed.
 */
export async function runBank(options: BankOptions): Promise<BankRun> {
  const folder = mkdtempSync(join(tmpdir(), "farthing-bank-"));
  const chance = seeded(options.seed);
  const [walletPort, newsstandPort] = [await freePort(), await freePort()];
  const env = unhurried(folder, { calm: true });
  const start = () => startServer({ folder, walletPort, newsstandPort, env });
  const proxy = await openFaultProxy({
    target: walletPort,
    chance: chance.fork(),
    delayPercent: 5,
    cutPercent: 6,
    delayMsMax: 300,
  });
  let server: RunningServer | null = null;
  // Nothing is cut here, however slow the machine: only a kill ends a request.
  const direct = openHttp(`http://localhost:${walletPort}`, connections, 60_000);
  const proxied = openHttp(`http://127.0.0.1:${proxy.port}`, connections);
  try {
    server = await start();
    const http = under(proxied, server.wallet);
    const bank = await openBank({ folder, server, http, direct, chance, options });
    proxy.setFaults(true);
    const hands = startHands(bank, chance);
    for (let kill = 1; kill <= options.kills; kill += 1) {
      await live(hands, options, chance);
      await server.stop("SIGKILL");
      server = await start();
    }
    await live(hands, options, chance);
    bank.isOpen = false;
    proxy.setFaults(false);
    await hands;
    for (const wallet of bank.wallets) await lookAt({ bank, chance }, wallet);
    await server.stop("SIGTERM");
    const history = { calls: bank.calls, seen: bank.seen, ...(await readHistory(folder)) };
    const audit = await verifyLedger({ folder });
    const faults = [...checkBank(history, bankRules), ...audit.faults];
    return { faults, ...countsOf(bank, history), fates: proxy.counts, kills: options.kills };
  } finally {
    await server?.stop("SIGKILL");
    await Promise.all([direct.close(), proxied.close(), proxy.close()]);
    rmSync(folder, { recursive: true });
  }
}

/** One life of the server, longer or shorter. Ends early when a hand fails. */
async function live(
  hands: Promise<unknown>,
  { seconds, kills }: BankOptions,
  chance: Chance,
): Promise<void> {
  const ms = (seconds * 1_000) / (kills + 1);
  await Promise.race([hands, sleep((ms * chance.whole(50, 150)) / 100)]);
}

/** The server answers under its own name only, whatever address leads to it. */
function under(http: Http, origin: string): Http {
  const { host } = new URL(origin);
  return {
    origin,
    send: (method, path, headers, body) => http.send(method, path, { ...headers, host }, body),
    close: () => http.close(),
  };
}

async function openBank(of: {
  folder: string;
  server: RunningServer;
  http: Http;
  direct: Http;
  chance: Chance;
  options: BankOptions;
}): Promise<Bank> {
  const { folder, server, http, direct, chance, options } = of;
  const shops = [readShop(folder, server.newsstand)];
  for (const [number, name] of merchants.entries()) {
    shops.push(await addMerchant(folder, { name, origin: `http://127.0.0.1:${4_040 + number}` }));
  }
  const stalls: Stall[] = [];
  for (const shop of shops) stalls.push(await openStall(direct, shop, chance));
  const wallets: Wallet[] = [];
  const bank: Bank = {
    http,
    direct,
    clock: systemClock,
    stalls,
    wallets,
    calls: [],
    seen: [],
    retries: 0,
    resolvedLater: 0,
    isOpen: true,
  };
  for (let number = 0; number < options.payers; number += atOnce) {
    const few = Array.from({ length: Math.min(atOnce, options.payers - number) }, (_, at) =>
      openWallet(bank, number + at, chance.fork()),
    );
    wallets.push(...(await Promise.all(few)));
  }
  return bank;
}

function startHands(bank: Bank, chance: Chance): Promise<unknown> {
  const own = () => ({ bank, chance: chance.fork() });
  return Promise.all([
    ...bank.wallets.map((wallet) => walletHand(own(), wallet)),
    ...bank.wallets.flatMap(({ seats }) => seats.map((seat) => clickHand(own(), seat))),
    ...bank.stalls.map((stall) => merchantHand(own(), stall)),
  ]);
}

function countsOf(bank: Bank, history: History) {
  const heard: Record<string, number> = {};
  for (const { op, heard: first } of history.calls) {
    const name = `${op.kind} ${first?.word ?? "nothing"}`;
    heard[name] = (heard[name] ?? 0) + 1;
  }
  return {
    heard,
    reads: history.seen.length,
    entries: history.lines.length,
    retries: bank.retries,
    resolvedLater: bank.resolvedLater,
  };
}

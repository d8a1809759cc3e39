import { randomBytes } from "node:crypto";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Clock, type MerchantId, newId, systemClock } from "@farthing/core";
import { openLedger } from "@farthing/ledger";
import type { Policy } from "@farthing/risk";
import { pino } from "pino";
import { originConfig, type ServerConfig, serverDefaults } from "./config.ts";
import { createServer, type Server } from "./createServer.ts";
import { type Deps, makeDeps } from "./deps.ts";
import { type KeySeeds, makeKeys } from "./keys.ts";
import { checkpointFileName } from "./log/checkpointFile.ts";
import { newApiKey, registerMerchant } from "./merchants/registerMerchant.ts";
import type { Assets } from "./pages/assets.ts";
import { prepare } from "./prepare.ts";
import { startProjection } from "./projections/projection.ts";
import { openStore } from "./store/openStore.ts";

/** A whole server without a socket: real ledger, real store, real threads, in a folder of its own. */
export interface TestServer {
  readonly folder: string;
  readonly deps: Deps;
  readonly server: Server;
  /** A registered merchant with one origin, `https://news.example`. */
  readonly merchant: { readonly id: MerchantId; readonly apiKey: string; readonly origin: string };
  /** Asks under the canonical origin. */
  fetch(path: string, init?: RequestInit): Promise<Response>;
  /** Stops everything and removes the folder. */
  close(): Promise<void>;
}

export interface TestServerOptions {
  readonly config?: Partial<ServerConfig>;
  readonly clock?: Clock;
  /** Every log line, parsed. */
  readonly lines?: Record<string, unknown>[];
  /** An existing folder is opened and left behind by `close`. */
  readonly folder?: string;
  readonly seeds?: KeySeeds;
  /** Holds in the place of the one that comes with Farthing. */
  readonly policy?: Policy;
}

export const testOrigin = "http://localhost:4020";
const merchantOrigin = "https://news.example";

/** Seeds for `makeKeys`, new at each call. */
export function randomSeeds(): KeySeeds {
  const [issuer, log, field, pairwise, arrival] = [32, 32, 32, 32, 32].map((n) => randomBytes(n));
  if (!issuer || !log || !field || !pairwise || !arrival) throw new Error("five seeds were made");
  return { issuer, log, field, pairwise, arrival };
}

/** Pages just large enough to look for their placeholders. */
const testAssets: Assets = {
  files: new Map(
    [
      "/farthing.js",
      "/frame-main-1a2b3c4d.js",
      "/frame-de-1a2b3c4d.js",
      "/frame.css",
      "/assets/index-1a2b3c4d.js",
    ].map((path) => [
      path,
      {
        body: new TextEncoder().encode(`/* ${path} ${"x".repeat(2_000)} */`),
        type: path.endsWith(".css") ? "text/css; charset=utf-8" : "text/javascript; charset=utf-8",
        etag: `"${path.length}"`,
      },
    ]),
  ),
  pages: new Map([
    [
      "index",
      '<!doctype html><title>wallet</title><meta name="farthing-mode" content="__MODE__"><style nonce=__CSP_NONCE__></style>',
    ],
    [
      "pay",
      '<!doctype html><title>pay</title><meta name="farthing-arrival" content="__ARRIVAL__">',
    ],
    ["bill", "<!doctype html><title>bill</title>"],
    ["reference", "<!doctype html><title>reference</title>"],
    ["operator", "<!doctype html><title>operator</title>"],
    ["verify", "<!doctype html><title>verify</title>"],
  ]),
};

export async function openTestServer(options: TestServerOptions = {}): Promise<TestServer> {
  const folder = options.folder ?? mkdtempSync(join(tmpdir(), "farthing-server-"));
  const clock = options.clock ?? systemClock;
  const logger = pino(
    { level: options.lines === undefined ? "silent" : "info" },
    { write: (line: string) => void options.lines?.push(JSON.parse(line)) },
  );
  const ledger = await openLedger({
    folder,
    clock,
    onFault(error) {
      throw error;
    },
  });
  const storePath = join(folder, "store.db");
  const store = await openStore(storePath);
  const projection = startProjection({ storePath, ledgerFolder: folder, ledger, logger, clock });
  const config: ServerConfig = {
    ...serverDefaults,
    ...originConfig(testOrigin),
    rate: { addressPerMinute: 0, payerPerMinute: 0, merchantPerMinute: 0 },
    ...options.config,
  };
  const keys = makeKeys(options.seeds ?? randomSeeds(), `${new URL(config.origin).host}/log`);
  const deps = makeDeps({
    config,
    clock,
    ledger,
    store,
    keys,
    logger,
    assets: testAssets,
    projection,
    checkpointFiles: [join(folder, checkpointFileName)],
    logFolder: join(folder, "log"),
    liabilitiesFolder: join(folder, "liabilities"),
    anchors: [],
  });
  if (options.policy !== undefined) deps.policies.add(options.policy);
  const merchant = {
    id: newId("merchant", clock.now()),
    apiKey: newApiKey(),
    origin: merchantOrigin,
  };
  await registerMerchant(deps, { ...merchant, name: "The Newsstand", origins: [merchantOrigin] });
  await prepare(deps);
  const server = createServer(deps);
  return {
    folder,
    deps,
    server,
    merchant,
    fetch: (path, init) => server.fetch(new Request(new URL(path, config.origin), init)),
    async close() {
      await server.stop();
      await projection.stop();
      await ledger.close();
      await store.destroy();
      if (options.folder === undefined) rmSync(folder, { recursive: true });
    },
  };
}

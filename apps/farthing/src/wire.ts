import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { type Clock, second, systemClock } from "@farthing/core";
import { openLedger } from "@farthing/ledger";
import {
  type Assets,
  createServer,
  emptyHead,
  ledgerGoesOn,
  type Deps,
  loadAssets,
  makeDeps,
  makeKeys,
  openStore,
  prepare,
  originConfig,
  type Server,
  type ServerConfig,
  serverDefaults,
  type SeenHead,
  startProjection,
} from "@farthing/server";
import type { Anchor } from "@farthing/log";
import { type Logger, pino } from "pino";
import { askOthers, newestNote } from "./askOthers.ts";
import { checkWritable } from "./checkWritable.ts";
import { type GivenSeeds, loadKeySeeds } from "./keys.ts";
import { type Listening, listen } from "./listen.ts";
import { checkpointFilesOf, readAnchored } from "./published.ts";
import { requireNotAhead } from "./requireNotAhead.ts";
import { keepEverywhere, requireSeen, requireStartable } from "./requireStartable.ts";

/** What a server is made of. Only the folder is needed. */
export interface WireOptions {
  /** Everything that lasts: ledger.db, store.db, keys.json. Made when missing. */
  readonly folder: string;
  /** Default 127.0.0.1. */
  readonly host?: string;
  /** 0: any free one. Default 0. */
  readonly port?: number;
  /** Default: http://localhost and the port. */
  readonly origin?: string;
  /** What differs from `serverDefaults`. */
  readonly config?: Partial<Omit<ServerConfig, "origin" | "rpId" | "insecureLoopback">>;
  readonly seeds?: GivenSeeds;
  /** A second place for the newest checkpoint, best on another disk. */
  readonly checkpointCopy?: string;
  /** Where heads of the log are anchored. Default: nowhere. */
  readonly anchors?: readonly Anchor[];
  readonly clock?: Clock;
  /** Default: silent. */
  readonly logger?: Logger;
  /** Default: what the builds of packages/elements and apps/web made. */
  readonly assets?: Assets;
  /** The ledger can promise nothing more: stop and start again. Default: throws, which ends the process. */
  readonly onFault?: (error: Error) => void;
}

/** A server that answers on a socket. */
export interface Wired {
  readonly server: Server;
  /** The wallet's origin. */
  readonly url: string;
  readonly deps: Deps;
  /** Finishes what is under way, then lets go of port and folder; once, however often it is called. */
  close(): Promise<void>;
}

/**
 * The one place that joins adapters: sockets, SQLite files, keys and pages to the server. Rejects with
 * `FolderNotWritable`, `FolderInUse`, `NewerSchema`, `NewerStore`, `NotBuilt`, `KeysLost`, `AnchorConflict`,
 * `PolicyUnreadable`, with what `requireStartable` and `keepEverywhere` say, or the socket's error.
 *
 * @example const wallet = await wire({ folder: "./data", port: 4020 });
 */
export async function wire(options: WireOptions): Promise<Wired> {
  const listening = await listen({ host: options.host ?? "127.0.0.1", port: options.port ?? 0 });
  const undo = [() => listening.close()];
  try {
    const deps = await openDeps(options, listening, undo);
    await prepare(deps);
    const server = createServer(deps);
    undo.push(() => server.stop());
    listening.answerWith((request, peer) => server.fetch(request, peer));
    // Sockets first, files last: the same order in which failures below undo it.
    let closing: Promise<void> | null = null;
    const close = () => (closing ??= runAll(closingOrder(undo)));
    return { server, url: deps.config.origin, deps, close };
  } catch (error) {
    await runAll(closingOrder(undo));
    throw error;
  }
}

type Undo = () => Promise<void>;

/** The socket closes first, then the rest, newest first. */
function closingOrder([socket, ...files]: Undo[]): Undo[] {
  return [...(socket === undefined ? [] : [socket]), ...files.toReversed()];
}

async function runAll(steps: Undo[]): Promise<void> {
  for (const step of steps) await step();
}

async function openDeps(options: WireOptions, listening: Listening, undo: Undo[]): Promise<Deps> {
  const { folder, clock = systemClock, logger = pino({ level: "silent" }), anchors = [] } = options;
  const assets = options.assets ?? loadBuiltAssets();
  checkWritable(folder);
  const checkpointFiles = checkpointFilesOf(folder, options.checkpointCopy);
  const published = await requireStartable(folder, checkpointFiles);
  const seeds = loadKeySeeds(folder, options.seeds);
  const config = configOf(options, listening.port);
  const keys = makeKeys(seeds, `${new URL(config.origin).host}/log`);
  const witnesses = config.witnesses?.policy ?? null;
  // A head without leaves is true of every log: for a folder that knows of no other.
  const note = newestNote(published) ?? emptyHead(keys.log, Math.floor(clock.now() / second));
  const seen = await askOthers({ anchors, anchored: readAnchored(folder), witnesses, note });
  requireSeen(folder, seen.heads);
  for (const { who, why } of seen.silent)
    logger.warn({ who, why }, "not asked what it has seen of the log: it tells nothing now");
  const ledger = await openLedger({ folder, clock, onFault: options.onFault ?? raise });
  undo.push(() => ledger.close());
  // Once more, now that the folder is ours: a restore may have ended just before.
  await requireStartable(folder, checkpointFiles);
  requireSeen(folder, seen.heads);
  tellClaims(logger, seen.claims, ledger.head().leaves);
  await keepEverywhere(checkpointFiles, published, ledgerGoesOn(ledger));
  const storePath = join(folder, "store.db");
  const store = await openStore(storePath);
  undo.push(() => store.destroy());
  requireNotAhead(storePath, ledger.head().seq);
  const projection = startProjection({ storePath, ledgerFolder: folder, ledger, logger });
  undo.push(() => projection.stop());
  return makeDeps({
    config,
    clock,
    ledger,
    store,
    keys,
    logger,
    assets,
    projection,
    checkpointFiles,
    logFolder: join(folder, "log"),
    liabilitiesFolder: join(folder, "liabilities"),
    anchors,
  });
}

/** A witness that lies could keep a server down for ever: what too few say is told, and stops nothing. */
function tellClaims(logger: Logger, claims: readonly SeenHead[], leaves: number): void {
  for (const { size, from } of claims) {
    if (size <= leaves) continue;
    const what = "a witness says that it has seen more of the log than there is; no quorum says so";
    logger.error({ size, leaves, from }, `${what}: read docs/how-to/be-witnessed.md`);
  }
}

function configOf({ origin, config }: WireOptions, port: number): ServerConfig {
  return { ...serverDefaults, ...config, ...originConfig(origin ?? `http://localhost:${port}`) };
}

/** The pages as the builds left them in this checkout. */
export function loadBuiltAssets(): Assets {
  const built = (path: string) => fileURLToPath(new URL(`../../../${path}/dist`, import.meta.url));
  return loadAssets({ elements: built("packages/elements"), web: built("apps/web") });
}

function raise(error: Error): void {
  throw error;
}

import { bytesEqual } from "@farthing/core";
import { diskError } from "../engine/sqlite/diskError.ts";
import type { Driver } from "../engine/sqlite/driver.ts";
import { type LogFile, rewriteLog } from "../engine/sqlite/rewriteLog.ts";
import { readJournal } from "../engine/sqlite/readJournal.ts";
import { readTree } from "../engine/sqlite/readTree.ts";
import { engineOn } from "../engine/sqlite/sqliteEngine.ts";
import { DiskFailed } from "../errors.ts";
import type { Submission } from "../rules/state.ts";
import { auditDatabase } from "../verify/verifyLedger.ts";
import { counterNames } from "../writer/counters.ts";
import { expireHolds } from "../writer/expireHolds.ts";
import { type Desk, runBatch, type Written } from "../writer/runBatch.ts";
import { Random } from "./random.ts";
import { type DiskFault, SimulatedDisk } from "./simulatedDisk.ts";
import type { SimulatedSqlite } from "./simulatedVfs.ts";
import { Traffic } from "./traffic.ts";
import { openWasmDriver } from "./wasmDriver.ts";
import { useAsWriter, wasmLedgerFile as path } from "./wasmLedger.ts";

/** One world: everything in it is drawn from the seed. */
export interface PowerWorld {
  readonly seed: number;
  readonly lives: number;
  /** The writer's is FULL; another one is to show that the simulator would see it. */
  readonly synchronous: "FULL" | "NORMAL";
  /** A disk that lies says that it has synced and has not. */
  readonly disk: "honest" | "lying";
}

/** What a world went through. */
export interface PowerStory {
  /** One sentence for each thing that is not as it was answered; the world ends with the first. */
  readonly losses: string[];
  /** Entries whose answer was given before a power cut and found after it, each counted once. */
  kept: number;
  batches: number;
  /** Power cuts while a database was made, opened, or recovered. */
  cutsInOpening: number;
  /** Power cuts inside a commit whose batch was there afterwards, and was not. */
  cutsAfterAll: number;
  cutsUndone: number;
  /** Times that commits were moved from the write-ahead log into the database. */
  checkpoints: number;
  /** Times that the program died and the power stayed on. */
  restarts: number;
  /** Times that a sync failed and the program stopped. */
  syncsFailed: number;
  /** How often each answer was given. */
  readonly statuses: Map<string, number>;
}

const batchesMax = 8;

/** What callers were told, and what they were not. */
interface Memory {
  readonly answers: Map<bigint, Written>;
  /** The log's last root that was told. */
  root: { readonly leaves: number; readonly root: Uint8Array } | null;
  /** The batch that the power took with it. */
  unsure: readonly Submission[];
}

interface Life {
  readonly world: PowerWorld;
  readonly disk: SimulatedDisk;
  readonly traffic: Traffic;
  readonly memory: Memory;
  readonly story: PowerStory;
  readonly walPages: number;
  opened: boolean;
}

/** Where an entry is in the journal, and what it was told. */
function placeOf({ verdict, seq, timestamp }: Written): string {
  return `${verdict.status} as entry ${seq} at ${timestamp}`;
}

/** Every answer that was given is still the journal's. */
function findLosses(db: Driver, memory: Memory, losses: string[]): void {
  const journal = readJournal(db);
  for (const [id, told] of memory.answers) {
    const record = journal.byId(id);
    if (record === null) {
      losses.push(`${id} was answered ${placeOf(told)} and is gone`);
      continue;
    }
    const leaf = record.leafIndex ?? -1;
    const found = placeOf({ ...told, ...record });
    if (found !== placeOf(told) || leaf !== told.leaf) {
      losses.push(
        `${id} was answered ${placeOf(told)}, leaf ${told.leaf}, and is ${found}, leaf ${leaf}`,
      );
    }
  }
  const { root } = memory;
  if (losses.length > 0 || root === null) return;
  if (bytesEqual(readTree(db).rootAt(root.leaves), root.root)) return;
  losses.push(`the log's root at ${root.leaves} leaves is not the one that was told`);
}

/** The batch that was under way is there as a whole, or not at all. */
function findHalves(db: Driver, memory: Memory, story: PowerStory): void {
  const journal = readJournal(db);
  const fresh = new Set(
    memory.unsure.map(({ entry }) => entry.id).filter((id) => !memory.answers.has(id)),
  );
  const there = [...fresh].filter((id) => journal.byId(id) !== null).length;
  if (there !== 0 && there !== fresh.size) {
    story.losses.push(`${there} of the ${fresh.size} entries of a batch are there`);
  }
  if (fresh.size === 0) return;
  if (there === 0) story.cutsUndone += 1;
  else story.cutsAfterAll += 1;
  // From here on it is an answer as any other: whoever asks again is told.
  for (const id of fresh) {
    const record = journal.byId(id);
    if (record === null) continue;
    const { verdict, seq, timestamp, leafIndex } = record;
    memory.answers.set(id, { verdict, seq, timestamp, leaf: leafIndex ?? -1, limitsLeft: null });
  }
}

/** The same entry again is told what it was told; with other facts, that they differ. */
function repeats(first: Written | undefined, status: string): boolean {
  if (first === undefined) return false;
  if (first.verdict.status !== "created") {
    return status === first.verdict.status || status === "id_already_failed";
  }
  return status.startsWith("exists");
}

/** Sends a batch and remembers what it was told. A power cut leaves it unsure. */
async function submit(
  desk: Desk,
  batch: readonly Submission[],
  { memory, story }: Life,
): Promise<void> {
  memory.unsure = batch;
  const written = await runBatch(desk, batch);
  memory.unsure = [];
  for (const [at, { entry }] of batch.entries()) {
    const answer = written[at];
    if (answer === undefined) continue;
    const { status } = answer.verdict;
    story.statuses.set(status, (story.statuses.get(status) ?? 0) + 1);
    const first = memory.answers.get(entry.id);
    if (answer.seq === 0n) {
      if (!repeats(first, status)) story.losses.push(`${entry.id} is told ${status} again`);
      continue;
    }
    if (first !== undefined) story.losses.push(`${entry.id} was decided twice: ${status}`);
    memory.answers.set(entry.id, answer);
  }
  memory.root = { leaves: desk.head.range.size, root: desk.head.root };
}

/** Opens, recovers and serves until the power is cut; what it finds wrong goes into the story. */
async function live(db: Driver, given: Life): Promise<void> {
  const { memory, story, traffic, disk } = given;
  useAsWriter(db);
  db.exec(`PRAGMA wal_autocheckpoint = ${given.walPages}`);
  if (given.world.synchronous !== "FULL") {
    db.exec(`PRAGMA synchronous = ${given.world.synchronous}`);
  }
  const engine = engineOn(db);
  const counters = new Float64Array(counterNames.length);
  const desk: Desk = { engine, clock: traffic, counters, head: await engine.recover(), told: 0n };
  findLosses(db, memory, story.losses);
  findHalves(db, memory, story);
  const audit = await auditDatabase(db);
  story.losses.push(...audit.faults);
  story.kept = memory.answers.size;
  given.opened = true;
  // Whoever got no answer asks again, with the same ids.
  if (memory.unsure.length > 0) await submit(desk, memory.unsure, given);
  for (let batch = 0; batch < batchesMax && story.losses.length === 0; batch += 1) {
    traffic.wait();
    const before = disk.find(path)?.size;
    await expireHolds(desk);
    await submit(desk, traffic.batch(), given);
    story.batches += 1;
    if (disk.find(path)?.size !== before) story.checkpoints += 1;
  }
}

/** The log of changes on the simulated disk, for what `openForWriting` does with the real one. */
function logOf(disk: SimulatedDisk): LogFile | null {
  const file = disk.find(`${path}-wal`);
  if (file === null) return null;
  const must = (fault: DiskFault | null) => {
    if (fault !== null) throw new DiskFailed(`The disk: ${fault}`);
  };
  return {
    size: file.size,
    read: (offset, length) => file.read(offset, length).slice(),
    write: (offset, bytes) => must(disk.write(file, offset, bytes)),
    sync: () => must(disk.sync(file)),
  };
}

/** Whether it is the disk that said no: what is stored was not found to be wrong, nor is it our own fault. */
function isOfDisk(error: unknown): boolean {
  return diskError(error) instanceof DiskFailed;
}

/** A life may end by the power, or by a sync that failed; whatever else ends it goes into the story. */
function noteEnd(error: unknown, { disk, story, opened }: Life): void {
  if (disk.syncFailed) {
    if (isOfDisk(error)) story.syncsFailed += 1;
    else story.losses.push(`after a failed sync: ${String(error)}`);
  } else if (!disk.isOff) story.losses.push(`without a power cut: ${String(error)}`);
  else if (!opened) story.cutsInOpening += 1;
}

async function liveOnce(simulated: SimulatedSqlite, life: Life): Promise<void> {
  let db: Driver | null = null;
  const log = logOf(life.disk);
  try {
    if (log !== null) rewriteLog(log);
    db = openWasmDriver(simulated, path);
    await live(db, life);
  } catch (error) {
    noteEnd(error, life);
  }
  // Whatever a closing program would still write, the power is off before it.
  life.disk.cutPowerAfter(0);
  db?.close();
}

/** Lives through power cuts, one after the other, on one disk. The same world is always the same story. */
export async function livePowerCuts(
  simulated: SimulatedSqlite,
  world: PowerWorld,
): Promise<PowerStory> {
  const random = new Random(world.seed);
  const disk = new SimulatedDisk(random);
  disk.honest = world.disk === "honest";
  simulated.mount(disk, world.seed);
  const traffic = new Traffic(random);
  const memory: Memory = { answers: new Map(), root: null, unsure: [] };
  const story: PowerStory = {
    losses: [],
    kept: 0,
    batches: 0,
    cutsInOpening: 0,
    cutsAfterAll: 0,
    cutsUndone: 0,
    checkpoints: 0,
    restarts: 0,
    syncsFailed: 0,
    statuses: new Map(),
  };
  for (let life = 0; life < world.lives && story.losses.length === 0; life += 1) {
    // Early ones meet the making and the recovery of the database.
    disk.cutPowerAfter(random.below(random.chance(0.3) ? 40 : 400));
    if (random.chance(0.3)) disk.cutPowerInSyncAfter(random.below(200));
    if (random.chance(0.2)) disk.failSyncAfter(random.below(100));
    const walPages = random.pick([8, 30, 1_000]);
    await liveOnce(simulated, { world, disk, traffic, memory, story, walPages, opened: false });
    if (random.chance(0.6)) disk.restorePower();
    else {
      disk.restartProgram();
      story.restarts += 1;
    }
  }
  return story;
}

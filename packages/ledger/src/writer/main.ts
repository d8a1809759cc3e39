import { parentPort, workerData } from "node:worker_threads";
import { assert, type Clock, instant, systemClock } from "@farthing/core";
import type { Engine } from "../engine/engine.ts";
import { sqliteEngine } from "../engine/sqlite/sqliteEngine.ts";
import { errorWords } from "../errors.ts";
import { sharedCounters } from "./counters.ts";
import type { FromThread, ToWriter, WriterSetup } from "./messages.ts";
import { type Desk, engineTime, openDesk } from "./runBatch.ts";
import { steadyClock } from "./steadyClock.ts";
import { Writer } from "./writer.ts";

/** The writer's thread: opens the folder as its only writer and serves the loops attached to it. */
async function main(): Promise<void> {
  const parent = parentPort;
  assert(parent !== null, "the writer runs in a thread of its own");
  const setup = workerData as WriterSetup;
  const post = (message: FromThread) => parent.postMessage(message);
  const counters = sharedCounters();
  let desk: Desk;
  let engine: Engine | undefined;
  try {
    engine = sqliteEngine(setup.folder);
    desk = await openDesk(engine, clockOf(setup.told), new Float64Array(counters));
    // Before anybody is answered: a clock that is wrong is a reason not to start.
    engineTime(desk);
  } catch (error) {
    // First the lock, so that whoever hears this may try again at once.
    await engine?.close();
    post({ kind: "refused", ...errorWords(error) });
    return;
  }
  const writer = new Writer(desk, counters, (error) =>
    post({ kind: "fault", ...errorWords(error) }),
  );
  parent.on("message", (message: ToWriter) => {
    if (message.kind === "attach") writer.attach(message.port);
    else {
      void writer
        .drain()
        .then(() => desk.engine.close())
        .finally(() => parent.close());
    }
  });
  post({ kind: "ready" });
}

function clockOf(told: SharedArrayBuffer | null): Clock {
  if (told === null) return steadyClock(systemClock, () => performance.now());
  const cell = new Float64Array(told);
  return { now: () => instant(cell[0] ?? 0) };
}

await main();

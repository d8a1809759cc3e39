import { parseArgs } from "node:util";
import { livePowerCuts, type PowerWorld } from "./powerLife.ts";
import { loadSimulatedSqlite } from "./simulatedVfs.ts";

/** `npm run soak:power -- [--from SEED] [--seeds N] [--lives N] [--synchronous FULL|NORMAL] [--disk honest|lying]`. */
const { values } = parseArgs({
  options: {
    from: { type: "string", default: "1" },
    seeds: { type: "string", default: "2000" },
    lives: { type: "string", default: "20" },
    synchronous: { type: "string", default: "FULL" },
    disk: { type: "string", default: "honest" },
  },
});

function whole(name: string, text: string, max: number): number {
  const value = Number(text);
  if (Number.isInteger(value) && value >= 1 && value <= max) return value;
  stop(`--${name} takes a whole number from 1 to ${max}.`);
}

function one<Word extends string>(name: string, text: string, words: readonly Word[]): Word {
  const found = words.find((word) => word === text);
  if (found !== undefined) return found;
  stop(`--${name} takes ${words.join(" or ")}.`);
}

function stop(sentence: string): never {
  process.stderr.write(`${sentence}\n`);
  process.exit(2);
}

const from = whole("from", values.from, 2 ** 31);
const seeds = whole("seeds", values.seeds, 1_000_000);
const world: Omit<PowerWorld, "seed"> = {
  lives: whole("lives", values.lives, 1_000),
  synchronous: one("synchronous", values.synchronous, ["FULL", "NORMAL"]),
  disk: one("disk", values.disk, ["honest", "lying"]),
};
const simulated = await loadSimulatedSqlite();
const everySeeds = 100;
let lost = 0;
let kept = 0;
for (let done = 1; done <= seeds; done += 1) {
  const seed = from + done - 1;
  const story = await livePowerCuts(simulated, { ...world, seed });
  kept += story.kept;
  if (story.losses.length > 0) {
    lost += 1;
    process.stdout.write(`seed ${seed}: ${story.losses.slice(0, 3).join("; ")}\n`);
  }
  if (done % everySeeds === 0 || done === seeds) {
    process.stdout.write(
      `${done} of ${seeds} seeds, ${kept} answers kept, ${lost} seeds lost some\n`,
    );
  }
}
process.exitCode = lost === 0 ? 0 : 1;

// The executable as an operator calls it, beside a server that real payers pay.
import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { systemClock } from "@farthing/core";
import {
  buyOffers,
  clickBody,
  freePort,
  openHttp,
  openPayer,
  readShop,
  type RunningServer,
  sendClick,
  startServer,
} from "@farthing/lab";
import { root } from "../../scripts/workspaces.mjs";

/** What a program said and how it ended. */
export interface Ended {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

/** A data folder with the ports that belong to it. */
export interface Operator {
  readonly folder: string;
  readonly data: string;
  /** Runs `farthing` with these words; `onLine` hears each line of progress. */
  farthing(words: readonly string[], more?: RunMore): Promise<Ended>;
  /** Runs lines of shell from the checkout's root, stopping at the first that fails. */
  shell(lines: string, env?: Record<string, string>): Promise<Ended>;
  start(env?: Record<string, string>): Promise<RunningServer>;
  /** A new payer pays `clicks` articles of its own. */
  pay(server: RunningServer, clicks: number): Promise<void>;
  remove(): void;
}

export interface RunMore {
  readonly env?: Record<string, string>;
  readonly onLine?: (kill: (signal: NodeJS.Signals) => void) => void;
}

/** Ends after three minutes at the latest, so that a hanging command is a failure and not a wait. */
async function run(
  program: string,
  words: readonly string[],
  { env = {}, onLine }: RunMore,
): Promise<Ended> {
  const child = spawn(program, words, {
    cwd: root,
    env: { ...process.env, ...env },
    stdio: ["ignore", "pipe", "pipe"],
    timeout: 180_000,
  });
  let [out, err] = ["", ""];
  child.stdout.on("data", (part: Buffer) => (out += part.toString()));
  child.stderr.on("data", (part: Buffer) => {
    err += part.toString();
    onLine?.((signal) => child.kill(signal));
  });
  const [code] = (await once(child, "close")) as [number | null];
  return { code, out, err };
}

/** Where `farthing` starts. */
export const main = join(root, "apps/farthing/src/main.ts");

/** An operator with an empty folder. */
export async function newOperator(): Promise<Operator> {
  const folder = mkdtempSync(join(tmpdir(), "farthing-operator-"));
  const data = join(folder, "data");
  const ports = { walletPort: await freePort(), newsstandPort: await freePort() };
  const base = { FARTHING_DATA: data, FARTHING_PORT: String(ports.walletPort) };
  let names = 0;
  return {
    folder,
    data,
    farthing: (words, more = {}) =>
      run(process.execPath, ["--no-memory-protection-keys", main, ...words], {
        ...more,
        env: { ...base, ...more.env },
      }),
    shell: (lines, env = {}) => run("sh", ["-ec", lines], { env: { ...base, ...env } }),
    start: (env = {}) =>
      startServer({ folder: data, ...ports, env: { FARTHING_LOG: "silent", ...env } }),
    async pay(server, clicks) {
      const http = openHttp(server.wallet, 4);
      try {
        const shop = readShop(data, server.newsstand);
        names += 1;
        const price = { amount: "100", asset: "PLAY/6" } as const;
        const wish = { count: clicks + 1, price, name: `p${names}`, access: "own" } as const;
        const [first = "", ...offers] = await buyOffers(http, shop, wish);
        const { merchant, origin: parent } = shop;
        const limits = { perClick: "50000", per24h: "500000", total: "2000000" };
        const clock = systemClock;
        const payer = await openPayer({ http, clock, offer: first, merchant, parent, limits });
        for (const offer of offers) {
          const { kind } = await sendClick(http, clickBody(payer, { offer, parent, clock }));
          if (kind !== "captured") throw new Error(kind);
        }
      } finally {
        await http.close();
      }
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

/** Waits until the published checkpoint covers every leaf, at most 20 s; answers how many those are. */
export async function publishedLeaves({ wallet }: RunningServer): Promise<number> {
  for (let look = 0; look < 400; look += 1) {
    const metrics = await (await fetch(`${wallet}/metrics`)).text();
    const leaves = Number(/^farthing_log_leaves (\d+)$/m.exec(metrics)?.[1]);
    const note = await (await fetch(`${wallet}/log/checkpoint`)).text();
    if (Number(note.split("\n")[1]) === leaves) return leaves;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error("no checkpoint covers the log");
}

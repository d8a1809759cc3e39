import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:net";
import { fileURLToPath } from "node:url";
import { assert } from "@farthing/core";

/** A real Farthing in its own process, on loopback, with its own data folder. */
export interface RunningServer {
  readonly pid: number;
  readonly wallet: string;
  readonly newsstand: string;
  /** Ends the process and waits for it. */
  stop(signal: NodeJS.Signals): Promise<void>;
}

export interface StartOptions {
  readonly folder: string;
  readonly walletPort: number;
  readonly newsstandPort: number;
  /** More `FARTHING_*` settings. */
  readonly env?: Record<string, string>;
}

/** What `npm start` runs. */
export const serverMain = fileURLToPath(new URL("../../../farthing/src/main.ts", import.meta.url));

/** Starts the demo and waits until it is ready to take payments, at most 20 s. */
export async function startServer(options: StartOptions): Promise<RunningServer> {
  const child = spawn(process.execPath, ["--no-memory-protection-keys", serverMain, "demo"], {
    env: {
      ...process.env,
      FARTHING_DATA: options.folder,
      FARTHING_PORT: String(options.walletPort),
      FARTHING_NEWSSTAND_PORT: String(options.newsstandPort),
      ...options.env,
    },
    stdio: ["ignore", "ignore", "pipe"],
  });
  const said: string[] = [];
  child.stderr?.on("data", (part: Buffer) => said.push(part.toString()));
  const wallet = `http://localhost:${options.walletPort}`;
  await ready(child, wallet, said);
  assert(child.pid !== undefined, "the server runs");
  return {
    pid: child.pid,
    wallet,
    newsstand: `http://127.0.0.1:${options.newsstandPort}`,
    async stop(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await once(child, "exit");
    },
  };
}

async function ready(child: ChildProcess, wallet: string, said: readonly string[]): Promise<void> {
  for (let attempt = 0; attempt < 400; attempt += 1) {
    assert(
      child.exitCode === null && child.signalCode === null,
      `the server starts: ${said.join("")}`,
    );
    const answer = await fetch(`${wallet}/readyz`).catch(() => null);
    if (answer?.ok === true) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  child.kill("SIGKILL");
  throw new Error(`the server was not ready within 20 s: ${said.join("")}`);
}

/** A port that nobody listens on just now. */
export async function freePort(): Promise<number> {
  const server = createServer().listen(0, "127.0.0.1");
  await once(server, "listening");
  const address = server.address();
  assert(typeof address === "object" && address !== null, "a listening server has an address");
  server.close();
  return address.port;
}

import { spawn } from "node:child_process";
import { once } from "node:events";
import { assert } from "@farthing/core";
import { serverMain } from "./startServer.ts";

/** `farthing witness` in its own process, on loopback, with its own folder. */
export interface RunningWitness {
  readonly pid: number;
  /** What it says for the policies of the logs that it watches: a line for each of its keys. */
  readonly lines: readonly string[];
  /** Ends the process and waits for it. */
  stop(signal: NodeJS.Signals): Promise<void>;
}

/** Starts a witness of the logs that the file `policy` names, and waits for its greeting, at most 20 s. */
export async function startWitness(where: {
  folder: string;
  port: number;
  policy: string;
}): Promise<RunningWitness> {
  const words = ["--no-memory-protection-keys", serverMain, "witness", where.policy];
  const child = spawn(process.execPath, words, {
    env: { ...process.env, FARTHING_DATA: where.folder, FARTHING_PORT: String(where.port) },
    stdio: ["ignore", "pipe", "pipe"],
  });
  let said = "";
  child.stderr.on("data", (part: Buffer) => (said += part.toString()));
  child.stdout.on("data", (part: Buffer) => (said += part.toString()));
  const lines = () => said.split("\n").filter((line) => /^witness w\d .* http/.test(line));
  for (let look = 0; look < 400 && lines().length < 2; look += 1) {
    assert(child.exitCode === null && child.signalCode === null, `the witness starts: ${said}`);
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  assert(child.pid !== undefined && lines().length === 2, `the witness says its lines: ${said}`);
  return {
    pid: child.pid,
    lines: lines(),
    async stop(signal) {
      if (child.exitCode !== null || child.signalCode !== null) return;
      child.kill(signal);
      await once(child, "exit");
    },
  };
}

import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { freePort, type RunningServer, type StartOptions, startServer } from "./startServer.ts";
import { type RunningWitness, startWitness } from "./startWitness.ts";

/** A server whose heads need the lines of two witnesses, each a process of its own on this machine. */
export async function startWitnessed(options: StartOptions): Promise<RunningServer> {
  // Once without them: its log has keys from then on, and they are what a witness knows it by.
  const first = await startServer(options);
  const logs = await (await fetch(`${first.wallet}/log/policy`)).text();
  await first.stop("SIGTERM");
  const witnesses = [
    await startOne(options.folder, "witness-1", logs),
    await startOne(options.folder, "witness-2", logs),
  ];
  const stopAll = (signal: NodeJS.Signals) =>
    Promise.all(witnesses.map((witness) => witness.stop(signal)));
  try {
    const FARTHING_WITNESSES = join(options.folder, "witnesses");
    writeFileSync(FARTHING_WITNESSES, policyOf(witnesses));
    const server = await startServer({ ...options, env: { ...options.env, FARTHING_WITNESSES } });
    return {
      ...server,
      async stop(signal) {
        await server.stop(signal);
        await stopAll(signal);
      },
    };
  } catch (error) {
    await stopAll("SIGTERM");
    throw error;
  }
}

async function startOne(folder: string, name: string, logs: string): Promise<RunningWitness> {
  const own = join(folder, name);
  mkdirSync(own);
  const policy = join(own, "logs.policy");
  writeFileSync(policy, logs);
  return startWitness({ folder: own, port: await freePort(), policy });
}

/** Each witness by its Ed25519 line, and both must have signed. */
function policyOf(witnesses: readonly RunningWitness[]): string {
  const lines = witnesses.map(({ lines: [first = ""] }, at) =>
    first.replace(/^witness \w+/, `witness own${at}`),
  );
  return [...lines, "group both all own0 own1", "quorum both", ""].join("\n");
}

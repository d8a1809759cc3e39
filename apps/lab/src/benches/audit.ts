import { spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { assert } from "@farthing/core";
import type { BenchOptions } from "../bench.ts";
import { openHttp } from "../payer/http.ts";
import { probeVerify } from "../probe/verify.ts";
import { readShop } from "../server/readShop.ts";
import { freePort, serverMain, startServer } from "../server/startServer.ts";
import { unhurried } from "../server/unhurried.ts";
import { offersFor, openPayers, payAll } from "./payment.ts";

/**
 * An audit of what real payments left: a server is paid for so many seconds, its journal is exported and audited in a
 * process of its own. What that process takes before it reads a file (an audit of a file that is none) is told apart.
 */
export async function benchAudit({ connections, seconds }: BenchOptions): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), "farthing-bench-"));
  const file = join(folder, "journal.ndjson");
  try {
    await payFor({ folder, connections, seconds });
    await run(folder, [], "ledger", "export", file);
    // What `npm run farthing -- audit` starts it with.
    const flags = ["--max-semi-space-size=16", "--expose-gc"];
    const idle = await run(folder, flags, "audit", join(folder, "ledger.db"));
    const before = probeVerify();
    const { said, ...used } = await run(folder, flags, "audit", file, "--json");
    const verifyMicros = (before + probeVerify()) / 2;
    const { ok, entries, checkpoints } = JSON.parse(said) as Record<string, number | boolean>;
    assert(ok === true && typeof entries === "number", "a server's journal is what the rules give");
    const micros = (used.cpuMicros - idle.cpuMicros) / entries;
    return {
      entries,
      checkpoints,
      exportMiB: Math.round(statSync(file).size / 2 ** 20),
      cpuMicrosPerEntry: Math.round(micros),
      verifiesPerEntry: Math.round((micros / verifyMicros) * 10) / 10,
      verifyMicros: Math.round(verifyMicros),
      peakMiB: Math.round(used.peakMiB),
      idleMiB: Math.round(idle.peakMiB),
    };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function payFor(of: { folder: string; connections: number; seconds: number }): Promise<void> {
  const { folder, connections, seconds } = of;
  const ports = { walletPort: await freePort(), newsstandPort: await freePort() };
  const server = await startServer({ folder, ...ports, env: unhurried(folder) });
  const http = openHttp(server.wallet, connections);
  try {
    const shop = readShop(folder, server.newsstand);
    const payers = await openPayers(http, shop, connections);
    const offers = await offersFor(http, shop, { connections, seconds });
    // What is refused, because a payer has spent the day's limit, is an entry too.
    await payAll({ http, shop, payers, offers, seconds });
  } finally {
    await http.close();
    await server.stop("SIGTERM");
  }
}

interface Used {
  readonly said: string;
  readonly cpuMicros: number;
  readonly peakMiB: number;
}

/** Told by the process itself at its end: nobody else knows its peak. */
const tellUse = `data:text/javascript,process.on("exit",()=>process.stderr.write("\\n"+JSON.stringify(process.resourceUsage())))`;

async function run(data: string, flags: readonly string[], ...words: string[]): Promise<Used> {
  const args = [...flags, "--import", tellUse, serverMain, ...words];
  const child = spawn(process.execPath, args, {
    env: { ...process.env, FARTHING_DATA: data },
    stdio: ["ignore", "pipe", "pipe"],
  });
  const [said, told]: [Buffer[], Buffer[]] = [[], []];
  child.stdout.on("data", (part: Buffer) => said.push(part));
  child.stderr.on("data", (part: Buffer) => told.push(part));
  await once(child, "close");
  const last = Buffer.concat(told).toString().trimEnd().split("\n").at(-1) ?? "";
  const use = JSON.parse(last) as NodeJS.ResourceUsage;
  return {
    said: Buffer.concat(said).toString(),
    cpuMicros: use.userCPUTime + use.systemCPUTime,
    peakMiB: use.maxRSS / 1_024,
  };
}

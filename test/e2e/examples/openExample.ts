import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { freePort, type Person } from "@farthing/lab";
import type { Page } from "playwright-core";
import { approveOn, frameAt } from "../reader.ts";
import { buttonOf, type Place, pressAndGetWallet } from "../stage.ts";

const root = fileURLToPath(new URL("../../../", import.meta.url));

/** One of the example sites, run as its README says, but on a free port. */
export interface Example {
  readonly origin: string;
  close(): Promise<void>;
}

/** Registers the example with the stage's wallet by `merchant add`, and starts its server. */
export async function openExample(
  stage: Place,
  name: "plain" | "program" | "react" | "strict-csp",
): Promise<Example> {
  const folder = mkdtempSync(join(tmpdir(), "farthing-example-"));
  const origin = `http://127.0.0.1:${await freePort()}`;
  const settings = join(folder, ".env");
  const env = {
    ...process.env,
    FARTHING_DATA: stage.folder,
    FARTHING_PORT: new URL(stage.wallet).port,
  };
  const add = ["apps/farthing/src/main.ts", "merchant", "add", `Example ${name}`, origin, settings];
  execFileSync(process.execPath, add, { cwd: root, env });
  const cwd = join(root, "examples", name);
  const dist = join(folder, "dist");
  if (name === "react") {
    const vite = join(root, "node_modules/vite/bin/vite.js");
    const build = ["build", "--logLevel", "warn", "--emptyOutDir", "--outDir", dist];
    execFileSync(process.execPath, [vite, ...build], {
      cwd,
      env: { ...process.env, NODE_ENV: "production" },
    });
  }
  const child = spawn(process.execPath, [`--env-file=${settings}`, "server.ts"], {
    cwd,
    env: { ...process.env, DIST: dist },
    stdio: ["ignore", "pipe", "inherit"],
  });
  await once(child.stdout, "data");
  return {
    origin,
    async close() {
      await end(child);
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill("SIGTERM");
  await once(child, "exit");
}

/** Presses the button on the page that is open and pays in the wallet that opens. */
export async function payFirst(person: Person, name = /^Read for/): Promise<Page> {
  await frameAt(person, "needs-wallet");
  const wallet = await pressAndGetWallet(person, name);
  await wallet.getByRole("heading", { name: /^Pay \$/ }).waitFor();
  await approveOn(wallet, person);
  return wallet;
}

/** Takes the payment back, and waits until the page says so. */
export async function undo(person: Person): Promise<void> {
  await frameAt(person, "paid");
  await person.press(buttonOf(person, /^Undo/));
  await person.page.getByText("You took the payment back. The page is closed again.").waitFor();
}

/** Hands a text to the example's server as a receipt, from its own page. */
export function present(person: Person, path: string, receipt: string): Promise<number> {
  return person.page.evaluate(
    async ([address = "", body = ""]) => {
      const headers = { "content-type": "application/json" };
      return (await fetch(address, { method: "POST", headers, body })).status;
    },
    [path, JSON.stringify({ receipt })],
  );
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import { shopKeys } from "../contract/shop.ts";
import { noFault, withFolder } from "../contract/withFolder.ts";
import { verifyLedger } from "../verify/verifyLedger.ts";
import { openLedger } from "./openLedger.ts";

const script = fileURLToPath(new URL("../contract/ownerProcess.ts", import.meta.url));

/** Collects whole lines; a line cut by the kill was not said. */
function linesOf(child: ChildProcess): {
  lines: () => string[];
  until: (count: number) => Promise<void>;
} {
  let text = "";
  child.stdout?.setEncoding("utf8");
  child.stdout?.on("data", (more: string) => (text += more));
  const lines = () => text.split("\n").slice(0, -1);
  return {
    lines,
    async until(count) {
      while (lines().length < count) await new Promise((resolve) => setTimeout(resolve, 5));
    },
  };
}

test("a killed owner leaves the folder free, and every answered payment in it", () =>
  withFolder(async (folder) => {
    const paid = new Map<string, string[]>();
    for (let kills = 0; kills < 3; kills += 1) {
      const child = spawn(process.execPath, [script, folder], {
        stdio: ["ignore", "pipe", "inherit"],
      });
      const exit = once(child, "exit");
      const said = linesOf(child);
      await said.until(200);
      await expect(openLedger({ folder, onFault: noFault })).rejects.toThrow(
        `process ${child.pid} on `,
      );
      child.kill("SIGKILL");
      await exit;
      const [opened = "", ...payments] = said.lines();
      paid.set(opened.slice("open ".length), payments);
    }
    const ledger = await openLedger({ folder, onFault: noFault });
    for (const [payer, payments] of paid) {
      expect(payments.length).toBeGreaterThan(190);
      const claims = payments.map((line) =>
        shopKeys.claim(payer, Number(line.slice("paid ".length))),
      );
      expect(ledger.lookupClaims(claims).filter((holder) => holder === null)).toEqual([]);
    }
    await ledger.close();
    expect((await verifyLedger({ folder })).faults).toEqual([]);
  }));

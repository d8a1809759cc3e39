import { fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { verifyLedger } from "@farthing/ledger";
import { expect, test } from "vitest";
import type { RefusalTold } from "./killedRefusals.testing.ts";

const script = fileURLToPath(new URL("killedRefusals.testing.ts", import.meta.url));

/** One life: the last thing that it told, and whether it was killed. */
async function live(
  ...does: string[]
): Promise<{ told: RefusalTold | undefined; code: number | null }> {
  const server = fork(script, does, { execArgv: ["--no-memory-protection-keys"] });
  let told: RefusalTold | undefined;
  server.on("message", (message: RefusalTold) => void (told = message));
  const [code] = await once(server, "exit");
  return { told, code };
}

test.each([
  // Written, and nobody heard it: whoever asks again hears it.
  ["after", ["step-up", "step-up"], 1],
  // Never written, never heard: the click is as new as any, and is paid once.
  ["before", ["captured", "captured"], 0],
] as const)(
  "killed between a no and its answer, %s it was written: the same bytes hear one answer for good",
  async (dies, kinds, rows) => {
    const folder = mkdtempSync(join(tmpdir(), "farthing-refusals-"));
    try {
      const { told: last, code } = await live(folder, "refuse", dies);
      expect(code).toBe(null);
      const body = JSON.stringify(last !== undefined && "body" in last ? last.body : null);
      const { told } = await live(folder, "again", body);
      if (told === undefined || !("answers" in told))
        return expect.unreachable(JSON.stringify(told));
      expect(told).toMatchObject({ rows, counted: rows, sum: "0" });
      expect(told.answers.map(({ kind }) => kind)).toEqual(kinds);
      expect(told.answers[1]).toMatchObject(
        told.answers[0]?.kind === "captured"
          ? { payment: told.answers[0].payment }
          : { ...told.answers[0] },
      );
      expect((await verifyLedger({ folder })).faults).toEqual([]);
    } finally {
      rmSync(folder, { recursive: true });
    }
  },
  60_000,
);

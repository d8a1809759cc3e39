import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { BenchOptions } from "../bench.ts";

export async function benchGestures(_options: BenchOptions): Promise<object> {
  const folder = mkdtempSync(join(tmpdir(), "farthing-gestures-"));
  rmSync(folder, { recursive: true });
  return {};
}

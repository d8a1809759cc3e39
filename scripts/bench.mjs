// npm run -s bench -- <name> [options]: with --json, stdout holds the program's one JSON line and nothing else.
import { ensureBuilt } from "./build.mjs";
import { ensureInstalled } from "./install.mjs";
import { runOnNode24 } from "./run.mjs";
import { runScript } from "./say.mjs";

await runScript(async () => {
  await ensureInstalled();
  await ensureBuilt();
  return runOnNode24(["apps/lab/src/bench.ts", ...process.argv.slice(2)]);
});

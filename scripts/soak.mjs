// npm run soak -- <name> [options]: a test for as long as you like. Its JSON is on stdout; it exits with 1 on a fault.
import { ensureBuilt } from "./build.mjs";
import { ensureInstalled } from "./install.mjs";
import { runOnNode24 } from "./run.mjs";
import { runScript } from "./say.mjs";

await runScript(async () => {
  await ensureInstalled();
  await ensureBuilt();
  return runOnNode24(["apps/lab/src/soak.ts", ...process.argv.slice(2)]);
});

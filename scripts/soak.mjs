// npm run soak -- <name> [options]: a test for as long as you like; it exits with 1 on a fault.
import { ensureBuilt } from "./build.mjs";
import { ensureInstalled } from "./install.mjs";
import { runOnNode24 } from "./run.mjs";
import { runScript } from "./say.mjs";

/** Of the power cuts, which need no server: a name of their own. */
const power = "packages/ledger/src/power/main.ts";

await runScript(async () => {
  const [name, ...options] = process.argv.slice(2);
  await ensureInstalled();
  // `power [--from SEED] [--seeds N] [--lives N]`: power cuts on a simulated disk.
  if (name === "power") return runOnNode24([power, ...options]);
  await ensureBuilt();
  return runOnNode24(["apps/lab/src/soak.ts", ...process.argv.slice(2)]);
});

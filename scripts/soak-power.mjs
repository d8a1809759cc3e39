// npm run soak:power -- [--from SEED] [--seeds N] [--lives N]: power cuts on a simulated disk, for as long as you like.
import { ensureInstalled } from "./install.mjs";
import { runOnNode24 } from "./run.mjs";
import { runScript } from "./say.mjs";

await runScript(async () => {
  await ensureInstalled();
  return runOnNode24(["packages/ledger/src/power/main.ts", ...process.argv.slice(2)]);
});

// npm start: installs what is missing, builds what changed, then runs the demo until Ctrl-C.
import { ensureBuilt } from "./build.mjs";
import { ensureInstalled } from "./install.mjs";
import { runOnNode24 } from "./run.mjs";
import { runScript } from "./say.mjs";

await runScript(async () => {
  await ensureInstalled();
  await ensureBuilt();
  return runOnNode24(["apps/farthing/src/main.ts", "demo", ...process.argv.slice(2)]);
});

// npm start: installs what is missing, builds what changed, then runs the demo until Ctrl-C.
import { ensureBuilt } from "./build.mjs";
import { ensureInstalled } from "./install.mjs";
import { runOnNode24 } from "./run.mjs";
import { runScript } from "./say.mjs";

await runScript(async () => {
  await ensureInstalled();
  await ensureBuilt();
  // The flag: see vitest.config.ts. A server is three threads that start at once.
  const flags = ["--no-memory-protection-keys"];
  return runOnNode24([...flags, "apps/farthing/src/main.ts", "demo", ...process.argv.slice(2)]);
});

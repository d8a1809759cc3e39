// npm run -s farthing -- COMMAND: the executable on Node 24, from a checkout, with the caller's Ctrl-C.
import { ensureInstalled } from "./install.mjs";
import { runOnNode24 } from "./run.mjs";
import { runScript } from "./say.mjs";

await runScript(async () => {
  await ensureInstalled();
  // The flag: see vitest.config.ts.
  const flags = ["--no-memory-protection-keys"];
  return runOnNode24([...flags, "apps/farthing/src/main.ts", ...process.argv.slice(2)]);
});

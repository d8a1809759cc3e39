// npm run -s bench -- <name> [options]: with --json, stdout holds the program's one JSON line and nothing else.
import { ensureBuilt } from "./build.mjs";
import { ensureChromium } from "./chromium.mjs";
import { ensureInstalled } from "./install.mjs";
import { runOnNode24 } from "./run.mjs";
import { runScript } from "./say.mjs";

const inBrowser = ["gestures", "log"];

await runScript(async () => {
  const args = process.argv.slice(2);
  await ensureInstalled();
  await ensureBuilt();
  if (inBrowser.includes(args[0] ?? "")) process.env["CHROME_PATH"] = ensureChromium();
  return runOnNode24(["apps/lab/src/bench.ts", ...args]);
});

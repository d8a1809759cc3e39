// npm run -s farthing -- COMMAND: the executable on Node 24, from a checkout, with the caller's Ctrl-C.
import { ensureInstalled } from "./install.mjs";
import { runOnNode24 } from "./run.mjs";
import { runScript } from "./say.mjs";

await runScript(async () => {
  await ensureInstalled();
  // The flag: see vitest.config.ts.
  const flags = ["--no-memory-protection-keys"];
  // An audit runs on anybody's machine: with these it needs the same memory for a long file as for a short one.
  const frugal = process.argv[2] === "audit" ? ["--max-semi-space-size=16", "--expose-gc"] : [];
  return runOnNode24([...flags, ...frugal, "apps/farthing/src/main.ts", ...process.argv.slice(2)]);
});

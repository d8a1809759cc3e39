// npm run mutation: changes the ledger's rules in a thousand small ways and expects the tests to notice.
import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { ensureInstalled } from "./install.mjs";
import { node24 } from "./node24.mjs";
import { toolEnvironment } from "./run.mjs";
import { runScript } from "./say.mjs";
import { root } from "./workspaces.mjs";

await runScript(async () => {
  await ensureInstalled();
  const program = join(root, "node_modules/@stryker-mutator/core/bin/stryker.js");
  const args = [program, "run", "stryker.config.json", ...process.argv.slice(2)];
  const { status } = spawnSync(node24(), args, {
    cwd: root,
    env: toolEnvironment(),
    stdio: "inherit",
  });
  return status ?? 1;
});

import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// Half of a start is compiling: kept beside the packages, whose owner is the only one to trust with code.
enableCompileCache(
  fileURLToPath(new URL("../../../node_modules/.cache/farthing", import.meta.url)),
);
const { runCommand } = await import("./runCommand.ts");
const [command = "demo", ...words] = process.argv.slice(2);
await runCommand(command, { say: console.log, complain: console.error }, words);

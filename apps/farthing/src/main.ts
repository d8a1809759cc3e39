import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// Half of a start is compiling: kept beside the packages, whose owner is the only one to trust with code.
enableCompileCache(
  fileURLToPath(new URL("../../../node_modules/.cache/farthing", import.meta.url)),
);
const { runCommand } = await import("./runCommand.ts");
await runCommand(process.argv[2] ?? "demo", { say: console.log, complain: console.error });

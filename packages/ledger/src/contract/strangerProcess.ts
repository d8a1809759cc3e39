import Database from "better-sqlite3";
import { sqliteEngine } from "../engine/sqlite/sqliteEngine.ts";

/**
 * Opens the folder in its first argument as somebody who may not write it, and says what he is told. For the
 * superuser no folder is read-only: he becomes somebody else first, when all that is needed is loaded.
 */
const nobody = 65_534;
new Database(":memory:").close();
if (process.getuid?.() === 0) process.seteuid?.(nobody);
try {
  await sqliteEngine(process.argv[2] ?? "").close();
  process.stdout.write("opened\n");
} catch (error) {
  const { name, message } = error instanceof Error ? error : new Error(String(error));
  process.stdout.write(`${name}: ${message}\n`);
}

import { versions } from "../versions.ts";
import { type Finding, ok, wrong } from "./finding.ts";

/** Below it two connections could reset the write-ahead log at once and damage the file (fixed 2026-03-13). */
const oldest = [3, 51, 3] as const;

/** Whether this SQLite is one to trust a ledger to. */
export function checkSqlite(version: string = versions().sqlite): Finding {
  const parts = version.split(".").map(Number);
  const differs = oldest.findIndex((part, at) => (parts[at] ?? 0) !== part);
  if (differs === -1 || (parts[differs] ?? 0) > (oldest[differs] ?? 0)) {
    return ok("sqlite", `version ${version}`);
  }
  return wrong(
    "sqlite",
    `version ${version} can damage a write-ahead log`,
    `npm ci, which brings ${oldest.join(".")} or newer`,
  );
}

import { readFileSync } from "node:fs";
import Database from "better-sqlite3";
import { z } from "zod";

const Package = z.object({ version: z.string() });

/** Which Farthing this is, and on which SQLite it runs. */
export function versions(): { farthing: string; sqlite: string } {
  const text = readFileSync(new URL("../package.json", import.meta.url), "utf8");
  const db = new Database(":memory:");
  try {
    const sqlite = String(db.prepare("SELECT sqlite_version()").pluck().get());
    return { farthing: Package.parse(JSON.parse(text)).version, sqlite };
  } finally {
    db.close();
  }
}

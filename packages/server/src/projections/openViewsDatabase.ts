import type Database from "better-sqlite3";
import { openDatabase } from "../store/openDatabase.ts";

/** A payer's line may lie anywhere: what the cache holds is not read again. */
const cacheKiB = 65_536;
/** 32 MiB of pages between two moves into the file: lines of one account fall on the same page again and again. */
const walPages = 8_000;

/** The connection that keeps the views: it may lose its last moments, because the journal has them. */
export function openViewsDatabase(path: string): Database.Database {
  const database = openDatabase(path, "normal");
  database.pragma(`cache_size = -${cacheKiB}`);
  database.pragma(`wal_autocheckpoint = ${walPages}`);
  return database;
}

import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import type { Settings } from "../config.ts";
import { KeyFile } from "../keys.ts";
import { seedsOf } from "../commands/wireOptions.ts";
import { type Finding, ok, warning, wrong } from "./finding.ts";

/** The keys: there, whole, and for nobody else to read. Nothing of them is repeated. */
export function checkKeys(settings: Settings): Finding {
  const path = join(settings.data, "keys.json");
  const missing = Object.entries(seedsOf(settings)).filter(([, seed]) => seed === undefined);
  if (!existsSync(path)) {
    if (missing.length === 0) return ok("keys", "all given by settings, none in the folder");
    if (!existsSync(join(settings.data, "ledger.db"))) {
      return warning("keys", `${path} is not there yet`, "the first start makes it");
    }
    return wrong(
      "keys",
      `${path} is missing, and only its keys open what the folder holds`,
      "put it back from a backup",
    );
  }
  if (!KeyFile.safeParse(jsonIn(path)).success) {
    return wrong("keys", `${path} is damaged`, "put it back from a backup");
  }
  const mode = statSync(path).mode & 0o777;
  const bits = mode.toString(8).padStart(4, "0");
  if ((mode & 0o077) !== 0) {
    return wrong("keys", `${path} can be read by others (mode ${bits})`, `chmod 600 ${path}`);
  }
  return ok("keys", `${path}, mode ${bits}`);
}

function jsonIn(path: string): unknown {
  try {
    return JSON.parse(readFileSync(path, "utf8")) as unknown;
  } catch {
    return null;
  }
}

import { type Clock } from "@farthing/core";
import { environmentName, isSecret, type Settings } from "../config.ts";
import { checkpointFilesOf } from "../published.ts";
import { checkFolder } from "./checkFolder.ts";
import { checkKeys } from "./checkKeys.ts";
import { checkLedger } from "./checkLedger.ts";
import { checkOthers } from "./checkOthers.ts";
import { checkSqlite } from "./checkSqlite.ts";
import { attempt, type Finding } from "./finding.ts";

/** What the doctor hands over. */
export interface Examination {
  /** Nothing is wrong; warnings may be there. */
  readonly ok: boolean;
  /** As they are in force, by their names in the environment; secrets are replaced. */
  readonly settings: Readonly<Record<string, string>>;
  readonly findings: readonly Finding[];
}

/**
 * Looks at everything that an operator would, beside a running server or at a broken folder, and changes nothing but
 * for the moment of a disk probe.
 */
export async function examine(
  settings: Settings,
  { deep, clock }: { deep: boolean; clock: Clock },
): Promise<Examination> {
  const { data, checkpointCopy } = settings;
  const look = {
    folder: data,
    checkpointFiles: checkpointFilesOf(data, checkpointCopy),
    deep,
    clock,
  };
  const findings = [
    await attempt("sqlite", checkSqlite.bind(null, undefined), "npm ci"),
    await checkFolder(data),
    await attempt("keys", () => checkKeys(settings), "put keys.json back from a backup"),
    await checkLedger(look),
    await checkOthers(settings, clock),
  ].flat();
  const isOk = findings.every(({ status }) => status !== "wrong");
  return { ok: isOk, settings: redacted(settings), findings };
}

/** Every setting in force; of a secret only that it is there. */
export function redacted(settings: Settings): Record<string, string> {
  const names = Object.keys(settings) as (keyof Settings)[];
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = settings[name];
      if (value === undefined) return [];
      return [[environmentName(name), isSecret(name) ? "(secret)" : String(value)]];
    }),
  );
}

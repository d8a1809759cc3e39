import { createHash } from "node:crypto";
import { auditExports } from "./auditExports.ts";
import type { ExportAudit, ExportAuditOptions } from "./exportAudit.ts";
import { exportJournal, type ExportOptions } from "./exportJournal.ts";

/** The lines of an export, without their line feeds. */
export async function linesOf(options: Omit<ExportOptions, "write">): Promise<string[]> {
  const lines: string[] = [];
  const write = (line: string) => {
    lines.push(line.slice(0, -1));
    return Promise.resolve();
  };
  await exportJournal({ ...options, write });
  return lines;
}

/** What an audit says to such lines, a list for each file. */
export function audited(
  files: readonly (readonly string[])[],
  options: ExportAuditOptions = {},
): Promise<ExportAudit> {
  const handed = files.map((lines, at) => ({ name: `file ${at + 1}`, lines: handOut(lines) }));
  return auditExports(handed, options);
}

async function* handOut(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

/** What somebody who changes an export would do last: its sum fits again. */
export function resealed(lines: readonly string[]): string[] {
  const end = lines.at(-1) ?? "";
  const hash = createHash("sha256");
  for (const line of lines.slice(0, -1)) hash.update(line).update("\n");
  const sum = hash.digest("hex");
  return [...lines.slice(0, -1), end.replace(/"sha256":"[0-9a-f]{64}"/, `"sha256":"${sum}"`)];
}

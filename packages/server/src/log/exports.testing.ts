import { createHash } from "node:crypto";
import { join } from "node:path";
import { auditExports, type ExportAudit, exportJournal } from "@farthing/ledger";
import { openDatabase } from "../store/openDatabase.ts";
import { entrySalts } from "./entrySalts.ts";
import { newEntryJudge } from "./judgeOpened.ts";

/** The lines of an export with salts of the server that ran, or runs, in `folder`; `to`: the last entry. */
export async function exportedLines(
  folder: string,
  fieldKey: Uint8Array,
  to?: bigint,
): Promise<string[]> {
  const db = openDatabase(join(folder, "store.db"), "normal");
  const driver = { prepare: <Row>(sql: string) => db.prepare<unknown[], Row>(sql) };
  const found: string[] = [];
  await exportJournal({
    folder,
    ...(to === undefined ? {} : { to: { seq: to } }),
    log: "localhost:4020/log",
    checkpoints: [],
    saltsOf: entrySalts(driver, fieldKey),
    write: (line) => Promise.resolve(void found.push(line.trimEnd())),
  });
  db.close();
  return found;
}

/** What an audit says to such lines. */
export function auditedLines(lines: readonly string[]): Promise<ExportAudit> {
  return auditExports([{ name: "export", lines: handOut(lines) }], newEntryJudge());
}

export async function* handOut(lines: readonly string[]): AsyncGenerator<string> {
  yield* lines;
}

/** What somebody who changes an export would do last: its sum fits again. */
export function resealed(lines: readonly string[]): string[] {
  const hash = createHash("sha256");
  for (const line of lines.slice(0, -1)) hash.update(line).update("\n");
  const sum = `"sha256":"${hash.digest("hex")}"`;
  return [...lines.slice(0, -1), (lines.at(-1) ?? "").replace(/"sha256":"[0-9a-f]{64}"/, sum)];
}

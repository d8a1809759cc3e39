import { type Instant, instant, ProblemError } from "@farthing/core";
import type { Deps } from "../deps.ts";
import { policyText } from "../log/policyText.ts";
import { receiptFile } from "../log/proveEntry.ts";
import { projectionWaitMs } from "../projections/projection.ts";
import { settingsOf } from "../settings/settingsOf.ts";
import { localTime, spanPeriod } from "../statements/period.ts";
import { statementCsv } from "../statements/statementCsv.ts";
import { paymentDetail } from "../wallets/payment.ts";
import { proveOwnPayment } from "../wallets/proof.ts";
import { ownPayments } from "./ownPayments.ts";
import { policyName, readMe } from "./readMe.ts";
import { walletFacts } from "./walletFacts.ts";
import { type ArchiveFile, archiveFilesMax } from "./zipOf.ts";

/** Files of an export that are no receipts, with room to spare. */
const otherFiles = 35;

/** What an export says of itself, in its last file: an archive without it was cut off. */
interface ExportManifest {
  readonly kind: "farthing-export";
  readonly version: 1;
  readonly wallet: string;
  /** Milliseconds since 1970. */
  readonly exportedAt: number;
  readonly payments: number;
  readonly receiptFiles: number;
  /** Payments that no signed checkpoint held yet, or that were too many for one archive. */
  readonly withoutReceiptFile: readonly string[];
}

/**
 * Everything that is kept of a payer, as files (docs/reference/export.md), of the moment in which it is asked for. Throws
 * `unavailable` before the first file while the lists lag behind the journal.
 */
export async function exportFiles(
  deps: Deps,
  payer: string,
): Promise<AsyncGenerator<ArchiveFile, void, undefined>> {
  const last = deps.ledger.head().seq;
  if (!(await deps.projection.reached(last, projectionWaitMs))) {
    throw new ProblemError("unavailable");
  }
  const { timeZone: zone } = await settingsOf(deps, payer);
  const now = deps.clock.now();
  const statement = await statementCsv(deps, {
    of: { kind: "payer", id: payer },
    zone,
    period: spanPeriod(await walletSince(deps, payer), now),
  });
  const facts = await walletFacts(deps, payer);
  return filesOf(deps, { payer, last, now, zone, facts, statement });
}

async function walletSince({ store }: Deps, payer: string): Promise<Instant> {
  const { created_at: since } = await store
    .selectFrom("payers")
    .select("created_at")
    .where("id", "=", payer)
    .executeTakeFirstOrThrow();
  return instant(since);
}

interface Exported {
  readonly payer: string;
  readonly last: bigint;
  readonly now: number;
  readonly zone: string;
  readonly facts: Record<string, unknown>;
  readonly statement: Response;
}

async function* filesOf(deps: Deps, of: Exported): AsyncGenerator<ArchiveFile, void, undefined> {
  const { payer, now, facts, statement } = of;
  const without: string[] = [];
  let payments = 0;
  let receiptFiles = 0;
  yield { name: "README.txt", content: [readMe(deps.config.origin, localTime(now, of.zone))] };
  yield { name: policyName, content: [policyText(deps)] };
  yield { name: "wallet.json", content: [jsonText(facts)] };
  yield { name: "statement.csv", content: statement.body ?? [] };
  yield { name: "payments.ndjson", content: paymentLines(deps, of) };
  for await (const { name: id } of ownPayments(deps, of)) {
    payments += 1;
    const file = receiptFiles < archiveFilesMax - otherFiles ? await proofOf(deps, of, id) : null;
    if (file === null) without.push(id);
    else {
      receiptFiles += 1;
      yield { name: `receipts/${id}.tlog-proof`, content: [file], stored: true };
    }
  }
  const manifest: ExportManifest = {
    kind: "farthing-export",
    version: 1,
    wallet: payer,
    exportedAt: now,
    payments,
    receiptFiles,
    withoutReceiptFile: without,
  };
  yield { name: "export.json", content: [jsonText(manifest)] };
}

function jsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

async function* paymentLines(deps: Deps, of: Exported): AsyncGenerator<string, void, undefined> {
  for await (const { name: id } of ownPayments(deps, of)) {
    yield `${JSON.stringify(await paymentDetail(deps, { payer: of.payer, id }))}\n`;
  }
}

/** A receipt to keep; null: no signed checkpoint holds it yet. */
async function proofOf(deps: Deps, { payer }: Exported, id: string): Promise<string | null> {
  try {
    return receiptFile(await proveOwnPayment(deps, { payer, id }));
  } catch (error) {
    if (error instanceof ProblemError && error.code === "unavailable") return null;
    throw error;
  }
}

import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifyLedger } from "@farthing/ledger";
import { auditedLines, exportedLines } from "../log/exports.testing.ts";
import { openTestServer, type TestServer, type TestServerOptions } from "../server.testing.ts";
import { accountId } from "./keys.ts";

/** Every balance there is, by name. Signed: what an account was credited less what it was debited. */
export async function balances(stage: TestServer): Promise<Map<string, bigint>> {
  const { store, ledger } = stage.deps;
  const payers = await store.selectFrom("payers").select("id").execute();
  const merchants = await store.selectFrom("merchants").select("id").execute();
  const accounts: [string, bigint][] = [
    ...payers.map(({ id }): [string, bigint] => [id, accountId("payer", id)]),
    ...merchants.map(({ id }): [string, bigint] => [id, accountId("merchant", id)]),
    ...payers.map(({ id }): [string, bigint] => [`tab:${id}`, accountId("tab", id)]),
    ...merchants.map(({ id }): [string, bigint] => [
      `unsettled:${id}`,
      accountId("merchant-unsettled", id),
    ]),
    ["lost", accountId("operator:tab-losses", "")],
    ["whole", accountId("operator:report-losses", "")],
    ["operator:fees", accountId("operator:fees", "")],
    ["rail:sandbox", accountId("rail:sandbox", "")],
  ];
  const found = ledger.lookupAccounts(accounts.map(([, id]) => id));
  return new Map(
    accounts.map(([name], at) => {
      const account = found[at];
      return [name, account ? account.creditsPosted - account.debitsPosted : 0n];
    }),
  );
}

/** Double entry: whatever happened, all balances add up to nothing. */
export async function sumOfBalances(stage: TestServer): Promise<bigint> {
  return [...(await balances(stage)).values()].reduce((sum, balance) => sum + balance, 0n);
}

/** A server whose journal is replayed from nothing when it closes, and exported and audited as a stranger would. */
export interface AuditedServer {
  readonly stage: TestServer;
  /** The ledger's faults, none in a good run. */
  close(): Promise<string[]>;
}

export async function openAudited(options: TestServerOptions = {}): Promise<AuditedServer> {
  const folder = mkdtempSync(join(tmpdir(), "farthing-money-"));
  const stage = await openTestServer({ ...options, folder });
  return {
    stage,
    async close() {
      const sum = await sumOfBalances(stage);
      await stage.close();
      const { ok, faults } = await verifyLedger({ folder });
      const exported = await exportedLines(folder, stage.deps.keys.fieldKey);
      const audit = await auditedLines(exported);
      rmSync(folder, { recursive: true });
      return [
        ...(sum === 0n ? [] : [`balances add up to ${sum}`]),
        ...(ok && audit.ok ? [] : ["not ok"]),
        ...faults,
        ...audit.faults,
      ];
    },
  };
}

/** Each balance that `work` moved, by how much, under the first letters of its name. */
export async function movedBy(
  stage: Parameters<typeof balances>[0],
  work: () => Promise<unknown>,
): Promise<Record<string, bigint>> {
  const before = await balances(stage);
  await work();
  const after = await balances(stage);
  const differences = [...after].map(([name, now]): [string, bigint] => [
    name.slice(0, 3),
    now - (before.get(name) ?? 0n),
  ]);
  return Object.fromEntries(differences.filter(([, by]) => by !== 0n));
}

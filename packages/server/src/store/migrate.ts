import { type Kysely, sql } from "kysely";
import { type Migration, Migrator } from "kysely/migration";
import { statements as first } from "./migrations/0001.ts";
import { statements as second } from "./migrations/0002.ts";
import { statements as third } from "./migrations/0003.ts";
import { statements as fourth } from "./migrations/0004.ts";
import { statements as fifth } from "./migrations/0005.ts";
import { statements as sixth } from "./migrations/0006.ts";
import { statements as seventh } from "./migrations/0007.ts";
import { statements as eighth } from "./migrations/0008.ts";
import { statements as ninth } from "./migrations/0009.ts";
import { statements as tenth } from "./migrations/0010.ts";
import { statements as eleventh } from "./migrations/0011.ts";
import { statements as twelfth } from "./migrations/0012.ts";
import { statements as thirteenth } from "./migrations/0013.ts";
import { statements as fourteenth } from "./migrations/0014.ts";
import { statements as fifteenth } from "./migrations/0015.ts";
import { statements as sixteenth } from "./migrations/0016.ts";
import { statements as seventeenth } from "./migrations/0017.ts";
import { statements as eighteenth } from "./migrations/0018.ts";
import { statements as nineteenth } from "./migrations/0019.ts";
import { statements as twentieth } from "./migrations/0020.ts";
import { statements as twentyFirst } from "./migrations/0021.ts";
import { statements as twentySecond } from "./migrations/0022.ts";
import { statements as twentyThird } from "./migrations/0023.ts";
import { statements as twentyFourth } from "./migrations/0024.ts";
import { statements as twentyFifth } from "./migrations/0025.ts";
import { statements as twentySixth } from "./migrations/0026.ts";
import { statements as twentySeventh } from "./migrations/0027.ts";
import { statements as twentyEighth } from "./migrations/0028.ts";
import { statements as twentyNinth } from "./migrations/0029.ts";
import { statements as thirtieth } from "./migrations/0030.ts";
import type { Tables } from "./tables.ts";

/** The folder was written by a newer Farthing. */
export class NewerStore extends Error {
  override readonly name = "NewerStore";
}

/** Every step, in order. A step that was ever released is never edited: a new one follows it. */
const migrations: Record<string, Migration> = {
  "0001": runAll(first),
  "0002": runAll(second),
  "0003": runAll(third),
  "0004": runAll(fourth),
  "0005": runAll(fifth),
  "0006": runAll(sixth),
  "0007": runAll(seventh),
  "0008": runAll(eighth),
  "0009": runAll(ninth),
  "0010": runAll(tenth),
  "0011": runAll(eleventh),
  "0012": runAll(twelfth),
  "0013": runAll(thirteenth),
  "0014": runAll(fourteenth),
  "0015": runAll(fifteenth),
  "0016": runAll(sixteenth),
  "0017": runAll(seventeenth),
  "0018": runAll(eighteenth),
  "0019": runAll(nineteenth),
  "0020": runAll(twentieth),
  "0021": runAll(twentyFirst),
  "0022": runAll(twentySecond),
  "0023": runAll(twentyThird),
  "0024": runAll(twentyFourth),
  "0025": runAll(twentyFifth),
  "0026": runAll(twentySixth),
  "0027": runAll(twentySeventh),
  "0028": runAll(twentyEighth),
  "0029": runAll(twentyNinth),
  "0030": runAll(thirtieth),
};

/** Brings store.db up to date, forward only, all steps or none. Throws `NewerStore`. */
export async function migrate(store: Kysely<Tables>): Promise<void> {
  const migrator = new Migrator({
    db: store,
    provider: { getMigrations: () => Promise.resolve(migrations) },
  });
  await refuseNewer(store);
  const { error } = await migrator.migrateToLatest();
  if (error !== undefined) throw asError(error);
}

async function refuseNewer(store: Kysely<Tables>): Promise<void> {
  const tables = await store.introspection.getTables({ withInternalKyselyTables: true });
  if (!tables.some((table) => table.name === "kysely_migration")) return;
  const { rows } = await sql<{ name: string }>`select name from kysely_migration`.execute(store);
  refuseUnknown(rows.map((row) => row.name));
}

/** Throws `NewerStore` when one of the migrations a store had is not known here. */
export function refuseUnknown(names: readonly string[]): void {
  const unknown = names.filter((name) => !(name in migrations));
  if (unknown.length === 0) return;
  throw new NewerStore(
    `store.db has migration ${unknown.sort().at(-1)}, which this Farthing does not know: start the newer Farthing that wrote it, or use another data folder.`,
  );
}

function runAll(statements: readonly string[]): Migration {
  return {
    async up(store) {
      for (const statement of statements) await sql.raw(statement).execute(store);
    },
  };
}

function asError(thrown: unknown): Error {
  return thrown instanceof Error ? thrown : new Error("a migration failed", { cause: thrown });
}

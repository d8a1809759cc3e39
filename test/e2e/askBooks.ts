import { DatabaseSync, type SQLInputValue } from "node:sqlite";

/** One row of a database file, asked for by SQL. */
export interface Question {
  readonly path: string;
  readonly sql: string;
  readonly of: readonly SQLInputValue[];
}

/** Columns as text; null where there is none. */
export type Row = Readonly<Record<string, string | null>>;

/** The first row for each question, or null. */
export function askBooks(questions: readonly Question[]): (Row | null)[] {
  return questions.map(({ path, sql, of }) => {
    const database = new DatabaseSync(path, { readOnly: true, readBigInts: true });
    try {
      const row = database.prepare(sql).get(...of);
      if (row === undefined) return null;
      const texts = Object.entries(row).map(([name, value]): [string, string | null] => [
        name,
        value === null ? null : String(value as string | bigint),
      ]);
      return Object.fromEntries(texts);
    } finally {
      database.close();
    }
  });
}

// As a program of its own: the questions are its only argument.
if (import.meta.main) {
  const questions = JSON.parse(process.argv[2] ?? "[]") as Question[];
  process.stdout.write(JSON.stringify(askBooks(questions)));
}

import type { Statement, StatementLine } from "@farthing/protocol";
import { localTime } from "./period.ts";

const columns = [
  "time",
  "line",
  "counterparty",
  "title",
  "debit",
  "credit",
  "held",
  "balance",
  "asset",
  "payment",
  "transfer",
] as const;

type Cells = Record<(typeof columns)[number], string>;

// A spreadsheet runs a cell that begins like this as a formula (OWASP, CSV injection).
const formula = /^[=+\-@\t\r\n|%＝＋－＠]/;

/** One row of RFC 4180. Texts are quoted where they must be; what could run as a formula gets an apostrophe before it. */
export function csvRow(cells: readonly string[]): string {
  return `${cells.map(csvCell).join(",")}\r\n`;
}

const plainNumber = /^-?[0-9]+(?:\.[0-9]+)?$/;

function csvCell(text: string): string {
  const safe = formula.test(text) && !plainNumber.test(text) ? `'${text}` : text;
  return /["\r\n,]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** The names of the columns. */
export const csvHead = csvRow(columns);

type CsvFacts = Pick<Statement, "zone" | "from" | "to" | "opening" | "closing">;

/** What the account had before the first line. */
export function csvOpening({ zone, from, opening }: CsvFacts): string {
  return boundary("opening", localTime(from, zone), opening);
}

/** What it had after the last line. */
export function csvClosing({ zone, to, closing }: CsvFacts): string {
  return boundary("closing", localTime(to, zone), closing);
}

function boundary(line: string, time: string, { amount, asset }: CsvFacts["opening"]): string {
  const cells = { ...blank, time, line, balance: decimal(amount, asset), asset };
  return csvRow(columns.map((column) => cells[column]));
}

const blank = Object.fromEntries(columns.map((column) => [column, ""])) as Cells;

/** One line. `debit` and `credit` hold only what moved, so that opening and their sums are the closing balance. */
export function csvLine(line: StatementLine, zone: string): string {
  const { asset } = line.amount;
  const moves = line.kind === "plain" || line.kind === "posted";
  const cells: Cells = {
    time: localTime(line.at, zone),
    line: [
      line.reason,
      ...(line.returns === null ? [] : [line.returns]),
      ...(line.kind === "plain" ? [] : [line.kind]),
    ].join(" "),
    counterparty: line.merchant === "" ? line.counterparty : line.merchant,
    title: line.title,
    debit: moves && line.side === "debit" ? decimal(line.amount.amount, asset) : "",
    credit: moves && line.side === "credit" ? decimal(line.amount.amount, asset) : "",
    held: decimal(line.held.amount, asset),
    balance: decimal(line.balance.amount, asset),
    asset,
    payment: line.payment ?? "",
    transfer: line.transfer,
  };
  return csvRow(columns.map((column) => cells[column]));
}

/** `2500` of `PLAY/6` is `0.002500`: exact, with a point, in every language. */
function decimal(amount: string, asset: string): string {
  const scale = Number(asset.split("/")[1]);
  const sign = amount.startsWith("-") ? "-" : "";
  const digits = amount.slice(sign.length).padStart(scale + 1, "0");
  const whole = digits.slice(0, digits.length - scale);
  return scale === 0 ? `${sign}${whole}` : `${sign}${whole}.${digits.slice(-scale)}`;
}

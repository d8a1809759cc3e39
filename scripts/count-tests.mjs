// Reads what Vitest's json reporter wrote.
import { existsSync, readFileSync } from "node:fs";
import { relative } from "node:path";

/**
 * @typedef {{ status: string, fullName: string, failureMessages: readonly string[] }} TestResult
 * @typedef {{ name: string, status: string, message: string, assertionResults: readonly TestResult[] }} TestFile
 * @typedef {{ testResults: readonly TestFile[] }} Report
 */

/**
 * @param {string} file
 * @returns {Report | null} null when Vitest ended before it wrote one
 */
export function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, "utf8")) : null;
}

/**
 * Passed and failed tests. A file that failed outside its tests (an import, a hook) counts as one failure, and so does
 * a missing report. A skipped test is a failure too: nothing here is ever skipped.
 * @param {Report | null} report
 */
export function countTests(report) {
  if (report === null) return { passed: 0, failed: 1 };
  let passed = 0;
  let failed = 0;
  for (const file of report.testResults) {
    const tests = file.assertionResults;
    const passedHere = tests.filter((test) => test.status === "passed").length;
    const failedHere = tests.length - passedHere;
    passed += passedHere;
    failed += failedHere === 0 && file.status !== "passed" ? 1 : failedHere;
  }
  return { passed, failed };
}

/**
 * A line for each failure that `countTests` counts: its file, its name, and the first line of what it threw. A long log is
 * often cut, and its end is what is kept.
 * @param {Report | null} report
 * @param {string} folder what the files' names are told from
 * @returns {readonly string[]}
 */
export function nameFailures(report, folder) {
  if (report === null) return ["Vitest ended before it wrote its report"];
  return report.testResults.flatMap((file) => {
    const where = relative(folder, file.name);
    const failed = file.assertionResults.filter((test) => test.status !== "passed");
    if (failed.length > 0)
      return failed.map(
        ({ fullName, failureMessages, status }) =>
          `${where}: ${fullName}: ${firstLine(failureMessages[0] ?? status)}`,
      );
    return file.status === "passed" ? [] : [`${where}: ${firstLine(file.message)}`];
  });
}

/** @param {string} text */
function firstLine(text) {
  return text.split("\n", 1)[0] ?? "";
}

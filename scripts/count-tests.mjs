// Reads what Vitest's json reporter wrote.
import { existsSync, readFileSync } from "node:fs";

/**
 * @typedef {{ status: string, assertionResults: readonly { status: string }[] }} TestFile
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

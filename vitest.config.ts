import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    // V8 of Node 24 can abort ("jit_page.has_value()") while threads that strip types start side by side on a
    // processor with memory protection keys; our ledger tests start many.
    execArgv: ["--no-memory-protection-keys"],
    projects: [
      {
        test: {
          name: "unit",
          include: [
            "packages/*/src/**/*.test.{ts,tsx}",
            "apps/*/src/**/*.test.{ts,tsx}",
            "test/**/*.test.ts",
            "scripts/*.test.mjs",
            "examples/**/*.test.ts",
          ],
          exclude: ["test/e2e/**", "**/node_modules/**", "**/dist/**"],
          environment: "node",
          testTimeout: 60_000,
          // Vitest would leave one of two processors idle.
          maxWorkers: 2,
        },
      },
      {
        test: {
          name: "e2e",
          include: ["test/e2e/**/*.test.ts"],
          globalSetup: "test/e2e/browsers.ts",
          environment: "node",
          testTimeout: 180_000,
          hookTimeout: 180_000,
          // Each file has its own servers and browsers, and mostly waits: for a button to arm, for Undo to be over.
          maxWorkers: 2,
        },
      },
    ],
  },
});

import { defineConfig } from "vitest/config";

/** What `npm run mutation` runs against each mutant: the tests of the rules, without a disk. */
export default defineConfig({
  test: {
    include: ["packages/ledger/src/rules/*.test.ts", "packages/ledger/src/status.test.ts"],
    environment: "node",
    // The draw of the model test, small and the same for every mutant.
    env: { FARTHING_MODEL_RUNS: "120", FARTHING_MODEL_SEED: "1" },
  },
});

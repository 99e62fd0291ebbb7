import { defineConfig } from "vitest/config";

// "fast" runs at every commit; "slow" starts real servers, kernels and browsers, and runs in `npm test` and CI.
const common = { pool: "forks" as const, testTimeout: 30_000, hookTimeout: 60_000 };

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...common,
          name: "fast",
          include: ["test/**/*.test.ts", "packages/*/test/**/*.test.ts"],
          exclude: ["**/*.slow.test.ts", "**/node_modules/**"],
        },
      },
      {
        test: {
          ...common,
          name: "slow",
          include: ["test/**/*.slow.test.ts", "packages/*/test/**/*.slow.test.ts"],
          testTimeout: 600_000,
          hookTimeout: 180_000,
        },
      },
    ],
  },
});

// Everything that needs no browser. Journeys in a browser are tests/journeys (playwright.config.ts).
import { defineConfig } from "vitest/config";

const common = { environment: "node", testTimeout: 30_000, hookTimeout: 60_000 } as const;

export default defineConfig({
  test: {
    maxWorkers: 2,
    projects: [
      {
        test: {
          ...common,
          name: "rules",
          include: ["packages/**/*.test.ts", "src/**/*.test.ts", "tests/*.test.ts", "db/**/*.test.ts"],
          exclude: ["**/*.db.test.ts", "**/node_modules/**"],
        },
      },
      {
        test: {
          ...common,
          name: "database",
          include: ["src/**/*.db.test.ts", "tests/**/*.db.test.ts", "db/**/*.db.test.ts"],
          globalSetup: ["tests/global-setup.ts"],
        },
      },
    ],
  },
});

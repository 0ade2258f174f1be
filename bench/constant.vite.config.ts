// The site's build with one change, for bench/page.bench.ts: Find help answers every posted form with the rows of the first one.
import { defineConfig, mergeConfig } from "vite";
import site from "../vite.config.ts";

const kept =
  "const kept = new Map(); export const helpPage = async (db, all, answers) => { const key = answers ? 'posted' : 'first'; if (!kept.has(key)) kept.set(key, await matchedPage(db, all, answers)); return kept.get(key); };";

export default mergeConfig(
  site,
  defineConfig({
    plugins: [
      {
        name: "constant-rows",
        enforce: "pre",
        transform(code: string, id: string) {
          if (!id.endsWith("/matching/page.server.ts")) return;
          return `${code.replace("export async function helpPage", "async function matchedPage")}\n${kept}`;
        },
      },
    ],
  }),
);

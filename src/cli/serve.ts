// trellis serve: the public site and the work site, on the build that `npm run build` made.
import { existsSync } from "node:fs";
import { join, resolve } from "node:path";
import type { Command } from "commander";
import { today } from "#kernel/dates.ts";
import { openDatabase } from "#kernel/db/connect.server.ts";
import { AppError } from "#kernel/errors.ts";
import { serve } from "#kernel/http/serve.server.ts";
import { startWork } from "#kernel/jobs/work.server.ts";
import { nightDesk } from "#kernel/viewer/viewer.ts";
import { makeDueWork } from "#network/index.server.ts";
import { TIME_ZONE } from "#network/index.ts";
import { loadDemonstration } from "../../db/demo/load.ts";
import { holdsPeople, loadPeople, PASSPHRASE, PEOPLE } from "../../db/demo/people.ts";
import { background, complain } from "./background.ts";
import { RECORDINGS } from "./recordings.ts";

type Options = { host?: string; port: string; workPort: string; demonstration?: boolean; jobs: boolean };

export function serveCommand(trellis: Command): void {
  trellis
    .command("serve")
    .description("Serves the public site and the work site.")
    .option("--host <name>", "listen here instead of on this machine alone", process.env.HOST)
    .option("--port <number>", "the public site's port", process.env.PORT ?? "3000")
    .option("--work-port <number>", "the work site's port", process.env.WORK_PORT ?? "3001")
    .option("--demonstration", "load the demonstration directory, and say on each page that it is one")
    .option("--no-jobs", "leave background work to `trellis jobs work`, which runs beside")
    .action(run);
}

async function run(options: Options): Promise<void> {
  const build = resolve(import.meta.dirname, "../..", process.env.TRELLIS_BUILD ?? "build");
  if (!existsSync(join(build, "handler.js")))
    throw new AppError(
      "unavailable",
      "The site is not built yet: run `npm run build` first, or `npm start`, which does both.",
    );
  const local = options.host === undefined || ["localhost", "127.0.0.1", "::1"].includes(options.host);
  if (options.demonstration && !local)
    throw new AppError(
      "bad_input",
      `The demonstration is for this machine alone: leave out --host ${options.host}, or leave out --demonstration.`,
    );
  process.env.TRELLIS_RECORDINGS ??= RECORDINGS;
  const database = await openDatabase();
  if (options.demonstration) {
    process.env.TRELLIS_DEMONSTRATION = "yes";
    await loadDemonstration(database.db);
    await loadPeople(database.db);
    await makeDueWork(database.db, nightDesk, today(TIME_ZONE)); // what the night would have made
  } else if (await holdsPeople(database.db)) {
    await database.close();
    throw new AppError(
      "wrong_state",
      "This database holds the demonstration's people, as whom anyone could sign in: use another database (DATABASE_URL or TRELLIS_DATA), or serve it with --demonstration.",
    );
  }
  const close = async (error: unknown): Promise<never> => {
    await database.close();
    throw error;
  };
  const work = await background(database).catch(close);
  const listening = await serve({
    build,
    host: options.host,
    port: port(options.port, "PORT"),
    workPort: port(options.workPort, "WORK_PORT"),
    databaseUrl: database.url,
  }).catch(close);
  const worker = options.jobs
    ? await startWork(database, work.kinds, work.watches, complain).catch(async (error) => {
        await listening.close();
        return close(error);
      })
    : null;
  process.stdout.write(welcome(listening.public, listening.work, work.says, options.demonstration ?? false));
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, async () => {
      await listening.close();
      await worker?.stop();
      await database.close();
      process.exit(0);
    });
  }
}

function port(text: string, name: string): number {
  const number = Number(text);
  if (Number.isInteger(number) && number >= 0 && number < 65536) return number;
  throw new AppError("bad_input", `${name} is “${text}”: a port is a whole number from 1 to 65535.`);
}

function welcome(publicSite: string, workSite: string, mail: string, demonstration: boolean): string {
  return [
    "",
    "  Trellis is running.",
    "",
    `  Public site   ${publicSite}/find-help`,
    `  Open data     ${publicSite}/api/hsds`,
    `  Work site     ${workSite}/work`,
    "",
    `  ${mail}`,
    "",
    ...(demonstration
      ? [
          "  The directory is a demonstration: the places are made up, the national lines are real.",
          `  Sign in on the work site as one of these; the passphrase of each is “${PASSPHRASE}”,`,
          "  and the page itself shows the code of the moment:",
          ...PEOPLE.map(
            ({ name, signInName }) => `    ${signInName.padEnd(26)} ${name.replace(" (demonstration)", "")}`,
          ),
          "",
        ]
      : []),
    "  Stop with Ctrl+C.",
    "",
  ].join("\n");
}

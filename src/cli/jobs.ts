// trellis jobs work: background work without the site, for once or until stopped.
import type { Command } from "commander";
import { openDatabase } from "#kernel/db/connect.server.ts";
import { startWork, workOnce } from "#kernel/jobs/work.server.ts";
import { background, complain } from "./background.ts";

export function jobsCommands(trellis: Command): void {
  const group = trellis.command("jobs").description("Background work: mail, and sources that are read again.");
  group
    .command("work")
    .description("Does what is due. `trellis serve` does this too, all the while.")
    .option("--once", "do what is due now, and end")
    .option("--json", "say it as JSON (with --once)")
    .action(run);
}

async function run({ once, json }: { once?: boolean; json?: boolean }): Promise<void> {
  const database = await openDatabase();
  try {
    const { kinds, watches, says } = await background(database);
    if (!json) process.stdout.write(`${says}\n`);
    if (once) {
      const count = await workOnce(database, kinds, watches, complain);
      process.stdout.write(
        json ? `${JSON.stringify(count)}\n` : `${count.done} done, ${count.failed} did not work and come again.\n`,
      );
      if (count.failed > 0) process.exitCode = 1;
      return;
    }
    const worker = await startWork(database, kinds, watches, complain);
    process.stdout.write("Working. Stop with Ctrl+C.\n");
    await new Promise<void>((stop) => {
      for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => stop());
    });
    await worker.stop();
  } finally {
    await database.close();
  }
}

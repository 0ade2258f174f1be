// trellis db …
import type { Command } from "commander";
import { openDatabase } from "#kernel/db/connect.server.ts";
import { backupCommands } from "./backup.ts";

export function databaseCommands(trellis: Command): void {
  const group = trellis.command("db").description("The database.");
  group
    .command("migrate")
    .description("Brings the database up to date: the one of DATABASE_URL, or the one that comes with Trellis.")
    .option("--json", "say it as JSON")
    .action(async ({ json }: { json?: boolean }) => {
      const database = await openDatabase();
      await database.close();
      process.stdout.write(
        json
          ? `${JSON.stringify({ migrated: database.migrations })}\n`
          : `${database.migrations.length === 0 ? "The database was up to date." : `Ran ${database.migrations.join(", ")}.`}\n`,
      );
    });
  backupCommands(group);
}

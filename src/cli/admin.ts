// trellis admin invite: the first administrator of a network, made by whoever holds the machine.
import type { Command } from "commander";
import { today } from "#kernel/dates.ts";
import { openDatabase } from "#kernel/db/connect.server.ts";
import { inviteFirst } from "#network/index.server.ts";
import { TIME_ZONE } from "#network/index.ts";

type Options = { name: string; mail: string; workSite: string; json?: boolean };

export function adminCommands(trellis: Command): void {
  const group = trellis.command("admin").description("Who runs this network.");
  group
    .command("invite")
    .description("Makes the link by which the first administrator signs in. Later ones are invited on the work site.")
    .requiredOption("--name <name>", "as colleagues call them")
    .requiredOption("--mail <address>", "the mail address that they sign in with")
    .option("--work-site <address>", "where the work site stands", process.env.WORK_ORIGIN ?? "http://localhost:3001")
    .option("--json", "say it as JSON")
    .action(runInvite);
}

async function runInvite(options: Options): Promise<void> {
  const database = await openDatabase();
  try {
    const who = { name: options.name, signInName: options.mail, today: today(TIME_ZONE) };
    const { token } = await inviteFirst(database.db, who);
    const link = `${options.workSite.replace(/\/$/, "")}/work/join#${token}`;
    process.stdout.write(options.json ? `${JSON.stringify({ link })}\n` : told(options.name, link));
  } finally {
    await database.close();
  }
}

function told(name: string, link: string): string {
  return [
    `${name} is the first administrator. Give them this link yourself:`,
    "",
    `  ${link}`,
    "",
    "It works once, for seven days, and is not shown again. Bring in a second person soon: some roles need two people's yes.",
    "",
  ].join("\n");
}

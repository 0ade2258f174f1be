// trellis mail list | retry: letters that wait, that were kept, or that nobody would take.
import type { Command } from "commander";
import { openDatabase } from "#kernel/db/connect.server.ts";
import type { MailState } from "#kernel/mail/mail.ts";
import { listMail, type MailLine, retryMail } from "#kernel/mail/post.server.ts";
import { postRoom } from "#kernel/viewer/viewer.ts";

export function mailCommands(trellis: Command): void {
  const group = trellis.command("mail").description("Letters that Trellis writes: what became of them.");
  group
    .command("list")
    .description("Letters that are not sent: waiting, kept as a file, or not taken by the other side.")
    .option("--all", "those that were sent too")
    .option("--json", "say it as JSON")
    .action(async ({ all, json }: { all?: boolean; json?: boolean }) => {
      const lines = await on((db) => listMail(db, postRoom, { all: all ?? false }));
      process.stdout.write(json ? `${JSON.stringify(lines)}\n` : asText(lines));
    });
  group
    .command("retry")
    .description("Tries a letter again that was kept or could not be delivered.")
    .argument("<letter id>")
    .option("--json", "say it as JSON")
    .action(async (id: string, { json }: { json?: boolean }) => {
      await on((db) => retryMail(db, postRoom, id));
      process.stdout.write(
        json ? `${JSON.stringify({ id, state: "waiting" })}\n` : "It waits now and goes with the next round of work.\n",
      );
    });
}

async function on<T>(work: (db: Awaited<ReturnType<typeof openDatabase>>["db"]) => Promise<T>): Promise<T> {
  const database = await openDatabase();
  try {
    return await work(database.db);
  } finally {
    await database.close();
  }
}

const words: Record<MailState, string> = {
  waiting: "waits",
  sent: "sent",
  kept: "kept as a file, not sent",
  undeliverable: "NOT DELIVERED",
};

function asText(lines: readonly MailLine[]): string {
  if (lines.length === 0) return "No letter waits, and none was turned away.\n";
  const each = lines.map(
    ({ id, made_at, recipient, subject, state, attempts, said }) =>
      `${made_at.slice(0, 16).replace("T", " ")}  ${words[state]}, to ${recipient}: ${subject}\n  ${id}, ${attempts} ${attempts === 1 ? "try" : "tries"}${said ? `: ${said}` : ""}\n`,
  );
  const undelivered = lines.some(({ state }) => state === "undeliverable");
  return `${each.join("")}${undelivered ? "Look at the address and the mail server, then: trellis mail retry <letter id>\n" : ""}`;
}

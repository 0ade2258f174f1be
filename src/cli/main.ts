// The `trellis` command: every engine, import, export and report without a browser.
// What must stay true: exit 0 done, 1 the answer is no, 2 bad input with one line that names the place and the mend; `--json` on each.
import { InputError } from "@trellis/tabular";
import { Command, CommanderError } from "commander";
import { AppError, exitCode } from "#kernel/errors.ts";
import { adminCommands } from "./admin.ts";
import { databaseCommands } from "./database.ts";
import { directoryCommands } from "./directory.ts";
import { jobsCommands } from "./jobs.ts";
import { mailCommands } from "./mail.ts";
import { matchCommands } from "./match.ts";
import { messagesCommands } from "./messages.ts";
import { recordingsCommands } from "./recordings.ts";
import { serveCommand } from "./serve.ts";
import { whatIfCommand } from "./what-if.ts";

export function program(): Command {
  const trellis = new Command("trellis")
    .description("The working system of a sexual-assault coalition and its network.")
    .showHelpAfterError("(trellis --help lists what there is)")
    .exitOverride();
  serveCommand(trellis);
  directoryCommands(trellis);
  matchCommands(trellis);
  whatIfCommand(trellis);
  messagesCommands(trellis);
  recordingsCommands(trellis);
  databaseCommands(trellis);
  adminCommands(trellis);
  jobsCommands(trellis);
  mailCommands(trellis);
  return trellis;
}

/** Runs one command line; says what went wrong in one line and sets the exit code. */
export async function run(argv: string[]): Promise<void> {
  try {
    await program().parseAsync(argv);
  } catch (error) {
    process.exitCode = told(error);
  }
}

function told(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2; // commander has said it already
  if (error instanceof AppError) return say(error.message, exitCode[error.code]);
  if (error instanceof InputError) return say(error.message, 2);
  const missing = error as NodeJS.ErrnoException;
  if (missing?.code === "ENOENT" && missing.path)
    return say(`${missing.path}: there is no such file. Look at the name and the folder.`, 2);
  if (missing?.code === "EACCES" && missing.path)
    return say(`${missing.path}: this account may not read or write it.`, 2);
  if (missing?.code === "ECONNREFUSED" || missing?.code === "ENOTFOUND")
    return say("The database does not answer: look at DATABASE_URL.", 3);
  throw error;
}

function say(message: string, code: number): number {
  process.stderr.write(`${message.replace(/\s*\n\s*/g, " ")}\n`);
  return code;
}

if (import.meta.main) await run(process.argv);

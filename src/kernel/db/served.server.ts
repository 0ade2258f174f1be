// The database as the web build sees it: whoever starts the web (src/kernel/http/serve.server.ts) has opened and migrated it.
import { AppError } from "#kernel/errors.ts";
import { type Database, openDatabase } from "./connect.server.ts";

let opened: Promise<Database> | undefined;

/** The one pool of this process. Errors: `unavailable` where nobody said which database. */
export function servedDatabase(): Promise<Database> {
  opened ??= open();
  return opened;
}

async function open(): Promise<Database> {
  const url = process.env.TRELLIS_WEB_DATABASE_URL ?? process.env.DATABASE_URL;
  if (!url)
    throw new AppError("unavailable", "The web needs a database: start it with `npm start`, or set DATABASE_URL.");
  return openDatabase({ url, migrate: false });
}

// The work that goes on by itself: which kinds there are, and what is looked for. `trellis serve` does it as it runs, `trellis jobs work` for once.
import { type Database, dataFolder } from "#kernel/db/connect.server.ts";
import type { JobKind, Watch } from "#kernel/jobs/job.ts";
import { mailJobs } from "#kernel/mail/carry.server.ts";
import { transportFrom } from "#kernel/mail/transport.server.ts";

export type Background = {
  kinds: JobKind[];
  watches: Watch[];
  /** Where mail goes, for whoever starts it. */
  says: string;
};

/** Errors: `bad_input` where the environment says something about mail that cannot be used. */
export async function background(database: Database): Promise<Background> {
  const transport = transportFrom(process.env, dataFolder());
  return { kinds: [mailJobs(database.db, transport)], watches: [], says: transport.says };
}

/** What went wrong behind the scenes, for the terminal or the machine's journal. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

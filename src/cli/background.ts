// The work that goes on by itself: which kinds there are, and what is looked for. `trellis serve` does it as it runs, `trellis jobs work` for once.
import { type Database, dataFolder } from "#kernel/db/connect.server.ts";
import type { JobKind, Watch } from "#kernel/jobs/job.ts";
import { mailJobs } from "#kernel/mail/carry.server.ts";
import { transportFrom } from "#kernel/mail/transport.server.ts";
import { directorySources, nightDesk } from "#kernel/viewer/viewer.ts";
import {
  dueListingJobs,
  lookForChanges,
  lookForDue,
  lookForDueListings,
  sourceJobs,
  webhookJobs,
} from "#network/index.server.ts";
import { incomingFolder } from "./directory-sources.ts";

export type Background = {
  kinds: JobKind[];
  watches: Watch[];
  /** Where mail goes, for whoever starts it. */
  says: string;
};

/** Errors: `bad_input` where the environment says something about mail that cannot be used. */
export async function background(database: Database): Promise<Background> {
  const transport = transportFrom(process.env, dataFolder());
  const { db } = database;
  return {
    kinds: [
      sourceJobs(db, directorySources, incomingFolder()),
      mailJobs(db, transport),
      dueListingJobs(db, nightDesk),
      webhookJobs(db),
    ],
    watches: [
      {
        name: "Looking for sources that are due",
        everySeconds: 300,
        look: async () => void (await lookForDue(db, directorySources, new Date())),
      },
      {
        name: "Looking for listings that are due to be checked",
        everySeconds: 600,
        look: async () => void (await lookForDueListings(db, nightDesk, new Date())),
      },
      {
        name: "Looking for listings that changed",
        everySeconds: 60,
        look: async () => void (await lookForChanges(db)),
      },
    ],
    says: transport.says,
  };
}

/** What went wrong behind the scenes, for the terminal or the machine's journal. */
export function complain(line: string): void {
  process.stderr.write(`${line}\n`);
}

// The worker: fetches jobs, does them, and settles them. It runs inside `trellis serve`, or for once with `trellis jobs work`.
// What must stay true: one connection role for the queue (trellis_jobs) and another for the work itself, each kind of which says who
// it looks as; work that is given up is told in the audit and on the error stream; no job's failure says more than its own sentence.
import { type JobWithMetadata, PgBoss, type WorkWithMetadataHandler } from "pg-boss";
import { record } from "#kernel/audit/audit.server.ts";
import type { Database } from "#kernel/db/connect.server.ts";
import { AppError } from "#kernel/errors.ts";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { backgroundWork } from "#kernel/viewer/viewer.ts";
import type { JobData, JobKind, Watch } from "./job.ts";

export type Worker = { stop(): Promise<void> };

/** Starts working and goes on until stopped. `say` gets a line about what went wrong. */
export async function startWork(
  database: Database,
  kinds: readonly JobKind[],
  watches: readonly Watch[],
  say: (line: string) => void,
): Promise<Worker> {
  const boss = await openQueue(database, say, true);
  for (const kind of kinds) {
    const handler: WorkWithMetadataHandler<JobData> = (jobs) => doAll(database, kind, jobs, say);
    await boss.work(kind.queue, { includeMetadata: true, batchSize: 1, pollingIntervalSeconds: 2 }, handler);
  }
  const timers = watches.map((watch) => repeat(watch, say));
  return {
    stop: async () => {
      for (const timer of timers) timer.stop();
      await boss.stop({ graceful: true, timeout: 10_000 });
    },
  };
}

/** Does what is due now, and what that sends, and returns how many jobs were done or failed. */
export async function workOnce(
  database: Database,
  kinds: readonly JobKind[],
  watches: readonly Watch[],
  say: (line: string) => void,
): Promise<{ done: number; failed: number }> {
  const boss = await openQueue(database, say, false);
  const count = { done: 0, failed: 0 };
  try {
    await boss.supervise(); // what a worker that died had begun is put back
    for (const watch of watches) await watch.look();
    for (let met = true; met; ) {
      met = false;
      for (const kind of kinds) {
        const jobs = await boss.fetch<JobData>(kind.queue, { includeMetadata: true });
        for (const job of jobs) {
          met = true;
          await doAll(database, kind, [job], say).then(
            async () => {
              await boss.complete(kind.queue, job.id);
              count.done += 1;
            },
            async (error: Error) => {
              await boss.fail(kind.queue, job.id, { message: error.message });
              count.failed += 1;
            },
          );
        }
      }
    }
  } finally {
    await boss.stop({ graceful: false });
  }
  return count;
}

async function openQueue(database: Database, say: (line: string) => void, supervise: boolean): Promise<PgBoss> {
  const boss = new PgBoss({
    // A pooler that hands out a connection for a transaction alone (PgBouncer) cannot carry a role: then the server itself is named
    connectionString: process.env.JOBS_DATABASE_URL ?? database.url,
    options: "-c role=trellis_jobs",
    max: 4,
    migrate: false,
    createSchema: false,
    schedule: false,
    supervise,
    reindex: false,
    monitorVacuum: false,
    registerInstance: false,
    openTelemetry: { enabled: false },
  });
  boss.on("error", (error) => say(`Background work: ${sentence(error)}`));
  boss.on("warning", ({ message }) => say(`Background work: ${message}`));
  await boss.start();
  return boss;
}

async function doAll(
  database: Database,
  kind: JobKind,
  jobs: readonly JobWithMetadata<JobData>[],
  say: (line: string) => void,
): Promise<void> {
  for (const job of jobs) {
    const last = job.retryCount >= job.retryLimit;
    try {
      await kind.run(job.data, { number: job.retryCount + 1, last });
    } catch (error) {
      const told = sentence(error);
      if (last) await giveUp(database, kind.queue, job, told, say);
      throw new Error(told); // pg-boss keeps what is thrown: a sentence, and nothing else that an error may carry
    }
  }
}

async function giveUp(
  database: Database,
  queue: string,
  job: JobWithMetadata<JobData>,
  told: string,
  say: (line: string) => void,
): Promise<void> {
  say(`Background work given up (${queue}): ${told}`);
  await asViewer(database.db, backgroundWork, (tx) =>
    record(tx, {
      action: "background work given up",
      subject: queue,
      subjectId: job.id,
      detail: { tries: job.retryCount + 1, said: told },
    }),
  );
}

/** Our own sentences are made to be shown; of any other error only its kind is said. */
function sentence(error: unknown): string {
  if (error instanceof AppError) return error.message;
  const { code, name } = error as { code?: unknown; name?: unknown };
  return `it did not work (${[name, code].filter((part) => typeof part === "string").join(" ") || "error"})`;
}

// A look that takes longer than its interval is not begun twice.
function repeat(watch: Watch, say: (line: string) => void): { stop(): void } {
  let timer: NodeJS.Timeout | undefined;
  let stopped = false;
  const turn = async () => {
    await watch.look().catch((error: unknown) => say(`${watch.name}: ${sentence(error)}`));
    if (!stopped) timer = setTimeout(turn, watch.everySeconds * 1000);
  };
  timer = setTimeout(turn, 1000);
  return {
    stop: () => {
      stopped = true;
      clearTimeout(timer);
    },
  };
}

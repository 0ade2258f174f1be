// Asking for background work, in the transaction of the change that needs it: where the change is taken back, so is the job.
import { sql } from "kysely";
import type { Tx } from "#kernel/viewer/viewer.server.ts";
import type { JobData } from "./job.ts";

/**
 * Sends one job. `key` tells jobs of a queue apart: false where one of the same key waits or runs already. `afterSeconds`: not before
 * so long. Errors: throws for a queue that no migration made, and for a viewer at no desk.
 */
export async function sendJob(
  tx: Tx,
  queue: string,
  data: JobData,
  options: { key: string; afterSeconds?: number },
): Promise<boolean> {
  const { rows } = await sql<{ sent: boolean }>`
    select kernel.send_job(${queue}, ${JSON.stringify(data)}::jsonb, ${options.key}, make_interval(secs => ${options.afterSeconds ?? 0})) as sent`.execute(
    tx,
  );
  return rows[0]?.sent ?? false;
}

// The words of background work: what a kind of job is, and how one ends. The queues themselves are made in db/migrations.
// What must stay true: a job's data are ids and days, never a text about anyone; doing one twice has the outcome of doing it once.

/** What a job is given beside its data. `last`: no try comes after this one, so what cannot be done now must be told now. */
export type Attempt = { number: number; last: boolean };

export type JobKind = {
  /** Name of the queue, as the migration made it. */
  queue: string;
  /** Does it. What it throws brings the job back later, until `last`. */
  run(data: JobData, attempt: Attempt): Promise<void>;
};

export type JobData = { readonly [name: string]: string | number | boolean | null };

/** Work that is looked for again and again: `look` sends the jobs that are due. */
export type Watch = { name: string; everySeconds: number; look(): Promise<void> };

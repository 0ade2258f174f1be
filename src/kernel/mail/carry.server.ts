// The job that carries one letter. What must stay true: a letter is written down as sent, kept, or undeliverable with the reason, and
// stays in the list until it is sent. A kill after the mail server took it and before that is written sends it once more, under the
// same Message-ID: between two machines, twice can be told as once, and never can not.
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { record } from "#kernel/audit/audit.server.ts";
import { AppError } from "#kernel/errors.ts";
import type { Attempt, JobData, JobKind } from "#kernel/jobs/job.ts";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import { postRoom } from "#kernel/viewer/viewer.ts";
import { mailQueue } from "./mail.ts";
import type { Carried, Transport } from "./transport.server.ts";

export function mailJobs(db: Kysely<Tables>, transport: Transport): JobKind {
  return { queue: mailQueue, run: (data, attempt) => carry(db, transport, data, attempt) };
}

async function carry(db: Kysely<Tables>, transport: Transport, data: JobData, attempt: Attempt): Promise<void> {
  const id = String(data.id);
  const letter = await asViewer(db, postRoom, (tx) =>
    tx
      .selectFrom("mail")
      .select(["id", "made_at", "recipient", "subject", "body", "state"])
      .where("id", "=", id)
      .executeTakeFirst(),
  );
  if (letter?.state !== "waiting" || letter.body === null) return; // done by an earlier try
  const carried = await transport.carry({
    id,
    madeAt: letter.made_at,
    to: letter.recipient,
    subject: letter.subject,
    text: letter.body,
  });
  await settle(db, id, carried, attempt);
  if (carried.state === "later" && !attempt.last)
    throw new AppError("unavailable", `the letter was not taken yet: ${carried.said}`);
}

async function settle(db: Kysely<Tables>, id: string, { state, said }: Carried, attempt: Attempt): Promise<void> {
  const givenUp = state === "refused" || (state === "later" && attempt.last);
  await asViewer(db, postRoom, async (tx) => {
    await tx
      .updateTable("mail")
      .set({
        attempts: sql`attempts + 1`,
        said,
        ...(givenUp && { state: "undeliverable", settled_at: sql`now()` }),
        ...(state === "sent" && { state, settled_at: sql`now()`, body: null }),
        ...(state === "kept" && { state, settled_at: sql`now()` }),
      })
      .where("id", "=", id)
      .execute();
    if (givenUp)
      await record(tx, {
        action: "letter undeliverable",
        subject: "mail",
        subjectId: id,
        detail: { said, tries: attempt.number },
      });
  });
}

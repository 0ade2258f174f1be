// Giving a letter to the post, in the transaction of the change that it tells of; and looking at what became of letters.
import type { Kysely } from "kysely";
import type { Tables } from "#generated/database.ts";
import { record } from "#kernel/audit/audit.server.ts";
import { AppError } from "#kernel/errors.ts";
import { sendJob } from "#kernel/jobs/send.server.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import { type Letter, type MailState, mailQueue, oneLine, readAddress } from "./mail.ts";

/** Writes the letter down and sends the job that carries it. Gives its id. Errors: `bad_input` for an address that is none. */
export async function postMail(tx: Tx, letter: Letter): Promise<string> {
  const { id } = await tx
    .insertInto("mail")
    .values({ recipient: readAddress(letter.to, "to"), subject: oneLine(letter.subject), body: letter.text })
    .returning("id")
    .executeTakeFirstOrThrow();
  await sendJob(tx, mailQueue, { id }, { key: id });
  return id;
}

export type MailLine = {
  id: string;
  made_at: string;
  recipient: string;
  subject: string;
  state: MailState;
  attempts: number;
  said: string | null;
};

/** Letters that are not sent yet, the newest first; with `all` those that were sent too. */
export async function listMail(
  db: Kysely<Tables>,
  viewer: Viewer,
  options: { all?: boolean } = {},
): Promise<MailLine[]> {
  const rows = await asViewer(db, viewer, (tx) =>
    tx
      .selectFrom("mail")
      .select(["id", "made_at", "recipient", "subject", "state", "attempts", "said"])
      .$if(!options.all, (query) => query.where("state", "<>", "sent"))
      .orderBy("made_at", "desc")
      .limit(1000)
      .execute(),
  );
  return rows as MailLine[];
}

/** Tries a letter again that was kept or could not be delivered. Errors: `not_found`; `wrong_state` for one that waits or was sent. */
export async function retryMail(db: Kysely<Tables>, viewer: Viewer, id: string): Promise<void> {
  await asViewer(db, viewer, async (tx) => {
    const found = /^[0-9a-f-]{36}$/i.test(id)
      ? await tx.selectFrom("mail").select("state").where("id", "=", id).executeTakeFirst()
      : undefined;
    if (!found) throw new AppError("not_found", "There is no such letter: `trellis mail list` shows what there is.");
    if (found.state !== "kept" && found.state !== "undeliverable")
      throw new AppError(
        "wrong_state",
        `This letter is ${found.state}: only one that was kept or given up is tried again.`,
      );
    await tx.updateTable("mail").set({ state: "waiting", settled_at: null, said: null }).where("id", "=", id).execute();
    await record(tx, { action: "letter tried again", subject: "mail", subjectId: id });
    await sendJob(tx, mailQueue, { id }, { key: id });
  });
}

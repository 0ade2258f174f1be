// The audit's one door: a line in the same transaction as the change that it tells of. Who did it is the transaction's viewer.
import type { Tx } from "#kernel/viewer/viewer.server.ts";

export type AuditLine = {
  /** What was done, in words that a person of the coalition reads: "listing published". */
  action: string;
  /** The kind of thing: an entity's name. */
  subject: string;
  subjectId?: string;
  /** The organization that it is about, which may read it. */
  org?: number | null;
  /** Never anything about a person who sought help, never a confidential address. */
  detail?: Record<string, string | number | boolean | null>;
};

export async function record(tx: Tx, line: AuditLine): Promise<void> {
  await tx
    .insertInto("audit_event")
    .values({
      action: line.action,
      subject: line.subject,
      subject_id: line.subjectId ?? null,
      org: line.org ?? null,
      detail: JSON.stringify(line.detail ?? {}),
    })
    .execute();
}

// Reading the audit. Row-level security decides which lines there are: the coalition's people see all, an organization's people those
// about it, everyone those of their own hand.
import type { Kysely } from "kysely";
import { type RawBuilder, sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import type { TrailAsked, TrailLine, TrailView } from "./trail.ts";

const PER_PAGE = 50;

/** A page of the lines that hold `sought` in who, what or whom, the newest first. */
export function trailOf(db: Kysely<Tables>, viewer: Viewer, { sought, page }: TrailAsked): Promise<TrailView> {
  return asViewer(db, viewer, async (tx) => {
    const found = await lines(tx, sought, sql`limit ${PER_PAGE} offset ${(page - 1) * PER_PAGE}`);
    return {
      lines: found.map(({ total: _, ...line }) => line),
      total: found[0]?.total ?? 0,
      page,
      perPage: PER_PAGE,
    };
  });
}

/** All of them, a thousand at a time, the oldest last. */
export async function* wholeTrail(db: Kysely<Tables>, viewer: Viewer, sought: string): AsyncGenerator<TrailLine> {
  let before = Number.MAX_SAFE_INTEGER;
  for (;;) {
    const some = await asViewer(db, viewer, (tx) => lines(tx, sought, sql`limit 1000`, before));
    for (const { total: _, ...line } of some) yield line;
    if (some.length < 1000) return;
    before = some.at(-1)?.id ?? 0;
  }
}

async function lines(tx: Tx, sought: string, cut: RawBuilder<unknown>, before = Number.MAX_SAFE_INTEGER) {
  const pattern = `%${sought.replace(/[\\%_]/g, "\\$&")}%`;
  const { rows } = await sql<TrailLine & { total: number }>`
    select a.id::int as id, a.at, coalesce(p.name, a.viewer) as who, a.action, a.subject, a.subject_id as "subjectId", o.name as organization,
      a.detail, count(*) over ()::int as total
    from audit_event a left join person p on p.id::text = a.viewer left join organization o on o.org = a.org
    where a.id < ${before} and (${sought} = '' or concat_ws(' ', p.name, a.viewer, a.action, a.subject, a.subject_id, o.name, a.detail) ilike ${pattern})
    order by a.id desc ${cut}`.execute(tx);
  return rows;
}

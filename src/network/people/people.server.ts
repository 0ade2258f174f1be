// The people of a network as those who keep them see them: everyone for the coalition's desks, their own for a director.
import type { Kysely } from "kysely";
import { sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { today } from "#kernel/dates.ts";
import { AppError } from "#kernel/errors.ts";
import { asViewer } from "#kernel/viewer/viewer.server.ts";
import type { CoalitionDesk } from "#kernel/viewer/viewer.ts";
import { TIME_ZONE } from "../matching/showing.ts";
import { organizationNames } from "./desk.server.ts";
import { keepsPeopleOf, type Listed, type PeopleView, type Role } from "./person.ts";
import { isActive } from "./rules.ts";
import type { SignedIn } from "./sessions.server.ts";

/** A page of those whose name or organization holds `sought`, by name. Errors: `not_found` for who keeps nobody. */
export async function peopleOf(
  db: Kysely<Tables>,
  { viewer }: SignedIn,
  asked: { sought: string; page: number },
): Promise<PeopleView> {
  const keeps = keepsPeopleOf(viewer);
  if (!keeps) throw new AppError("not_found", "There is no page here.");
  const perPage = 50;
  return asViewer(db, viewer, async (tx) => {
    const now = today(TIME_ZONE);
    const pattern = `%${asked.sought.replace(/[\\%_]/g, "\\$&")}%`;
    const { rows } = await sql<Row>`
      select m.id, p.name, m.role, m.desk, m.org, o.name as organization, m.starts_on, m.ends_on, m.admitted_at, m.ended_at, count(*) over () as total
      from membership m join person p on p.id = m.person_id left join organization o on o.org = m.org
      where m.ended_at is null and (m.ends_on is null or m.ends_on >= ${now}::date) and (p.name ilike ${pattern} or o.name ilike ${pattern})
      order by p.name, p.id, m.starts_on, m.id limit ${perPage} offset ${(asked.page - 1) * perPage}`.execute(tx);
    const names = await organizationNames(tx);
    return {
      total: rows[0]?.total ?? 0,
      page: asked.page,
      perPage,
      listed: rows.map(
        (row): Listed => ({
          ...row,
          state: isActive(row, now) ? "active" : row.admitted_at === null ? "waits" : "coming",
        }),
      ),
      organizations: [...names]
        .filter(([org]) => keeps === "everyone" || keeps.includes(org))
        .map(([org, name]) => ({ org, name })),
      desks: viewer.desks.includes("administration"),
    };
  });
}

type Row = {
  id: string;
  name: string;
  role: Role;
  desk: CoalitionDesk | null;
  org: number | null;
  organization: string | null;
  starts_on: string;
  ends_on: string | null;
  admitted_at: string | null;
  ended_at: string | null;
  total: number;
};

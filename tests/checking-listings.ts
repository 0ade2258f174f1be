// A network for tests of checking listings: sixty services of twelve organizations, a membership desk of two, one organization with people
// of its own (number 1) and one with a director alone in view (number 2).
import type { TestDatabase } from "./database.ts";
import { administrator, type Member, member } from "./signing-in.ts";

export type Checking = { ana: Member; ben: Member; director: Member; neighbor: Member; services: string[] };

export async function checkingNetwork(database: TestDatabase): Promise<Checking> {
  const first = await administrator(database);
  const desk = (name: string) => member(database, first, { name, role: "desk", desk: "membership" });
  const ana = await desk("Ana");
  const ben = await desk("Ben");
  const director = await member(database, first, { name: "Cai", role: "director", org: 1 }, ana);
  const neighbor = await member(database, first, { name: "Dee", role: "director", org: 2 }, ana);
  const services = await database.admin(async (client) => {
    const { rows } = await client.query<{ id: string }>(`
      insert into service (id, organization_id, name, status, audience)
      select gen_random_uuid(), (select id from organization where org = 1 + n % 12), 'Service ' || lpad(n::text, 2, '0'), 'active', 'public' from generate_series(0, 59) n returning id`);
    await client.query(
      "insert into service_area (id, service_id, name) select gen_random_uuid(), id, case when right(name, 1) < '5' then 'Cass County' else 'Ward County' end from service",
    );
    await client.query("update organization set audience = 'public'");
    return rows.map(({ id }) => id);
  });
  return { ana, ben, director, neighbor, services };
}

/** Hours and days later, in the network's zone: noon of March 2 and on. */
export const at = (day: number, hour: number) => new Date(Date.UTC(2026, 2, 1 + day, hour + 6));

// Everything that hangs on a few rows, in a number of queries that depends on the kinds of rows and never on how many there are.
// What must stay true: it reads as the viewer; nothing finer than a region is said of where a confidential place may be.
import type { Dataset, Service } from "@trellis/hsds";
import { definitions, emptyDataset } from "@trellis/hsds";
import { type RawBuilder, sql } from "kysely";
import type { Tx } from "#kernel/viewer/viewer.server.ts";
import { PROFILE } from "../criteria/profile.ts";
import type { ListName } from "./api.ts";
import type { Depth } from "./api-bodies.ts";
import { blurredCriteria } from "./confidential.ts";
import { rowsOf, servicesNotOpen } from "./read.server.ts";

/** The rows that the bodies of these ids are made of. */
export async function rowsFor(tx: Tx, list: ListName, ids: readonly string[], depth: Depth): Promise<Dataset> {
  const held = new Held(tx);
  if (ids.length > 0) await trunk[list](held, ids, depth);
  return held.dataset;
}

const trunk: Record<ListName, (held: Held, ids: readonly string[], depth: Depth) => Promise<void>> = {
  services: async (held, ids, { minimal, full }) => {
    if (minimal) return held.changes(ids);
    await held.byId("service", ids);
    await ownersOfServices(held);
    if (!full) return;
    await held.by("service_at_location", "service_id", ids);
    await held.byId("location", held.values("service_at_location", "location_id"));
    await leaves(held);
  },
  organizations: async (held, ids, { full, full_service }) => {
    await held.byId("organization", ids);
    if (!full && !full_service) return;
    await held.by("program", "organization_id", ids);
    await held.by("location", "organization_id", ids);
    if (!full_service) {
      await leaves(held);
      return held.by("service", "organization_id", ids);
    }
    await held.by("service", "organization_id", ids);
    await held.by("service_at_location", "service_id", held.ids("service"));
    await held.byId("location", held.values("service_at_location", "location_id"));
    await held.byId("program", held.values("service", "program_id"));
    await leaves(held);
  },
  service_at_locations: async (held, ids, { full }) => {
    await held.byId("service_at_location", ids);
    await held.byId("location", held.values("service_at_location", "location_id"));
    await held.byId("service", held.values("service_at_location", "service_id"));
    await ownersOfServices(held);
    if (full) await leaves(held);
  },
  taxonomies: (held, ids) => held.byId("taxonomy", ids),
  taxonomy_terms: async (held, ids) => {
    await held.byId("taxonomy_term", ids);
    await held.byId("taxonomy", held.values("taxonomy_term", "taxonomy_id"));
  },
};

async function ownersOfServices(held: Held): Promise<void> {
  await held.byId("organization", held.values("service", "organization_id"));
  await held.byId("program", held.values("service", "program_id"));
}

const TRUNK = ["organization", "program", "service", "location", "service_at_location"];
const LEAVES = definitions(PROFILE).filter((one) => one.nested && !TRUNK.includes(one.entity));

// What hangs on the trunk, each kind after those it may hang on; then units, and the terms that any of it carries.
// The change log is left out: nobody outside the directory desk may read it.
async function leaves(held: Held): Promise<void> {
  for (const { entity, nested = [] } of LEAVES) {
    const hangs = nested.flatMap(({ parent, field }) => {
      const ids = held.ids(parent);
      return ids.length > 0 ? [sql`${sql.ref(field)} = any(${ids}::uuid[])`] : [];
    });
    if (hangs.length > 0) await held.take(entity, sql`(${sql.join(hangs, sql` or `)})`);
  }
  await blurCriteria(held);
  await held.byId("unit", held.values("service_capacity", "unit_id"));
  await held.by("attribute", "link_id", held.allIds());
  await held.byId("taxonomy_term", held.values("attribute", "taxonomy_term_id"));
  await held.byId("taxonomy", held.values("taxonomy_term", "taxonomy_id"));
}

// A rule against danger nearby names the county that a place lies in. Where the place is not open, it names the region's;
// one that cannot be read is left out.
async function blurCriteria(held: Held): Promise<void> {
  const rows = held.dataset.criterion ?? [];
  if (rows.length === 0) return;
  held.dataset.criterion = blurredCriteria(
    rows,
    await servicesNotOpen(held.tx, held.values("criterion", "service_id")),
  );
}

/** Rows held so far, each once. */
class Held {
  readonly dataset: Dataset = emptyDataset(PROFILE);
  readonly tx: Tx;
  readonly #known = new Set<string>();
  constructor(tx: Tx) {
    this.tx = tx;
  }

  async take(entity: string, where: RawBuilder<unknown>): Promise<void> {
    const rows = this.dataset[entity] ?? [];
    for (const row of await rowsOf(this.tx, entity, where)) {
      if (this.#known.has(`${entity} ${row.id}`)) continue;
      this.#known.add(`${entity} ${row.id}`);
      rows.push(row);
    }
    this.dataset[entity as string] = rows;
  }

  async by(entity: string, field: string, ids: readonly string[]): Promise<void> {
    if (ids.length > 0) await this.take(entity, sql`${sql.ref(field)} = any(${ids}::uuid[])`);
  }

  byId(entity: string, ids: readonly string[]): Promise<void> {
    return this.by(entity, "id", ids);
  }

  /** Of services, when each was changed and nothing else: there may be very many. */
  async changes(ids: readonly string[]): Promise<void> {
    const { rows } = await sql<{ id: string; last_modified: string | null }>`
      select id, last_modified from service where id = any(${ids}::uuid[])`.execute(this.tx);
    this.dataset.service = rows.map(
      ({ id, last_modified }) => ({ id, ...(last_modified && { last_modified }) }) as Service,
    );
  }

  ids(entity: string): string[] {
    return (this.dataset[entity] ?? []).map((row) => row.id);
  }

  allIds(): string[] {
    return Object.keys(this.dataset).flatMap((entity) => this.ids(entity));
  }

  /** The ids that a field refers to. */
  values(entity: string, field: string): string[] {
    return [...new Set((this.dataset[entity] ?? []).flatMap((row) => (row[field] ? [String(row[field])] : [])))];
  }
}

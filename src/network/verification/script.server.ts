// What one asks on the telephone about a listing, in order, with what it says now. In the language of the words that come in.
// What must stay true: no address of a confidential place is in it, on the screen or on paper.
import type { Dataset, Row, Schedule } from "@trellis/hsds";
import { emptyDataset } from "@trellis/hsds";
import { type Kysely, sql } from "kysely";
import type { Tables } from "#generated/database.ts";
import { type Day, dayAndHour } from "#kernel/dates.ts";
import { AppError } from "#kernel/errors.ts";
import { inEnglish } from "#kernel/i18n/quoted.ts";
import type { Words } from "#kernel/i18n/words.ts";
import { asViewer, type Tx } from "#kernel/viewer/viewer.server.ts";
import type { Viewer } from "#kernel/viewer/viewer.ts";
import { PROFILE } from "../criteria/profile.ts";
import { sentence } from "../criteria/rules.ts";
import { rowsOf } from "../directory/read.server.ts";
import { build } from "../matching/building.ts";
import { hoursWords } from "../matching/hours.ts";
import { phoneLink } from "../matching/phones.ts";
import { TIME_ZONE } from "../matching/showing.ts";
import { type Outcome, type Script, type Slot, TASK } from "./calling.ts";
import { latest, mustTellSentences } from "./rules.ts";

/** Of one part. Errors: `not_found`. */
export async function scriptOf(
  db: Kysely<Tables>,
  viewer: Viewer,
  task: string,
  words: Words,
  now: Date,
): Promise<Script> {
  const [found] = /^[0-9a-f-]{36}$/.test(task) ? await scripts(db, viewer, sql`id = ${task}`, words, now) : [];
  if (!found) throw new AppError("not_found", "There is no such listing to check.");
  return found;
}

/** Of a whole batch, for paper: what is not settled, in the order in which it is called. */
export async function sheetOf(
  db: Kysely<Tables>,
  viewer: Viewer,
  batch: string,
  words: Words,
  now: Date,
): Promise<Script[]> {
  if (!/^[0-9a-f-]{36}$/.test(batch)) throw new AppError("not_found", "There is no such batch.");
  const { rows } = await asViewer(db, viewer, (tx) =>
    sql`select from task where id = ${batch} and kind = ${TASK.batch}`.execute(tx),
  );
  if (rows.length === 0) throw new AppError("not_found", "There is no such batch.");
  return scripts(db, viewer, sql`part_of = ${batch} and state in ('open', 'taken')`, words, now);
}

async function scripts(
  db: Kysely<Tables>,
  viewer: Viewer,
  which: ReturnType<typeof sql>,
  words: Words,
  now: Date,
): Promise<Script[]> {
  const { day } = dayAndHour(TIME_ZONE, now);
  return asViewer(db, viewer, async (tx) => {
    const { rows: parts } = await sql<{ id: string; subject: string }>`
      select id, subject from task where kind = ${TASK.listing} and ${which} order by due_on nulls first, id`.execute(
      tx,
    );
    const dataset = await datasetOf(
      tx,
      parts.map(({ subject }) => subject),
    );
    const tries = await triesOf(
      tx,
      parts.map(({ id }) => id),
    );
    const { offers, cards, organizations } = build(dataset, day);
    return parts.flatMap(({ id, subject }) => {
      const at = offers.findIndex((one) => one.id === subject);
      const [offer, card] = [offers[at], cards[at]];
      if (!offer || !card) return [];
      const checked = (dataset.verification ?? []).filter((row) => row.service_id === subject);
      return {
        task: id,
        name: offer.name,
        organization: organizations[card.organization]?.name ?? "",
        phones: card.phones.map(({ number, extension, description }) => ({
          number: extension === undefined ? number : `${number} × ${extension}`,
          href: phoneLink(number, extension),
          about: description ? inEnglish(description, words) : "",
        })),
        hours: hoursWords(card.schedules as Schedule[], day, words),
        verifiedOn: latest(checked as never[])?.verified_on ?? null,
        rules: rulesOf(offer.rules, words),
        tells: card.duties.length > 0 ? mustTellSentences(card.duties, {}, words) : [], // what nobody has told us is asked
        tries: tries.get(id) ?? [],
      } satisfies Script;
    });
  });
}

/** Each rule as its sentence, once; what nobody has said is no rule of theirs, and is asked with the rest. */
function rulesOf(rules: ReturnType<typeof build>["offers"][number]["rules"], words: Words): Script["rules"] {
  const said = new Map<string, boolean>();
  for (const rule of rules) {
    if (rule.standing === "unsaid") continue;
    const says = sentence({ kind: rule.kind, condition: rule.when }, words);
    said.set(says, (said.get(says) ?? true) && rule.standing === "proposed");
  }
  return [...said].map(([says, proposed]) => ({ says, proposed }));
}

const byService = [
  "service_at_location",
  "phone",
  "schedule",
  "service_area",
  "required_document",
  "language",
  "criterion",
  "verification",
  "notification_duty",
];

/** What hangs on these services, and no more of the directory. */
async function datasetOf(tx: Tx, services: readonly string[]): Promise<Dataset> {
  const dataset = emptyDataset(PROFILE) as Dataset & Record<string, Row[]>;
  const ids = [...services];
  const read = async (entity: string, where: ReturnType<typeof sql>) => {
    const rows = await rowsOf(tx, entity, where);
    dataset[entity] = [...(dataset[entity] ?? []), ...rows];
    return rows;
  };
  const own = await read("service", sql`id = any(${ids}::uuid[])`);
  const organizations = own.map((row) => row.organization_id).filter((id) => id !== undefined);
  await read("organization", sql`id = any(${organizations}::uuid[])`);
  await read("phone", sql`organization_id = any(${organizations}::uuid[]) and service_id is null`);
  for (const entity of byService) await read(entity, sql`service_id = any(${ids}::uuid[])`);
  const places = (dataset.service_at_location ?? []).map((row) => row.location_id);
  await read("location", sql`id = any(${places}::uuid[])`);
  await read("location_disclosure", sql`location_id = any(${places}::uuid[])`);
  await read("accessibility", sql`location_id = any(${places}::uuid[])`);
  await read("phone", sql`location_id = any(${places}::uuid[])`);
  await read("schedule", sql`location_id = any(${places}::uuid[]) and service_id is null`);
  return dataset;
}

async function triesOf(tx: Tx, tasks: readonly string[]): Promise<Map<string, Script["tries"][number][]>> {
  const { rows } = await sql<{ task_id: string; day: Day; slot: Slot; outcome: Outcome; note: string }>`
    select task_id, on_day as day, slot, outcome, note from verification_attempt
    where task_id = any(${[...tasks]}::uuid[]) and undone_at is null order by at`.execute(tx);
  const by = new Map<string, Script["tries"][number][]>();
  for (const { task_id, ...one } of rows) by.set(task_id, [...(by.get(task_id) ?? []), one]);
  return by;
}

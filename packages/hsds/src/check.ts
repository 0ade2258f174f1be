// Checking: everything that is wrong with a bundle or with rows at hand, as remarks, by the same gate that reads.

import { InputError, Report } from "@trellis/tabular";
import type { EntityDefinition, Row } from "./definition.ts";
import { naming } from "./ids.ts";
import { type Dataset, definitions } from "./model.ts";
import type { HsdsReader } from "./read.ts";
import { RowReader } from "./row-reader.ts";

/** Reads everything and keeps nothing. A file that breaks off is a remark like any other. */
export async function check(reader: HsdsReader): Promise<Report> {
  try {
    for await (const _ of reader);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    // One that broke off is told already; one by which nothing could be recognized is not.
    if (error.code === "nothing-recognized") {
      reader.report.add({
        file: error.file,
        outcome: "refused",
        code: error.code,
        message: error.message,
        mend: error.mend,
      });
    }
  }
  return reader.report;
}

/** The same for rows at hand; a row's line is where it would stand in its table (the header is 1). */
export function checkDataset(dataset: Dataset, profile: readonly EntityDefinition[] = []): Report {
  const report = new Report();
  const all = definitions(profile);
  const reader = new RowReader(all, naming("check"), report, undefined);
  const drafts = all.flatMap(({ entity, file }) =>
    ((dataset[entity] as readonly Row[] | undefined) ?? []).map(({ id, ...values }, i) => ({
      entity,
      id,
      values,
      place: { file, row: i + 2 },
    })),
  );
  for (const draft of drafts) reader.learn(draft);
  for (const draft of drafts) {
    report.read(draft.place.file);
    if (reader.take(draft, false)) report.taken(draft.place.file);
  }
  return report;
}

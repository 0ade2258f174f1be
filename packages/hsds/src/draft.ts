// A draft is one row of any older or other form, already in HSDS 3.1's names but not yet in its types: ids and
// references are still those of the source. Every format reader turns its rows into drafts; row-reader.ts turns drafts
// into rows, and it alone decides what is taken.

import type { InputError, Place, Remark } from "@trellis/tabular";
import type { DateOrder } from "./dates.ts";
import { short } from "./values.ts";

export type Problem = { field?: string; code: string; message: string; mend: string };

export type Said = Pick<Remark, "outcome" | "code" | "message" | "found" | "became" | "mend"> & { field: string };

export type Draft = {
  entity: string;
  place: Place;
  /** As the source gives it; without one, the row's id is made from what the row says. */
  id?: string | undefined;
  /** The id was made by the reader of the form, from what the row says: nobody knows it, so no remark names it. */
  madeId?: true;
  /** Where the row stands inside a JSON document: `contents[3].phones[0]`. */
  path?: string;
  /** What the id is counted in, where that is not the entity: two old tables that become one. */
  origin?: string;
  /** 3.1 field → what is written; references hold the source's ids. */
  values: Record<string, unknown>;
  /** Fields that this form requires beyond HSDS 3.1. */
  required?: readonly string[];
  /** 3.1 field → the column or property as the source calls it, where the name differs. */
  columns?: Readonly<Record<string, string>>;
  /** The reader of the form already knows that this row cannot be taken. */
  refuse?: Problem;
  /** What the reader of the form itself has to say of a field. */
  remarks?: readonly Said[];
  /** A row made from part of a source row (one language of a list): it is not counted as a row of the file. */
  side?: true;
};

/** Whether a row of the entity, by the id of the source, stands in a part before. */
export type Knows = (entity: string, sourceId: string) => boolean;

/** One file, or one entity of a JSON bundle, that can be read as often as needed. */
export type Part = {
  file: string;
  /** The entities that its drafts may have. */
  yields: readonly string[];
  drafts(knows: Knows): AsyncIterable<Draft>;
};

/** How a broken reference is said. */
export function noSuch(entity: string, sourceId: string): string {
  return `There is no ${entity.replaceAll("_", " ")} with the id “${short(sourceId)}” in what was taken`;
}

/** What a bundle turned out to be, and its parts in reading order. `unreadable`: one file could not be read at all. */
export type Reading = { format: string; dateOrder: DateOrder; parts: Part[]; unreadable?: InputError | undefined };

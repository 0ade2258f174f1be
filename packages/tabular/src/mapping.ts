// A mapping: which columns of which file become which fields of which record. This file is the shape and its errors;
// mapping-yaml.ts reads it from text, mapping-apply.ts puts it to work. Both written forms end in this one shape.

/** Holds for a row whose cell in the column is one of these texts, compared as `valueKey` does; "" is an empty cell. */
export type Condition = { column: string; values: readonly string[] };

export type FieldMapping = {
  /** The field of the record. */
  field: string;
  /** Columns it is fed from, in order. None for a constant. */
  columns: string[];
  /** What stands between the texts of several columns; `undefined` takes the last one that is filled. */
  join?: string;
  /** The same text for every record. */
  value?: string;
  /** The text of another field of the record, which may be one part of a cell. */
  same?: string;
  /** Filled only where all of these hold. */
  when?: readonly Condition[];
  /** Text → text, compared without regard to case and outer spaces. */
  values?: Record<string, string>;
  /** What becomes of a text that `values` does not list: kept unless a text is given here. */
  otherwise?: string;
  /** One record for each part. At most one field of a record is split. */
  split?: string;
  /** A row without it makes no record, and the report says so. */
  required?: boolean;
  /** Points at another record; does not by itself make a record worth having. */
  link?: boolean;
};

export type RecordMapping = {
  /** What is made, e.g. "organizations". Names the table. */
  model: string;
  /** Made only of rows for which all of these hold. */
  when?: readonly Condition[];
  fields: FieldMapping[];
  /** Made only where all of these fields are filled. */
  needs: string[];
  /** Equal records are made once. */
  distinct: boolean;
};

export type FileMapping = {
  /** Its name; a * stands for any characters, for exports that carry their day in it. */
  file: string;
  records: RecordMapping[];
  /** Columns that are left out on purpose: nothing is said of them. */
  ignored: string[];
  /** Texts that mean "nothing here", e.g. "NULL". */
  empty: string[];
};

/** `name` is the mapping file's own, for errors. */
export type Mapping = { name: string; files: FileMapping[] };

/** The form in which two texts of `values` or `empty` are the same. */
export function valueKey(text: string): string {
  return text.trim().toLowerCase();
}

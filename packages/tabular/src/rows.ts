// From the cells of one record to a Row: the same rules for every kind of table (CSV, XLSX). A short row is padded, a
// row with text beyond the last column is left out, and what a spreadsheet may have done is noted.

import { hasControls, isZipColumn, spreadsheetSign, unguarded, withoutControls } from "./cell-text.ts";
import type { FirstPass } from "./first-pass.ts";
import { headerKey, tidyHeaders } from "./headers.ts";
import type { Row } from "./types.ts";

/** `width` counts the columns without a name at the end, too. */
export type Columns = { names: string[]; width: number; zip: boolean[] };

/** Reads the header row, telling what was odd about it. */
export function columnsOf(cells: readonly string[], row: number, pass: FirstPass): Columns {
  const { names, width, notices } = tidyHeaders(cells.map((cell) => withoutControls(unguarded(cell))));
  for (const { code, column, name } of notices) {
    const message =
      code === "header-empty"
        ? `Column ${column} has no name; it is read as “${name}”.`
        : code === "header-repeated"
          ? `Column ${column} has the name of another column; it is read as “${name}”.`
          : `Column ${column} has a name that programs reserve; it is read as “${name}”.`;
    const mend = "Give each column a name of its own.";
    pass.once(`${code} ${column}`, { row, field: name, outcome: "noted", code, message, mend });
  }
  return { names, width, zip: names.map((name) => isZipColumn(headerKey(name))) };
}

/** The row, or undefined when it is left out (the report says why). */
export function rowOf(
  file: string,
  row: number,
  texts: readonly string[],
  columns: Columns,
  pass: FirstPass,
): Row | undefined {
  const { names, width } = columns;
  const extra = filledFrom(width, texts);
  if (extra !== -1) return tooMany(row, texts, width, extra, pass);
  const isNew = pass.isNew(row);
  if (texts.length < names.length && isNew) {
    pass.add(row, {
      outcome: "noted",
      code: "row-short",
      message: `This row has ${counted(texts.length, "cell")} and the header ${names.length}; the missing ones are read as empty.`,
      mend: "Check that no delimiter is missing in this row.",
    });
  }
  const cells: Record<string, string> = {};
  for (let index = 0; index < names.length; index += 1) {
    const name = names[index] ?? "";
    cells[name] = cellOf(texts[index] ?? "", name, row, columns.zip[index] ?? false, isNew, pass);
  }
  if (filledFrom(names.length, texts) !== -1) nameless(row, texts, columns, cells, pass);
  return { place: { file, row }, cells };
}

function filledFrom(start: number, texts: readonly string[]): number {
  for (let index = start; index < texts.length; index += 1) if (texts[index]?.trim()) return index;
  return -1;
}

// The header line has a column here and no name for it: the text is kept as "column 20", in the rows that have some.
function nameless(
  row: number,
  texts: readonly string[],
  columns: Columns,
  cells: Record<string, string>,
  pass: FirstPass,
): void {
  for (let index = columns.names.length; index < columns.width; index += 1) {
    const found = texts[index] ?? "";
    if (found.trim() === "") continue;
    const field = `column ${index + 1}`;
    cells[field] = found;
    pass.add(row, {
      field,
      outcome: "noted",
      code: "cell-nameless",
      message: "This cell stands in a column without a name.",
      found,
      mend: "Name the column, or move the text to the column where it belongs.",
    });
  }
}

function cellOf(found: string, field: string, row: number, zip: boolean, isNew: boolean, pass: FirstPass): string {
  if (found === "") return found;
  let text = found;
  if (hasControls(text)) {
    text = withoutControls(text);
    pass.add(row, {
      field,
      outcome: "mended",
      code: "control-characters",
      message: "Invisible control characters were taken out of this cell.",
      became: text,
    });
  }
  text = unguarded(text);
  const sign = isNew ? spreadsheetSign(text, zip) : undefined;
  if (sign) pass.add(row, { field, outcome: "noted", found: text, ...sign });
  return text;
}

function tooMany(row: number, texts: readonly string[], columns: number, extra: number, pass: FirstPass): undefined {
  pass.add(row, {
    outcome: "refused",
    code: "row-long",
    message: `This row has text in cell ${extra + 1}, and the header has ${counted(columns, "column")}; what belongs where cannot be known, so the row is left out.`,
    found: texts[extra] ?? "",
    mend: "Put quotation marks around a cell that holds a comma (or the file's delimiter), or remove the extra cell.",
  });
}

export function counted(n: number, thing: string): string {
  return `${n.toLocaleString("en-US")} ${thing}${n === 1 ? "" : "s"}`;
}

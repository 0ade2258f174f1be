// The words and shapes of a report for people: plain text for a terminal, and CSV for a spreadsheet. For someone who is
// no programmer: what happened first, then where to look and what to do.

import { csvText } from "./csv-write.ts";
import type { FileTally, Outcome, Overflow, Remark } from "./report.ts";

export type Told = { files: readonly FileTally[]; remarks: readonly Remark[]; more: readonly Overflow[] };

const HEADINGS: Record<Outcome, string> = {
  refused: "Left out",
  mended: "Mended and taken",
  noted: "Worth a look",
};

const PLACES_SHOWN = 5;

export function reportText({ files, remarks, more }: Told): string {
  const byFile = groupedBy(remarks, (remark) => remark.file);
  const parts = files.map((tally) => {
    const head = `${tally.file}\n  ${tallyText(tally)}`;
    const kinds = kindsOf(byFile.get(tally.file) ?? [], more);
    return [head, ...kinds].join("\n\n");
  });
  return `${[totalText(files), ...parts].join("\n\n")}\n`;
}

/** "748 rows read, 746 taken, 2 not taken · 3 mended · 1 to look at". */
function tallyText(tally: FileTally): string {
  const rows: string[] = [];
  if (tally.read > 0) rows.push(`${number(tally.read)} ${tally.read === 1 ? "row" : "rows"} read`);
  if (tally.taken > 0 || tally.read > 0) rows.push(`${number(tally.taken)} taken`);
  if (tally.read > tally.taken) rows.push(`${number(tally.read - tally.taken)} not taken`);
  const counts: string[] = [];
  if (tally.refused > 0) counts.push(`${number(tally.refused)} left out`);
  if (tally.mended > 0) counts.push(`${number(tally.mended)} mended`);
  if (tally.noted > 0) counts.push(`${number(tally.noted)} worth a look`);
  return [rows.join(", "), ...counts].filter((text) => text !== "").join(" · ") || "nothing in it";
}

function totalText(files: readonly FileTally[]): string {
  const sum = (of: (tally: FileTally) => number) => files.reduce((total, tally) => total + of(tally), 0);
  const total: FileTally = {
    file: "",
    read: sum((tally) => tally.read),
    taken: sum((tally) => tally.taken),
    mended: sum((tally) => tally.mended),
    refused: sum((tally) => tally.refused),
    noted: sum((tally) => tally.noted),
  };
  const many = files.length === 1 ? "1 file" : `${number(files.length)} files`;
  return files.length === 0 ? "Nothing was read." : `${many}: ${tallyText(total)}`;
}

function kindsOf(remarks: readonly Remark[], more: readonly Overflow[]): string[] {
  const order: Outcome[] = ["refused", "mended", "noted"];
  return order.flatMap((outcome) => {
    const kinds = groupedBy(
      remarks.filter((remark) => remark.outcome === outcome),
      (remark) => remark.code,
    );
    return [...kinds.values()].map((same) => kindText(outcome, same, more));
  });
}

function kindText(outcome: Outcome, same: readonly Remark[], more: readonly Overflow[]): string {
  const [first] = same;
  if (!first) return "";
  const beyond = more.find(
    ({ file, code, outcome: of }) => file === first.file && code === first.code && of === outcome,
  );
  const lines = [`  ${HEADINGS[outcome]}: ${first.message}`];
  if (first.mend) lines.push(`    What to do: ${first.mend}`);
  for (const remark of same.slice(0, PLACES_SHOWN)) {
    const own = remark.message === first.message ? "" : remark.message;
    const line = [placeLine(remark), own].filter((text) => text !== "").join(" — ");
    if (line !== "") lines.push(`    ${line}`);
  }
  const rest = same.length - PLACES_SHOWN;
  if (rest > 0) lines.push(`    and ${number(rest)} more like it`);
  if (beyond) lines.push(`    and ${number(beyond.count)} more of this kind that are not listed one by one`);
  return lines.join("\n");
}

/** "line 12, column “zip”: “4101”, now “04101”". */
function placeLine({ row, field, found, became, id }: Remark): string {
  const places = [row === undefined ? "" : `line ${row}`, field === undefined ? "" : `column “${field}”`];
  const place = places.filter((text) => text !== "").join(", ");
  const texts = [
    found === undefined ? "" : `“${oneLine(found)}”`,
    became === undefined ? "" : `now “${oneLine(became)}”`,
  ];
  const said = texts.filter((text) => text !== "").join(", ");
  const named = id === undefined ? place : `${place === "" ? "" : `${place} `}(${id})`;
  return [named, said].filter((text) => text !== "").join(": ");
}

// Map.groupBy is younger than some browsers that this must run in.
function groupedBy(remarks: readonly Remark[], keyOf: (remark: Remark) => string): Map<string, Remark[]> {
  const groups = new Map<string, Remark[]>();
  for (const remark of remarks) {
    const key = keyOf(remark);
    const group = groups.get(key);
    if (group) group.push(remark);
    else groups.set(key, [remark]);
  }
  return groups;
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ");
  return line.length > 80 ? `${line.slice(0, 79).replace(/[\uD800-\uDBFF]$/, "")}…` : line;
}

function number(n: number): string {
  return n.toLocaleString("en-US");
}

const CSV_HEADER = ["file", "line", "column", "outcome", "code", "message", "found", "became", "what to do", "id"];

/** One line a kept remark; the guard against formulas is on, since a person opens it in a spreadsheet. */
export async function reportCsv({ remarks }: Told): Promise<string> {
  const rows = remarks.map((remark) => ({
    file: remark.file,
    line: remark.row === undefined ? "" : String(remark.row),
    column: remark.field,
    outcome: remark.outcome,
    code: remark.code,
    message: remark.message,
    found: remark.found,
    became: remark.became,
    "what to do": remark.mend,
    id: remark.id,
  }));
  let text = "";
  for await (const piece of csvText(CSV_HEADER, rows, { mark: true })) text += piece;
  return text;
}

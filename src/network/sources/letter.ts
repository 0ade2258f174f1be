// The letters to a source's keeper: what was read, what could not be, what to do next. Plain text, short sentences.
// What must stay true: no letter quotes a cell of a file, for a cell may say where a confidential place is; names are told of services
// alone that anyone could see. What is quoted stays behind the sign-in: `trellis directory source report`.
import type { Outcome, Overflow, Remark } from "@trellis/tabular";
import { type Day, daysBetween } from "#kernel/dates.ts";
import type { Letter } from "#kernel/mail/mail.ts";
import { countLines } from "../directory/count-lines.ts";
import type { ImportOutcome } from "../directory/directory.ts";
import { nameOf, sayingOf } from "../directory/sayings.ts";
import { scheduleWords } from "./rules.ts";
import type { DirectorySource, Problem } from "./source.ts";

type Text = Omit<Letter, "to">;
type Named = Pick<DirectorySource, "name" | "every" | "at_hour">;

/** `gone`: names of services that are not in the file any more and that anyone could see. */
export function importLetter(source: Named, outcome: ImportOutcome, gone: readonly string[]): Text {
  const services = outcome.counts.service ?? { added: 0, changed: 0, returned: 0, vanished: 0 };
  const { report } = outcome;
  const refused = report.count("refused");
  return {
    subject: `“${source.name}” was read: ${services.added} new, ${services.changed + services.returned} changed, ${services.vanished} gone`,
    text: parts(
      `Hello,\n\nTrellis read “${source.name}” and brought in what is there. This is what came of it.`,
      section("What came in", countLines(outcome.counts)),
      section("What is gone", goneLines(services.vanished, gone)),
      section("What was left out", remarkLines(report, "refused")),
      section("What was mended on the way", remarkLines(report, "mended")),
      section("Worth a look", remarkLines(report, "noted")),
      section("What you can do next", nextSteps(source, outcome, services.vanished, refused)),
      closing(source),
    ),
  };
}

/** `since`: the day on which this failure was first met. */
export function failureLetter(source: Named, problem: Problem, since: Day, today: Day): Text {
  const days = daysBetween(since, today);
  const first = days === 0;
  return {
    subject: first ? `“${source.name}” could not be read` : `“${source.name}” still cannot be read`,
    text: parts(
      `Hello,\n\nTrellis wanted to read “${source.name}” and could not. No listing was changed: what was there before is still shown.`,
      section("What happened", [
        `  ${problem.says}`,
        ...(first ? [] : [`  It has been so since ${since}, for ${days} days.`]),
      ]),
      section("What you can do next", failureSteps(source, problem)),
      "You get one letter when this begins. If it stays the same, you get one more each week. When it works again, we write too.",
      closing(source),
    ),
  };
}

export function worksAgainLetter(source: Named): Text {
  return {
    subject: `“${source.name}” can be read again`,
    text: parts(
      `Hello,\n\nTrellis could read “${source.name}” again. Nothing in it has changed since it was last brought in. You need not do anything.`,
      closing(source),
    ),
  };
}

function goneLines(vanished: number, names: readonly string[]): string[] {
  if (vanished === 0) return [];
  const others = vanished - names.length;
  return [
    `  ${vanished === 1 ? "One service is" : `${vanished} services are`} not in the file any more. We keep them, marked. Nobody finds them now.`,
    ...names.map((name) => `  - ${oneLine(name)}`),
    ...(names.length > 0 && others > 0 ? [`  and ${others} more that we do not name here`] : []),
  ];
}

function nextSteps(source: Named, outcome: ImportOutcome, vanished: number, refused: number): string[] {
  const quoted = JSON.stringify(source.name);
  return [
    ...(refused > 0
      ? [
          "  Mend what was left out where the list is kept. The next reading takes it.",
          `  To see each line with its text: trellis directory source report ${quoted}`,
        ]
      : []),
    ...(outcome.unpublished > 0
      ? [
          `  ${outcome.unpublished} services are shelters or the like. Nobody sees them until their owner says so. Ask the owner, then: trellis directory publish`,
        ]
      : []),
    ...(vanished > 0
      ? ["  Call those that are gone, or whoever keeps the list. A service that comes back in the file is shown again."]
      : []),
    ...(refused + outcome.unpublished + vanished === 0 ? ["  Nothing. All is well."] : []),
  ];
}

function failureSteps(source: Named, problem: Problem): string[] {
  const again = `  Then read it again: trellis directory source run ${JSON.stringify(source.name)}`;
  if (problem.code === "mass-vanishing")
    return [
      "  Look whether the file is whole. A list that was cut off in the middle looks just like this.",
      `  If so many are truly gone: trellis directory source run ${JSON.stringify(source.name)} --allow-vanished`,
    ];
  if (problem.passing) return ["  Look whether the address opens in a browser, or ask whoever runs it.", again];
  return ["  Tell whoever keeps the list, or look at the file yourself.", again];
}

type Told = { remarks: readonly Remark[]; more: readonly Overflow[] };

/** A line for each file, column and kind of remark, with where it stands. */
function remarkLines({ remarks, more }: Told, outcome: Outcome): string[] {
  const groups = new Map<string, { first: Remark; rows: number[]; count: number }>();
  for (const remark of remarks) {
    if (remark.outcome !== outcome) continue;
    const key = `${remark.file}\u0000${remark.code}\u0000${remark.field ?? ""}`;
    const group = groups.get(key) ?? { first: remark, rows: [], count: 0 };
    group.count += 1;
    if (remark.row !== undefined) group.rows.push(remark.row);
    groups.set(key, group);
  }
  const all = [...groups.values()];
  const lines = all.slice(0, 40).map(({ first, rows, count }) => {
    const place = [nameOf(first.file, "a file"), ...(first.field === undefined ? [] : [columnWords(first.field)])].join(
      ", ",
    );
    return `  ${place}: ${sayingOf(first.code)}${rowWords(rows, count)}`;
  });
  const beyond = more.filter((one) => one.outcome === outcome).reduce((sum, { count }) => sum + count, 0);
  if (all.length > 40) lines.push(`  and ${all.length - 40} more kinds`);
  if (beyond > 0) lines.push(`  and ${beyond} more lines of these kinds`);
  return lines;
}

function rowWords(rows: readonly number[], count: number): string {
  if (rows.length === 0) return count > 1 ? ` (${count} times)` : "";
  const shown = rows.slice(0, 6).join(", ");
  return rows.length > 6
    ? ` (lines ${shown} and ${rows.length - 6} more)`
    : ` (line${rows.length > 1 ? "s" : ""} ${shown})`;
}

function columnWords(field: string): string {
  const name = nameOf(field, "");
  return name === "" ? "a column" : `column “${name}”`;
}

function section(title: string, lines: readonly string[]): string {
  return lines.length === 0 ? "" : `${title}\n${lines.join("\n")}`;
}

function closing(source: Named): string {
  return `You get this letter because you keep “${source.name}”. Trellis reads it ${scheduleWords(source)}. On days with no change we do not write.`;
}

function parts(...all: string[]): string {
  return `${all.filter((one) => one !== "").join("\n\n")}\n`;
}

function oneLine(text: string): string {
  const line = text.replace(/\s+/g, " ").trim();
  return line.length > 100 ? `${line.slice(0, 99)}…` : line;
}

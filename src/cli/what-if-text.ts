// "What one change would open" on a terminal, for someone who has never heard of it.
// What must stay true: it says nothing that the JSON does not say, and states that a gap in it is not a zero.
import type { Words } from "#kernel/i18n/words.ts";
import type { Told, WhatIfReport } from "#network/index.ts";

type Reader = { report: WhatIfReport; words: Words };

export function whatIfText(report: WhatIfReport, words: Words): string {
  const reader = { report, words };
  const of = (wanted: (told: Told) => boolean) => changes(report.changes.filter(wanted), reader);
  const { organizations, services } = report.directory;
  return [
    "What one change would open",
    `${counted(services, "service")} of ${counted(organizations, "organization")}, tried with ${counted(report.kinds_of_people.length, "kind")} of people on ${report.day}.`,
    "A kind of people is a description; nobody was counted. No organization is named.",
    `A number stands where ${report.told_from} organizations or more are behind it, and never points at one.`,
    ...section("Not offered at all", missing(reader)),
    ...section("Nobody takes them today", nobody(reader)),
    ...section(
      "If a rule were dropped",
      of((told) => told.change !== "unconfirmed" && told.whose !== "law"),
    ),
    ...section(
      "If the law made an exception (no provider can drop these)",
      of((told) => told.change !== "unconfirmed" && told.whose === "law"),
    ),
    ...section(
      "If a phone call said yes (nobody has confirmed these; they may be no rules at all)",
      of((told) => told.change === "unconfirmed"),
    ),
    "",
    ...(report.changes.length === 0 ? ["No one change opens anything that may be told."] : []),
    `What is not listed: ${lowerFirst(report.not_told)}`,
    "",
  ]
    .flatMap(folded)
    .join("\n");
}

const WIDTH = 100; // a terminal that nobody has made wide

/** A long line, its rest under it and further in. */
function folded(line: string): string[] {
  const lines = [""];
  const indent = " ".repeat(line.length - line.trimStart().length);
  for (const word of line.trimStart().split(" ")) {
    const last = lines.length - 1;
    if (lines[last] === "") lines[last] = indent + word;
    else if (`${lines[last]} ${word}`.length <= WIDTH) lines[last] += ` ${word}`;
    else lines.push(`${indent}    ${word}`);
  }
  return lines;
}

function section(title: string, lines: string[]): string[] {
  return lines.length === 0 ? [] : ["", title.toUpperCase(), ...lines];
}

/** Needs that no organization meets, with the areas. */
function missing({ report, words }: Reader): string[] {
  const needs = [...new Set(report.kinds_of_people.flatMap((kind) => Object.keys(kind.today)))];
  return needs.flatMap((need) => {
    const without = report.areas.filter(({ code }) => {
      const said = report.kinds_of_people.flatMap((kind) => kind.today[need]?.[code] ?? []);
      return said.length > 0 && said.every((today) => today === "nothing_there");
    });
    return without.length === 0 ? [] : [`  ${words(`need_${need}_name`)}: ${placeWords(without, report)}`];
  });
}

function nobody({ report, words }: Reader): string[] {
  return report.kinds_of_people.flatMap(({ says, today }) =>
    Object.entries(today).flatMap(([need, by]) => {
      const there = report.areas.filter(({ code }) => by[code] === "nobody");
      return there.length === 0
        ? []
        : [`  ${says}`, `      ${words(`need_${need}_name`)}: ${placeWords(there, report)}`];
    }),
  );
}

/** By rule, then by whose it is, then by who would be taken. */
function changes(told: readonly Told[], reader: Reader): string[] {
  const { report, words } = reader;
  return report.rule_kinds.flatMap(({ rule, asks }) => {
    const ofRule = told.filter((one) => one.rule === rule);
    if (ofRule.length === 0) return [];
    const owners = groups(ofRule, (one) => ownerWords(one, words));
    return [
      `  ${asks}  [${rule}]`,
      ...owners.flatMap(([owner, ofOwner]) => [...(owner ? [`    ${owner}`] : []), ...people(ofOwner, reader)]),
    ];
  });
}

function people(told: readonly Told[], { report, words }: Reader): string[] {
  return report.kinds_of_people.flatMap(({ kind_of_person, says }) => {
    const ofKind = told.filter((one) => one.kind_of_person === kind_of_person);
    const lines = groups(ofKind, (one) => `${words(`need_${one.need}_name`)}: ${openedWords(one)}`).map(
      ([opens, same]) => {
        const areas = report.areas.filter(({ code }) => same.some((one) => one.area === code));
        return `        ${opens} (${placeWords(areas, report)})`;
      },
    );
    return lines.length === 0 ? [] : [`      ${says}`, ...lines];
  });
}

function ownerWords({ change, whose, may_waive }: Told, words: Words): string {
  if (change === "unconfirmed" || whose === null) return "";
  if (may_waive.length === 0) return words(`reason_whose_${whose}`);
  const who = may_waive.map((role) => words(`criterion_waiver_${role}`)).join(" or ");
  return words(`reason_whose_${whose}_waivable`, { who });
}

function openedWords({ change, services, would_fit, first }: Told): string {
  if (change !== "opened") return `${counted(services)} would take them that today only might`;
  const more = `${counted(services)} more`;
  const say =
    would_fit === null
      ? `${more} would or might take them`
      : would_fit === services
        ? `${more} would take them`
        : would_fit === 0
          ? `${more} might take them`
          : `${more}: ${would_fit} would take them, ${services - would_fit} might`;
  return first ? `${say}; today nobody does` : say;
}

const counted = (number: number, what = "service"): string => `${number} ${what}${number === 1 ? "" : "s"}`;

/** "everywhere", "each region", or the names. */
function placeWords(areas: WhatIfReport["areas"], { areas: all }: WhatIfReport): string {
  if (all.length > 1 && areas.length === all.length) return "everywhere";
  if (all.length > 2 && areas.length === all.length - 1 && areas[0] === all[1]) return "in each region";
  return areas.map(({ code, name }) => (code === "state" ? `${name} as a whole` : name)).join(", ");
}

function groups<T>(items: readonly T[], keyOf: (item: T) => string): [string, T[]][] {
  const found = new Map<string, T[]>();
  for (const item of items) {
    const key = keyOf(item);
    const group = found.get(key);
    if (group) group.push(item);
    else found.set(key, [item]);
  }
  return [...found];
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

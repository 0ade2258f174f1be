// The tables of db/demo/gaps.md, worked out anew from the demonstration by the matching that the page uses. A row says who asks;
// everything after that is computed here and compared with what the file says.

import type { Words } from "#kernel/i18n/words.ts";
import { COUNTIES, type County, countyByName } from "../src/network/catalogue/areas.ts";
import { readPerson } from "../src/network/matching/answers.ts";
import { build } from "../src/network/matching/building.ts";
import { matchReport } from "../src/network/matching/report.ts";
import { milesTo, type OpenIndex, readyToMatch } from "../src/network/matching/rules.ts";
import { demonstration } from "./demonstration.ts";

/** Answers as a person file has them; null takes an answer back. */
export type Said = Record<string, unknown>;
export type Gaps = { index: OpenIndex; words: Words; baseline: Said };

export async function openGaps(markdown: string, today: string, words: Words): Promise<Gaps> {
  const baseline = /```json\n([\s\S]*?)```/.exec(markdown)?.[1];
  if (!baseline) throw new Error("gaps.md has no person in a block of JSON to begin with.");
  const { data } = await demonstration(today);
  return { index: readyToMatch(build(data, today), 1), words, baseline: JSON.parse(baseline) as Said };
}

/** The rows of the table under a heading, each as its cells. */
export function tableUnder(markdown: string, heading: string): string[][] {
  const section = markdown.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? "";
  const lines = section.split("\n").filter((line) => line.startsWith("|"));
  return lines.slice(2).map((line) =>
    line
      .slice(1, line.lastIndexOf("|"))
      .split("|")
      .map((cell) => cell.trim()),
  );
}

/** Gap, who, need and where are given; how many fit, might and cannot, which fit and what stands in the way are worked out. */
export function personRow(gaps: Gaps, [gap = "", who = "", need = "", where = ""]: string[]): string[] {
  const report = reportFor(gaps, JSON.parse(who.replaceAll("`", "")) as Said, need.split(" + "), where);
  const kinds = report.cannot.flatMap((one) => [...new Set(one.rules.map((rule) => rule.rule))]);
  const counts = [report.fits, report.might, report.cannot].map((list) => String(list.length));
  return [gap, who, need, where, ...counts, namesOf(report.fits), commonest(kinds)];
}

/** How many of the kinds that stand in the way are named. */
const NAMED = 5;

function commonest(kinds: string[]): string {
  const counts = new Map<string, number>();
  for (const kind of kinds) counts.set(kind, (counts.get(kind) ?? 0) + 1);
  const sorted = [...counts].sort(([a, x], [b, y]) => y - x || (a < b ? -1 : 1));
  return (
    sorted
      .slice(0, NAMED)
      .map(([kind, count]) => `${kind} ${count}`)
      .join(", ") || "–"
  );
}

const namesOf = (list: { name: string }[]): string =>
  list
    .map((one) => one.name)
    .sort()
    .join(", ") || "–";

function reportFor({ index, words, baseline }: Gaps, changed: Said, needs: string[], where: string) {
  const county = where === "anywhere" ? undefined : countyNamed(where);
  const place = county ? { county: county.fips, home_county: county.fips } : {};
  const person = readPerson({ needs, facts: { ...baseline, ...changed, ...place } }, "gaps.md");
  return matchReport(index, person, "staff", words);
}

function countyNamed(name: string): County {
  const found = countyByName(name);
  if (!found) throw new Error(`gaps.md names “${name}”, which is no county: write one of the state's, or “anywhere”.`);
  return found;
}

const FAR = 100;

/** A need, and the counties from where no place that takes or might take an adult who said only the county is within 100 miles. */
export function farRow({ index, words }: Gaps, [need = ""]: string[]): string[] {
  const without = COUNTIES.filter((county) => {
    const person = readPerson({ needs: [need], facts: { age: 30, county: county.fips } }, "gaps.md");
    const { fits, might } = matchReport(index, person, "staff", words);
    const takes = new Set([...fits, ...might].map((one) => one.service_id));
    return !index.cards.some((card) => takes.has(card.id) && card.sites.length > 0 && milesTo(card, county) <= FAR);
  });
  return [need, String(without.length), without.map((county) => county.name).join(", ") || "–"];
}

/** A service, and what it answers to each of these people. */
export function answersRow({ index, words, baseline }: Gaps, people: readonly Said[], [name = ""]: string[]): string[] {
  const offer = index.compiled.offers.find((one) => one.name === name);
  if (!offer) throw new Error(`gaps.md names “${name}”, which is no service of the demonstration.`);
  const answers = people.map((said) => {
    const person = readPerson({ needs: offer.needs, facts: { ...baseline, ...said } }, "gaps.md");
    const report = matchReport(index, person, "staff", words);
    return STATES.find((state) => report[state].some((one) => one.service_id === offer.id)) ?? "";
  });
  return [name, ...answers];
}

const STATES = ["fits", "might", "cannot"] as const;

/** The people of a section's list: `- **name**: …, `{…}``. */
export function peopleUnder(markdown: string, heading: string): Said[] {
  const section = markdown.split(/^## /m).find((one) => one.startsWith(`${heading}\n`)) ?? "";
  return [...section.matchAll(/^- \*\*.*?`(\{.*\})`/gm)].map(([, said = "{}"]) => JSON.parse(said) as Said);
}

export const asLine = (cells: string[]): string => `| ${cells.join(" | ")} |`;

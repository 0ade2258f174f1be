// Kinds of people to try a directory with: what each needs, what is so of them, and where they may be. They are written by hand as
// public reference data (data/kinds-of-people/README.md); nobody's record, and nothing learned from anyone.
// What must stay true: a kind stands in every county it may be in, and nothing but the place differs from one county to the next.
import type { Facts, Known } from "@trellis/eligibility";
import { AppError } from "#kernel/errors.ts";
import shipped from "../../../data/kinds-of-people/kinds.json" with { type: "json" };
import { COUNTIES, type County, countyByFips, REGIONS, regionByCode } from "../catalogue/areas.ts";
import { fact } from "../catalogue/rules.ts";
import { readPerson } from "./answers.ts";

export type KindOfPeople = {
  code: string;
  /** in plain words, as a heading */
  says: string;
  needs: readonly string[];
  /** the counties they may be in */
  counties: readonly County[];
  /** what is so of them where they are in this county */
  factsIn(county: County): Facts;
};

/** In a fact over counties: the county they are in. */
const HERE = "here";
const SHAPE =
  'write {"unless_said": {…}, "kinds": [{"code": "a_man", "says": "A man", "needs": ["safe_tonight"], "facts": {"gender": "man"}, "where": "everywhere"}]}';

/** The kinds that Trellis ships. */
export function kindsOfPeople(): KindOfPeople[] {
  return readKinds(shipped, "data/kinds-of-people/kinds.json");
}

/** Throws `bad_input`, one sentence with the kind, the field and the mend. */
export function readKinds(value: unknown, file: string): KindOfPeople[] {
  const { unless_said = {}, kinds } = fields(value, ["unless_said", "kinds"], file, "", SHAPE);
  const common = fields(unless_said, null, file, "unless_said", 'write "unless_said": {"age": 30}');
  if (!Array.isArray(kinds) || kinds.length === 0) throw wrong(file, "kinds", `is not a list of kinds: ${SHAPE}`);
  const read = kinds.map((kind, i) => readKind(kind, common, `${file}, kind ${i + 1}`));
  const twice = read.find((kind, i) => read.findIndex((other) => other.code === kind.code) < i);
  if (twice) throw wrong(file, "code", `has “${twice.code}” twice: give each kind a code of its own`);
  return read;
}

function readKind(value: unknown, common: Record<string, unknown>, numbered: string): KindOfPeople {
  const given = fields(value, ["code", "says", "needs", "facts", "where"], numbered, "", SHAPE);
  const { code, says, needs, facts = {}, where } = given;
  if (typeof code !== "string" || !/^[a-z][a-z0-9_]*$/.test(code))
    throw wrong(numbered, "code", "is not a code: write small letters, digits and _, such as “mother_with_boy_of_14”");
  const file = `${numbered} (${code})`;
  if (typeof says !== "string" || says.trim() === "")
    throw wrong(file, "says", "is empty: say in plain words what kind of person this is");
  const own = fields(facts, null, file, "facts", 'write "facts": {"age": 30}');
  if (!Array.isArray(needs) || needs.length === 0)
    throw wrong(file, "needs", 'is empty: name what they look for, such as ["safe_tonight"]');
  const answers = { ...common, ...own };
  if ("county" in answers) throw wrong(file, "facts.county", "is not said of a kind: say where they may be in “where”");
  const counties = countiesOf(where, file);
  const factsIn = (county: County): Facts => {
    const said = Object.fromEntries(Object.entries(answers).map(([name, one]) => [name, placed(name, one, county)]));
    const known: Record<string, Known> = { ...readPerson({ facts: said }, file).facts, county: { is: county.fips } };
    return known;
  };
  factsIn(counties[0]!); // says now what cannot be read
  return { code, says: says.trim(), needs: readPerson({ needs }, file).needs, counties, factsIn };
}

function placed(name: string, answer: unknown, county: County): unknown {
  if (fact(name)?.values_from !== "counties") return answer;
  if (Array.isArray(answer)) return answer.map((one) => (one === HERE ? county.fips : one));
  return answer === HERE ? county.fips : answer;
}

function countiesOf(where: unknown, file: string): readonly County[] {
  if (where === "everywhere") return COUNTIES;
  const form =
    'write "everywhere", {"counties": ["38101"]}, {"regions": ["lakes"]} or {"counties_with_people_under": 3000}';
  const place = fields(where, ["counties", "regions", "counties_with_people_under"], file, "where", form);
  const { counties, regions, counties_with_people_under: under } = place;
  if (Object.keys(place).length !== 1) throw wrong(file, "where", `has not one way to say it: ${form}`);
  const found = typeof under === "number" ? COUNTIES.filter((one) => one.population < under) : [];
  for (const fips of listOf(counties)) {
    const county = countyByFips(String(fips));
    if (!county) throw wrong(file, "where", `names ${JSON.stringify(fips)}, which is no county of data/areas`);
    found.push(county);
  }
  for (const code of listOf(regions)) {
    const region = regionByCode(String(code));
    if (!region)
      throw wrong(
        file,
        "where",
        `names ${JSON.stringify(code)}: the regions are ${REGIONS.map((one) => one.code).join(", ")}`,
      );
    found.push(...COUNTIES.filter((one) => one.region === region.code));
  }
  if (found.length === 0) throw wrong(file, "where", `names no county: ${form}`);
  return [...new Set(found)];
}

function listOf(value: unknown): unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The fields of an object, of those allowed (null: any). */
function fields(
  value: unknown,
  allowed: readonly string[] | null,
  file: string,
  field: string,
  mend: string,
): Record<string, unknown> {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw wrong(file, field, `cannot be read: ${mend}`);
  const strange = allowed && Object.keys(value).find((key) => !allowed.includes(key));
  if (strange) throw wrong(file, strange, `is not known here: ${mend}`);
  return value as Record<string, unknown>;
}

function wrong(file: string, field: string, what: string): AppError {
  return new AppError("bad_input", `${file}${field ? `, field “${field}”,` : ""} ${what}.`, { file, field });
}

// The phrases that providers use for rules, by kind. Cautious: a phrase that could mean two things is not here, and every
// pattern runs in time linear in the text (no nested repetition).
import { countyByName } from "../catalogue/areas.ts";
import type { Params } from "./criterion.ts";

export type Pattern = { kind: string; pattern: RegExp; params(match: RegExpExecArray): Params | null };

const nothing = (): Params => ({});
const DAYS_IN: Record<string, number> = { hour: 0, night: 1, day: 1, week: 7, month: 30, year: 365 };
const MONTHS_IN_YEAR = 12;

/** "6 months" and "12 months" as days; a year of months is 365. Null for hours and for spans longer than ten years. */
function days(amount: string | undefined, unit: string | undefined): number | null {
  const n = Number(amount);
  const name = (unit ?? "").toLowerCase().replace(/s$/, "");
  const total =
    name === "month" && n % MONTHS_IN_YEAR === 0 ? (n / MONTHS_IN_YEAR) * DAYS_IN.year! : n * (DAYS_IN[name] ?? 0);
  return Number.isInteger(total) && total >= 1 && total <= 3650 ? total : null;
}

function ages(min: string | undefined, max: string | undefined): Params | null {
  const low = min === undefined ? undefined : Number(min);
  const high = max === undefined ? undefined : Number(max);
  if ((low ?? 0) > 110 || (high ?? 0) > 110 || (low ?? 0) > (high ?? 110)) return null;
  return { ...(low !== undefined && { min: low }), ...(high !== undefined && { max: high }) };
}

const GENDER_OF: Record<string, string> = {
  women: "woman",
  females: "woman",
  female: "woman",
  men: "man",
  males: "man",
  male: "man",
};
const gender = (match: RegExpExecArray): Params | null => {
  if (/\bfamil|\bcouples?\b/i.test(match.input)) return null; // "families and single women": one of several
  const code = GENDER_OF[(match[1] ?? "").toLowerCase()];
  return code ? { takes: [code] } : null;
};
const withDays =
  (name: string) =>
  (match: RegExpExecArray): Params | null => {
    const n = days(match[1], match[2]);
    return n === null ? null : { [name]: n };
  };

export const PATTERNS: readonly Pattern[] = [
  {
    kind: "age",
    pattern:
      /\b(?:ages?|aged)\s+(?:of\s+|from\s+|between\s+)?(\d{1,3})\s*(?:-|–|to|through|and)\s*(\d{1,3})\b(?!\s*(?:days|weeks|months))/i,
    params: (m) => ages(m[1], m[2]),
  },
  {
    kind: "age",
    pattern: /\b(\d{1,3})\s*(?:-|–|to|through)\s*(\d{1,3})\s+years?\s+(?:old|of age)\b/i,
    params: (m) => ages(m[1], m[2]),
  },
  {
    kind: "age",
    pattern:
      /\b(?:ages?\s+)?(\d{1,3})\s*(?:years?(?:\s+old|\s+of age)?\s*)?(?:\+|(?:and|or)\s+(?:older|over|up|above))/i,
    params: (m) => ages(m[1], undefined),
  },
  { kind: "age", pattern: /\bat least (\d{1,3}) years (?:old|of age)\b/i, params: (m) => ages(m[1], undefined) },
  {
    kind: "age",
    pattern:
      /(?<!children )\b(?:under (?:the age of |age )?|younger than )(\d{1,2})(?: years (?:old|of age))?(?! (?:days|weeks|months|miles|must))\b/i,
    params: (m) => (Number(m[1]) > 1 ? ages(undefined, String(Number(m[1]) - 1)) : null),
  },
  { kind: "age", pattern: /\badults only\b/i, params: () => ({ min: 18 }) },
  {
    kind: "gender",
    pattern: /\b(women|females|men|males)(?:\s+and\s+(?:their\s+)?children)?\s+only\b/i,
    params: gender,
  },
  { kind: "gender", pattern: /\bonly (?:for |to |serves |accepts )?(women|females|men|males)\b/i, params: gender },
  {
    kind: "gender",
    pattern: /\b(?:single|homeless)(?: adult)? (women|females|men|males)\b(?! (?:and|or) )/i,
    params: gender,
  },
  {
    kind: "minors",
    pattern: /\b(?:accompanied by|with) (?:a |an |their )?(?:parent|legal guardian|guardian|adult guardian)\b/i,
    params: () => ({ under: 18, takes: "accompanied", emancipated_as_adult: false }),
  },
  {
    kind: "minors",
    pattern: /\b(?:no|not accept|cannot (?:accept|take|serve)) unaccompanied (?:minors|youth|children)\b/i,
    params: () => ({ under: 18, takes: "accompanied", emancipated_as_adult: false }),
  },
  {
    kind: "guardian_consent",
    pattern: /\b(?:parental|parent(?:'s)?|guardian(?:'s)?)(?: or guardian)? (?:consent|permission)\b/i,
    params: () => ({ under: 18 }),
  },
  { kind: "foster_care", pattern: /\byouth in foster care\b/i, params: () => ({ in_care: true }) },
  {
    kind: "expecting_or_parenting",
    pattern: /\bpregnant (?:and|or|and\/or) parenting\b/i,
    params: () => ({ who: "pregnant_or_with_children" }),
  },
  {
    kind: "expecting_or_parenting",
    pattern: /^(?:for |only )?pregnant (?:women|teens|girls)(?: only)?\.?$/i,
    params: () => ({ who: "pregnant" }),
  },
  {
    kind: "domestic_violence_nexus",
    pattern: /\b(?:victims?|survivors?) of domestic (?:violence|abuse)\b(?!,? (?:and|or|sexual|human))/i,
    params: nothing,
  },
  {
    kind: "experience",
    pattern:
      /\b(?:victims?|survivors?) of domestic (?:violence|abuse),? (?:and|or|and\/or) sexual (?:assault|violence|abuse)\b/i,
    params: () => ({ any_of: ["domestic_violence", "sexual_violence"] }),
  },
  {
    kind: "experience",
    pattern: /\b(?:victims?|survivors?) of (?:sexual (?:assault|violence|abuse)|rape)\b(?!,? (?:and|or) )/i,
    params: () => ({ any_of: ["sexual_violence"] }),
  },
  {
    kind: "experience",
    pattern: /\b(?:victims?|survivors?) of human trafficking\b|\b(?:human )?trafficking (?:victims?|survivors?)\b/i,
    params: () => ({ any_of: ["labor_trafficking", "sex_trafficking"] }),
  },
  { kind: "fleeing", pattern: /\bfleeing (?:domestic|an abusive|abuse|violence)\b/i, params: nothing },
  { kind: "law_enforcement_report", pattern: /\b(?:police report|report to (?:the )?police)\b/i, params: nothing },
  {
    kind: "law_enforcement_cooperation",
    pattern: /\bcooperat\w* with (?:law enforcement|police|prosecut\w+)\b/i,
    params: nothing,
  },
  {
    kind: "photo_id",
    pattern:
      /\b(?:photo|picture|government[- ]issued|state[- ]issued|valid) (?:photo )?(?:id|i\.d\.|identification)\b/i,
    params: nothing,
  },
  { kind: "papers", pattern: /\bproof of income\b/i, params: () => ({ all_of: ["proof_of_income"] }) },
  { kind: "papers", pattern: /\bproof of (?:address|residen\w+)\b/i, params: () => ({ all_of: ["proof_of_address"] }) },
  { kind: "papers", pattern: /\bbirth certificates?\b/i, params: () => ({ all_of: ["birth_certificate"] }) },
  { kind: "papers", pattern: /\bsocial security cards?\b/i, params: () => ({ all_of: ["social_security_card"] }) },
  {
    kind: "papers",
    pattern: /\b(?:(?:by|needs? a|requires? a) referral(?: only)?|referral (?:is )?(?:required|needed|only))\b/i,
    params: () => ({ all_of: ["referral_letter"] }),
  },
  {
    kind: "sober",
    pattern: /\b(\d{1,3}) (days?|weeks?|months?|years?)(?: of)? (?:clean|sober|sobriety|continuous sobriety)\b/i,
    params: withDays("days"),
  },
  {
    kind: "sober",
    pattern:
      /\b(?:clean (?:and|&) sober|sober) (?:for )?(?:at least |a minimum of )?(\d{1,3}) (days?|weeks?|months?|years?)\b/i,
    params: withDays("days"),
  },
  { kind: "drug_test", pattern: /\bdrug (?:test|screen)(?:s|ing)?\b/i, params: nothing },
  { kind: "background_check", pattern: /\b(?:criminal )?background checks?\b/i, params: nothing },
  {
    kind: "record",
    pattern:
      /\bno (?:registered )?sex(?:ual)? offend(?:ers|ses)\b|\bregistered sex offenders (?:are )?(?:not|excluded)\b/i,
    params: () => ({ excludes: ["sexual_offense_registry"] }),
  },
  {
    kind: "record",
    pattern: /\bno (?:prior )?violent (?:convictions|felon\w+|crimes?)\b/i,
    params: () => ({ excludes: ["violent"] }),
  },
  { kind: "record", pattern: /\bno (?:prior )?felon(?:y|ies)\b/i, params: () => ({ excludes: ["felony"] }) },
  {
    kind: "faith",
    pattern:
      /\b(?:must|required to|expected to) (?:attend|participate in|take part in) [^.]{0,40}(?:chapel|worship|bible|church|prayer|religious)\b/i,
    params: nothing,
  },
  {
    kind: "immigration",
    pattern: /\b(?:must be|only) (?:a |an )?(?:u\.?s\.? |united states )?citizens?(?! of)\b(?! or )/i,
    params: () => ({ takes: ["citizen"] }),
  },
  { kind: "pets", pattern: /\bno pets\b|\bpets (?:are )?not (?:allowed|accepted|permitted)\b/i, params: nothing },
  {
    kind: "residence",
    pattern: /\b[Rr]esidents? of ([A-Z][A-Za-z]+(?: [A-Z][a-z]+)?) County\b/,
    params: (m) => {
      const county = countyByName(m[1] ?? "");
      return county ? { counties: [county.fips] } : null;
    },
  },
  {
    kind: "veteran",
    pattern: /\b(?:veterans? only|must be (?:a )?veterans?|eligible veterans|honorably discharged)\b/i,
    params: nothing,
  },
  { kind: "tribal_member", pattern: /\benrolled (?:tribal )?(?:members?|citizens?)\b/i, params: nothing },
  {
    kind: "income",
    pattern: /\b(\d{2,3}) ?(?:%|percent) (?:of |or below |below )?(?:the )?(?:current )?(?:federal )?poverty\b/i,
    params: (m) => (Number(m[1]) <= 500 ? { max_percent: Number(m[1]) } : null),
  },
  {
    kind: "stay",
    pattern:
      /\b(?:stays?|stay (?:for|is|of)|length of stay|housing|shelter) (?:is |of |for )?(?:up to|limited to|a maximum of|maximum) (\d{1,3}) (nights?|days?|weeks?|months?|years?)\b/i,
    params: withDays("max_days"),
  },
  {
    kind: "stay",
    pattern: /\b(?:up to|maximum(?: of)?) (\d{1,3})[ -](night|day|week|month|year)s? (?:stays?|maximum|limit)\b/i,
    params: withDays("max_days"),
  },
  {
    kind: "case_management",
    pattern: /\bmust (?:participate in|engage in|meet with) [^.]{0,30}case manage/i,
    params: nothing,
  },
  {
    kind: "work",
    pattern: /\bmust be (?:employed|working|able to work|seeking (?:work|employment))\b/i,
    params: nothing,
  },
  {
    kind: "insurance",
    pattern: /\bmust have (?:health )?(?:insurance|medicaid|medical assistance)\b/i,
    params: nothing,
  },
  { kind: "student", pattern: /\b(?:currently )?enrolled students?\b/i, params: nothing },
];

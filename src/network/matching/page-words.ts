// Which words the Find help page needs in the browser: its own, those of what it may ask, those of rules and needs.
import { FACTS } from "../catalogue/rules.ts";

const shared = ["page_", "need_", "reason_", "criterion_", "places_", "numbers_", "ui_"];
const publicFacts = new Set(FACTS.filter((one) => one.public).map((one) => one.code));
const codes = FACTS.map((one) => one.code).sort((a, b) => b.length - a.length);

/** True for a message key that the public page can come to need. Of facts it never asks, rules may still name the values. */
export function isPageWord(key: string): boolean {
  if (/^page_(api|home|error)_/.test(key)) return false; // of other pages
  if (shared.some((prefix) => key.startsWith(prefix))) return true;
  if (!key.startsWith("fact_")) return false;
  const code = codes.find((one) => key.startsWith(`fact_${one}_`));
  return code !== undefined && (publicFacts.has(code) || !/_(question|why)$/.test(key));
}

// What is said of a JSON document while its items are gathered: of a kind of thing once a file, with the first place.

import type { Remark, Report } from "@trellis/tabular";
import type { Draft } from "../draft.ts";

type At = { file: string; path: string };

export class JsonRemarks {
  readonly #report: Report;
  readonly #heard = new Set<string>();

  constructor(report: Report) {
    this.#report = report;
  }

  unknownItem(at: At): void {
    const message = "This is not recognized as anything of HSDS; it was left out (said once).";
    this.#once(at.path.replace(/\[\d+\]/g, "[]"), at, "unknown-item", message);
  }

  unknownProperty(entity: string, property: string, value: unknown, at: At): void {
    if (value === null || value === "" || (Array.isArray(value) && value.length === 0)) return;
    const message = `HSDS 3.1 has no “${property.slice(0, 60)}” in ${entity.replaceAll("_", " ")}; it was left out (said once).`;
    this.#once(`${entity} ${property}`, at, "no-place-for-property", message);
  }

  /** A field by two names, or a parent that another place names otherwise. */
  saidTwice({ file, path }: At, found: string): void {
    const message = "Something else is said of this already, by its place or by another name; that was kept.";
    const mend = "Say it once.";
    this.#report.add({ file, field: path, outcome: "refused", code: "said-twice", message, found, mend });
  }

  tooDeep(at: At): void {
    const message = "This is nested deeper than anything in HSDS; what lies beneath was left out (said once).";
    this.#once("deep", at, "too-deep", message);
  }

  conflict(draft: Draft, field: string): void {
    const message = `Two places say different things of the same ${draft.entity.replaceAll("_", " ")}; the first was kept.`;
    this.#report.add({ ...noted(draft, `${draft.path}.${field}`), code: "conflict", message });
  }

  /** One id, two parents of the same kind. */
  shared(draft: Draft, before: Draft): void {
    const message = `The same ${draft.entity.replaceAll("_", " ")} stands under two parents (the other is at ${before.path}); each was given a row of its own.`;
    this.#report.add({ ...noted(draft, draft.path ?? ""), code: "shared-row", message });
  }

  #once(kind: string, { file, path }: At, code: string, message: string): void {
    const key = `${file} ${kind}`;
    if (this.#heard.has(key)) return;
    this.#heard.add(key);
    this.#report.add({ file, field: path, outcome: "noted", code, message });
  }
}

function noted({ place, id }: Draft, field: string): Pick<Remark, "file" | "field" | "outcome" | "id"> {
  return { file: place.file, field, outcome: "noted", ...(id === undefined ? {} : { id }) };
}

export function nothingOfHsds(file: string): Remark {
  const message = "Nothing in this document is recognized as HSDS; it was left alone.";
  return { file, outcome: "noted", code: "unknown-file", message };
}

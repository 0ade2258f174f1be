import { type Dataset, emptyDataset, type Row } from "@trellis/hsds";
import { describe, expect, it } from "vitest";
import { strictWords } from "#kernel/i18n/words.ts";
import messages from "../../../messages/en.json" with { type: "json" };
import { listingId as id, rule, youngest } from "../../../tests/listing-changes.ts";
import { PROFILE } from "../criteria/profile.ts";
import { kindsOfPeople } from "../matching/what-if-kinds.ts";
import type { Change } from "./listing.ts";
import { datasetWith, preview, tried } from "./trying.ts";

const service = id(1);
const reader = { words: strictWords(messages, "en"), today: "2026-11-30", now: "2026-11-30T12:00:00Z" };
const girl = kindsOfPeople().filter((one) => one.code === "girl_of_15_alone");

function listing(rules: Row[]): Dataset {
  const dataset = emptyDataset(PROFILE);
  dataset.organization = [{ id: id(9), name: "Prairie Aid", description: "" }];
  dataset.service = [{ id: service, organization_id: id(9), name: "A house", status: "active" }] as Dataset["service"];
  dataset.criterion = rules;
  return dataset;
}
const adults = listing([{ ...rule({}), id: id(2), service_id: service }]);

const change = (min: number): Change => ({
  entity: "criterion",
  id: id(2),
  before: { condition: youngest(18) },
  after: { condition: youngest(min) },
});

describe("a draft tried on a girl of 15", () => {
  const without = (state: string) => (state === "cannot" ? "cannot" : "not refused");
  it.each<[string, Change[], string]>([
    ["nothing changed", [], "cannot"],
    ["from 16", [change(16)], "cannot"],
    ["from 15", [change(15)], "not refused"],
    ["the rule taken away", [{ entity: "criterion", id: id(2), before: rule({}), after: null }], "not refused"],
    [
      "closed",
      [change(15), { entity: "service", id: service, before: { status: "active" }, after: { status: "defunct" } }],
      "cannot",
    ],
    [
      "a rule more",
      [
        change(15),
        {
          entity: "criterion",
          id: id(3),
          before: null,
          after: rule({ kind: "gender", condition: '{"fact":"gender","in":["man"]}' }),
        },
      ],
      "cannot",
    ],
  ])("%s", (_, changes, after) => {
    const [one] = tried(adults, datasetWith(adults, changes, service), girl, reader);
    expect(one && without(one.before.state)).toBe("cannot");
    expect(one && without(one.after.state)).toBe(after);
    if (one?.after.state === "cannot") expect(one.after.stands.length).toBeGreaterThan(0);
  });

  it("is tried where the service takes people from", () => {
    const cass = {
      ...rule({ kind: "area", condition: '{"fact":"county","in":["38017"]}' }),
      id: id(4),
      service_id: service,
    };
    const [one] = tried(listing([cass]), listing([cass]), girl, reader);
    expect(one?.county).toBe("Cass");
  });
});

describe("the preview", () => {
  it("reads as the public's list does, with the draft in it", () => {
    const shown = preview(datasetWith(adults, [change(16)], service), reader);
    expect(shown).toMatchObject({ name: "A house", organization: "Prairie Aid" });
    expect(shown?.rules.map((one) => one.says)).toContain(reader.words("criterion_age_from", { min: 16 }));
  });

  it("is not there where the service is closed", () => {
    const closed: Change = {
      entity: "service",
      id: service,
      before: { status: "active" },
      after: { status: "temporarily closed" },
    };
    expect(preview(datasetWith(adults, [closed], service), reader)).toBeNull();
  });
});

// Cards for a wallet: everything in its order, nothing twice, and a place that is too long for one card gets a taller one.
import { expect, it } from "vitest";
import { strictWords } from "#kernel/i18n/words.ts";
import messages from "../../../messages/en.json" with { type: "json" };
import { demonstration } from "../../../tests/demonstration.ts";
import { REGIONS } from "../catalogue/areas.ts";
import { ZIPS } from "../catalogue/zip-table.ts";
import { build } from "./building.ts";
import { numbersView } from "./numbers.ts";
import { readyToMatch } from "./rules.ts";
import { walletPanels } from "./wallet.ts";

const TODAY = "2026-11-24";
const index = readyToMatch(build((await demonstration(TODAY)).data, TODAY), 1, ZIPS);
const reader = { words: strictWords(messages, "en"), today: TODAY, now: "2026-11-24T18:00:00Z" };
const view = (region: string) => numbersView(index, { region, county: "", form: "wallet" }, reader);

it.each(REGIONS.map((one) => one.code))("%s: all of it, in order, on cards of one size", (region) => {
  const given = view(region);
  const panels = walletPanels(given, "Made today.", "en");
  const entries = panels.flatMap((one) => one.entries);
  expect(entries.flatMap((one) => (one.kind === "line" ? [one.line] : []))).toEqual(given.lines);
  expect(entries.flatMap((one) => (one.kind === "place" ? [one.place] : []))).toEqual(
    given.places?.groups.flatMap((one) => one.places),
  );
  for (const { entries: here, cards } of panels) {
    expect(cards).toBe(1);
    expect(here.at(-1)?.kind, "a heading is not left alone").not.toBe("heading");
  }
});

it("a place with much to tell gets a taller card, to itself", () => {
  const given = view("lakes");
  const [group] = given.places?.groups ?? [];
  const [place] = group?.places ?? [];
  if (!group || !place) throw new Error("The demonstration has no place there.");
  const long = { ...place, tell: ["Must tell someone when this and that is so, and then again. ".repeat(20)] };
  const panels = walletPanels(
    { ...given, places: { where: "", groups: [{ ...group, places: [place, long, place] }] } },
    "",
    "en",
  );
  const tall = panels.filter((one) => one.cards > 1);
  expect(tall).toHaveLength(1);
  expect(tall[0]?.entries).toEqual([{ kind: "place", place: long }]);
  expect(panels.at(-1)?.entries.at(-1)).toEqual({ kind: "place", place });
});

// Numbers for a wallet: cards of a credit card's size, side by side on a sheet, to be cut out and folded. Pure.
// What must stay true: the order is kept, so that whom a place must tell is on the card before its number; a card holds whole places;
// what one card cannot hold gets a taller one, so that nothing is cut off and no letter is made smaller.
import type { HelpView } from "./matching.ts";
import type { NumberOf, NumbersView } from "./numbers.ts";

/** ISO/IEC 7810 ID-1, in millimeters; the styles (Wallet.svelte) have the same numbers. */
export const CARD = { wide: 85.6, high: 54, side: 3.5, top: 2.5 } as const;
/** The size of its letters, in points: the smallest that can be read without a lamp. */
const TYPE = 7.5;
const SIZES = { name: 8, number: 9.5 } as const;
const MM = 72 / 25.4;

export type Entry =
  | { kind: "line"; line: HelpView["lines"][number] }
  | { kind: "heading"; text: string }
  | { kind: "place"; place: NumberOf };
/** `cards`: how many cards high. */
export type Panel = { entries: Entry[]; cards: number };

/** How wide a text is, in ems: generous, since the fonts of the device are not known. */
function ems(text: string): number {
  let sum = 0;
  for (const sign of text) {
    if (/\p{M}/u.test(sign)) continue;
    if (/[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}\u3000-\u303f\uff00-\uffef]/u.test(sign)) sum += 1;
    else if (/[\p{Lu}\p{sc=Cyrillic}\p{sc=Thai}]/u.test(sign)) sum += 0.68;
    else sum += 0.56;
  }
  return sum;
}

const POINTS_WIDE = (CARD.wide - 2 * CARD.side) * MM;

/** How many lines these take one after another, each in its size; a twentieth more than the letters, for what wraps early. */
function rows(...said: readonly (readonly [text: string, size: number])[]): number {
  const wide = said.reduce((sum, [text, size]) => sum + ems(text) * size, 0);
  return Math.max(1, Math.ceil((wide * 1.05) / POINTS_WIDE));
}

const TELL_TITLE = 14; // ems that "Whom they must tell: " takes at most

/** How high an entry is, in points. `leading`: a line's height, by its letters'. */
function height(entry: Entry, leading: number): number {
  const line = TYPE * leading;
  const telling = (tell: readonly string[]) => rows([tell.join(" "), TYPE], ["n".repeat(TELL_TITLE), TYPE]) * line;
  const calling = (number: string, besides: string) =>
    rows([number, SIZES.number], [besides, TYPE]) * line + (SIZES.number - TYPE) * leading;
  if (entry.kind === "heading") return rows([entry.text, SIZES.name]) * SIZES.name * leading + 2;
  if (entry.kind === "line") {
    const { tell, number, name, words, own } = entry.line;
    return (tell.length > 0 ? telling(tell) : 0) + calling(number, `${name} ${own ? words : ""}`) + 3;
  }
  const { name, tell, number, hours } = entry.place;
  return rows([name, SIZES.name]) * SIZES.name * leading + telling(tell) + calling(number, hours) + 3;
}

/** Thai and its neighbors need more between their lines (ui/styles/type.css). */
const leadingOf = (locale: string) => (locale === "th" ? 1.52 : 1.32);

/** `first`: what stands on the first card, above everything. */
export function walletPanels({ lines: people, places }: NumbersView, first: string, locale: string): Panel[] {
  const leading = leadingOf(locale);
  const room = (CARD.high - 2 * CARD.top) * MM;
  const bundles: Entry[][] = [
    ...people.map((line): Entry[] => [{ kind: "line", line }]),
    ...(places?.groups ?? []).flatMap(({ name, places: here }) =>
      here.map((place, i): Entry[] => [
        ...(i === 0 ? [{ kind: "heading" as const, text: name }] : []),
        { kind: "place", place },
      ]),
    ),
  ];
  const panels: Panel[] = [{ entries: [], cards: 1 }];
  let left = room - rows([first, TYPE]) * TYPE * leading - 3;
  for (const bundle of bundles) {
    const need = bundle.reduce((sum, entry) => sum + height(entry, leading), 0);
    const last = panels.at(-1);
    if (last && need <= left) last.entries.push(...bundle);
    else {
      const cards = Math.max(1, Math.ceil((need + 2 * CARD.top * MM) / (CARD.high * MM)));
      panels.push({ entries: [...bundle], cards });
      left = cards * CARD.high * MM - 2 * CARD.top * MM;
    }
    left -= need;
  }
  return panels;
}

// A page to compare with: plain HTML of the shape and weight of a government's page for a phone (GOV.UK's, as we know it): a heading,
// paragraphs, a list, links, one stylesheet of a design system of which the page uses a part, no script and no font of its own.
// Written by us; nothing of theirs is in it. The weights that it comes to are stated beside the measurement.

// Theirs could not be weighed from here: these are what we remember of such pages, some 8 kB of HTML and 14 kB of styles, gzipped.

const PARAGRAPHS = 64;
const RULES = 700;

/** A small generator: the same page each time, and as little for gzip to fold as in real writing. */
function numbers(seed: number): (most: number) => number {
  let state = seed;
  return (most) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return Math.floor((state / 2_147_483_648) * most);
  };
}

const pick = <T>(list: readonly T[], number: (most: number) => number): T => list[number(list.length)] as T;
const syllables = "ba ce di fo gu ha li me no pe ra si to ve wo an el in or un sha che tion ly".split(" ");
const forWords = numbers(1);
const words = Array.from({ length: 1_200 }, () =>
  Array.from({ length: 1 + forWords(3) }, () => pick(syllables, forWords)).join(""),
);

function text(seed: number, count: number): string {
  const number = numbers(seed * 7_919);
  return Array.from({ length: count }, () => pick(words, number)).join(" ");
}

/** `bare`: without the styles, which is the least that a page can be. */
export function plainPage(bare = false): string {
  const sections = Array.from({ length: PARAGRAPHS }, (_, i) =>
    i % 4 === 0
      ? `<h2 class="heading-m">${text(i + 1, 5)}</h2><p class="body">${text(i + 101, 45)}.</p>`
      : `<p class="body">${text(i + 201, 50)}.</p>`,
  ).join("\n");
  const links = Array.from(
    { length: 30 },
    (_, i) => `<li><a class="link" href="#p${i}">${text(i + 301, 6)}</a></li>`,
  ).join("\n");
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Plain</title><meta name="viewport" content="width=device-width, initial-scale=1">${bare ? "" : '<link rel="stylesheet" href="/plain.css">'}</head>
<body><a class="skip" href="#main">Skip to the main part</a><header class="bar"><strong>Plain</strong></header><main id="main" class="wide"><h1 class="heading-l">${text(7, 6)}</h1>
${sections}<ul class="list">${links}</ul></main><footer class="bar"><p class="body">${text(9, 60)}</p></footer></body></html>`;
}

export function plainStyles(): string {
  const own = `body{margin:0;font:1.1875rem/1.4 arial,sans-serif;color:#0b0c0c}.wide{max-width:60rem;margin:0 auto;padding:1rem}.bar{background:#0b0c0c;color:#fff;padding:1rem}.heading-l{font-size:2rem}.heading-m{font-size:1.5rem}.body{margin:0 0 1rem}.link{color:#1d70b8}.skip{position:absolute;left:-999em}`;
  const number = numbers(42);
  const rules = Array.from({ length: RULES }, (_, i) => {
    const name = `.${pick(words, number)}-${pick(words, number)}__${i}`;
    return `${name}{margin:${number(40)}px ${number(40)}px;padding:${number(30)}px;color:#${number(4096).toString(16).padStart(3, "0")};border:${number(4)}px solid #${number(4096).toString(16).padStart(3, "0")}}`;
  });
  return own + rules.join("");
}

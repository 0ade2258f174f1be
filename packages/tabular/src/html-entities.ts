// Named characters of HTML that directories use (a part of the WHATWG list, "Named character references"), and numeric
// ones. A name we do not know stays as it is written.

const NAMED: Record<string, string> = {
  amp: "&",
  lt: "<",
  gt: ">",
  quot: '"',
  apos: "'",
  nbsp: " ",
  shy: "",
  ensp: " ",
  emsp: " ",
  thinsp: " ",
  zwnj: "",
  zwj: "",
  lrm: "",
  rlm: "",
  ndash: "–",
  mdash: "—",
  horbar: "―",
  hellip: "…",
  bull: "•",
  middot: "·",
  lsquo: "‘",
  rsquo: "’",
  sbquo: "‚",
  ldquo: "“",
  rdquo: "”",
  bdquo: "„",
  laquo: "«",
  raquo: "»",
  lsaquo: "‹",
  rsaquo: "›",
  prime: "′",
  Prime: "″",
  dagger: "†",
  Dagger: "‡",
  permil: "‰",
  sect: "§",
  para: "¶",
  copy: "©",
  reg: "®",
  trade: "™",
  deg: "°",
  plusmn: "±",
  times: "×",
  divide: "÷",
  minus: "−",
  frac12: "½",
  frac14: "¼",
  frac34: "¾",
  sup1: "¹",
  sup2: "²",
  sup3: "³",
  micro: "µ",
  ordf: "ª",
  ordm: "º",
  iexcl: "¡",
  iquest: "¿",
  cent: "¢",
  pound: "£",
  yen: "¥",
  euro: "€",
  curren: "¤",
  brvbar: "¦",
  uml: "¨",
  macr: "¯",
  acute: "´",
  cedil: "¸",
  not: "¬",
  le: "≤",
  ge: "≥",
  ne: "≠",
  asymp: "≈",
  infin: "∞",
  larr: "←",
  uarr: "↑",
  rarr: "→",
  darr: "↓",
  check: "✓",
  hearts: "♥",
  num: "#",
  excl: "!",
  dollar: "$",
  percnt: "%",
  lpar: "(",
  rpar: ")",
  ast: "*",
  plus: "+",
  comma: ",",
  period: ".",
  sol: "/",
  colon: ":",
  semi: ";",
  equals: "=",
  quest: "?",
  commat: "@",
  lsqb: "[",
  rsqb: "]",
  bsol: "\\",
  lowbar: "_",
  lbrace: "{",
  rbrace: "}",
  verbar: "|",
  tilde: "˜",
  circ: "ˆ",
  Tab: " ",
  NewLine: "\n",
  fnof: "ƒ",
  szlig: "ß",
  AElig: "Æ",
  aelig: "æ",
  OElig: "Œ",
  oelig: "œ",
  ETH: "Ð",
  eth: "ð",
  THORN: "Þ",
  thorn: "þ",
  Oslash: "Ø",
  oslash: "ø",
  Aring: "Å",
  aring: "å",
  Ccedil: "Ç",
  ccedil: "ç",
  Ntilde: "Ñ",
  ntilde: "ñ",
  Scaron: "Š",
  scaron: "š",
  Yuml: "Ÿ",
  yuml: "ÿ",
  Yacute: "Ý",
  yacute: "ý",
  Atilde: "Ã",
  atilde: "ã",
  Otilde: "Õ",
  otilde: "õ",
  AMP: "&",
  LT: "<",
  GT: ">",
  QUOT: '"',
};

// Agrave, eacute, icirc, Ouml …: letter, mark.
const MARKS: Record<string, string> = { grave: "\u0300", acute: "\u0301", circ: "\u0302", uml: "\u0308" };

// What numeric references 128 to 159 mean: the characters of Windows-1252, as browsers read them.
const WESTERN = "€\u0081‚ƒ„…†‡ˆ‰Š‹Œ\u008dŽ\u008f\u0090‘’“”•–—˜™š›œ\u009džŸ";

const REFERENCE = /&(?:#(\d{1,10})|#[xX]([\da-fA-F]{1,8})|([A-Za-z][A-Za-z0-9]{1,30}));/y;

/** The character reference that begins at `at`, or undefined when there is none. */
export function entityAt(text: string, at: number): { text: string; end: number } | undefined {
  REFERENCE.lastIndex = at;
  const found = REFERENCE.exec(text);
  if (!found) return undefined;
  const [, decimal, hex, name] = found;
  const meant =
    name === undefined
      ? character(decimal === undefined ? Number.parseInt(hex ?? "", 16) : Number(decimal))
      : named(name);
  return meant === undefined ? undefined : { text: meant, end: REFERENCE.lastIndex };
}

function named(name: string): string | undefined {
  if (Object.hasOwn(NAMED, name)) return NAMED[name];
  const mark = MARKS[name.slice(1)];
  return mark && /^[AEIOUaeiou]/.test(name) ? `${name[0]}${mark}`.normalize("NFC") : undefined;
}

function character(code: number): string {
  if (code >= 0x80 && code <= 0x9f) return WESTERN[code - 0x80] ?? "";
  if (code === 0xa0) return " ";
  if (code === 0 || code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return "\uFFFD";
  if (code === 9 || code === 10 || code === 13) return code === 10 ? "\n" : " ";
  return code < 0x20 || code === 0x7f ? "" : String.fromCodePoint(code);
}

// One piece of HTML markup: a tag, a comment, or a script with its content. A "<" that begins none of these is text.

export type Markup = {
  /** Where the text goes on. */
  end: number;
  /** What ends here for a reader. */
  ends: "nothing" | "line" | "block" | "paragraph";
};

const INLINE = new Set(
  `a abbr acronym applet area audio b base basefont bdi bdo bgsound big blink button canvas cite code col colgroup data datalist
  del dfn dialog embed em font foreignobject frame frameset i iframe img input ins isindex kbd keygen label link listing map mark
  marquee math meta meter mglyph mtext nobr
  noembed noframes noscript object optgroup option output param picture plaintext progress q rb rp rt ruby s samp script select
  slot small source spacer span strike strong style sub sup svg td template textarea th time track tt u var video wbr
  xml xmp`.split(/\s+/),
);
const BLOCKS = new Set(
  `address article aside body caption center dd details dir div dl dt fieldset figcaption figure footer form head
  header hgroup hr html legend li main menu nav ol pre search section summary table tbody tfoot thead title tr
  ul`.split(/\s+/),
);
const PARAGRAPHS = new Set("blockquote h1 h2 h3 h4 h5 h6 p".split(" "));
// What stands between these tags is for programs, not for readers.
const PROGRAM = new Set("script style template iframe noembed noframes object applet".split(" "));

const NAME = /<(\/?)([A-Za-z][A-Za-z0-9:_-]{0,40})/y;
// In a longer tag quotation marks are not looked at: the first ">" ends it.
const LONGEST_QUOTED = 256;

/** Where the last ">" and the last "-->" of a text are: nothing is looked for beyond them. */
export type Ends = { tag: number; comment: number };

export function endsOf(html: string): Ends {
  return { tag: html.lastIndexOf(">"), comment: html.lastIndexOf("-->") };
}

/** The markup that begins with the "<" at `at`, or undefined when that "<" is text. */
export function tagAt(html: string, at: number, ends: Ends): Markup | undefined {
  if (at > ends.tag) return undefined;
  if (html.startsWith("<!--", at)) return commentAt(html, at, ends);
  if (DECLARATION.test(html.slice(at, at + 12))) return { end: html.indexOf(">", at) + 1, ends: "nothing" };
  NAME.lastIndex = at;
  const [whole, slash, written = ""] = NAME.exec(html) ?? [];
  if (whole === undefined) return undefined;
  const from = at + whole.length;
  const name = written.toLowerCase();
  if (slash === "" && !looksLikeTag(name, html.slice(from, from + LONGEST_QUOTED))) return undefined;
  if (slash !== "" && !isKnown(name) && !isForeign(name)) return undefined;
  const end = tagEnd(html, from);
  if (slash === "" && PROGRAM.has(name)) return { end: contentEnd(html, name, end), ends: "nothing" };
  return { end, ends: endOf(name) };
}

function endOf(name: string): Markup["ends"] {
  if (name === "br") return "line";
  return PARAGRAPHS.has(name) ? "paragraph" : BLOCKS.has(name) ? "block" : "nothing";
}

const DECLARATION = /^<(!doctype\b|!\[CDATA\[|\?[a-z])/i;

function isKnown(name: string): boolean {
  return name === "br" || INLINE.has(name) || BLOCKS.has(name) || PARAGRAPHS.has(name);
}

/** Word's and SVG's names: "o:p", "v:shape". */
function isForeign(name: string): boolean {
  return /^[a-z]+\d?:[a-z]/.test(name) && !/^(https?|mailto|tel):/.test(name);
}

// "<b and c>" is a comparison, "<your name>" a blank to fill in. A tag has no attributes, one bare word, or an "=";
// a name that nobody knows needs the "=" ("<x onclick=…").
function looksLikeTag(name: string, after: string): boolean {
  const close = after.indexOf(">");
  const attributes = close === -1 ? after : after.slice(0, close);
  if (/^[\s/]+[^<]*=/.test(attributes)) return true;
  if (!isKnown(name) && !isForeign(name)) return false;
  return /^\s*[\w-]*\s*\/?\s*$/.test(attributes) || /^\s*["'/<]/.test(attributes);
}

// A comment that never ends is text: nothing of it is lost.
function commentAt(html: string, at: number, ends: Ends): Markup | undefined {
  const short = /^<!--(-?>)/.exec(html.slice(at, at + 6));
  if (short) return { end: at + short[0].length, ends: "nothing" };
  return at + 4 > ends.comment ? undefined : { end: html.indexOf("-->", at + 4) + 3, ends: "nothing" };
}

function tagEnd(html: string, from: number): number {
  const limit = Math.min(html.length, from + LONGEST_QUOTED);
  let quote = "";
  for (let at = from; at < limit; at += 1) {
    const character = html[at] ?? "";
    if (quote !== "") quote = character === quote ? "" : quote;
    else if (character === ">") return at + 1;
    else if ((character === '"' || character === "'") && /[=\s]/.test(html[at - 1] ?? "")) quote = character;
  }
  return html.indexOf(">", from) + 1;
}

/** After the closing tag of a script and its like; the end of the text when it is never closed, as in a browser. */
function contentEnd(html: string, name: string, from: number): number {
  const closing = new RegExp(`</${name}(?=[\\s/>])`, "gi");
  closing.lastIndex = from;
  const found = closing.exec(html);
  if (!found) return html.length;
  const end = html.indexOf(">", closing.lastIndex);
  return end === -1 ? html.length : end + 1;
}

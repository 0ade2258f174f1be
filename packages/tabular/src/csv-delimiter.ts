// Which character parts the cells of a file: as its own first line says, or as its header shows.

// Excel's own first line that names the delimiter.
const EXCEL_HINT = /^sep=([,;\t|])(?:\r\n|\r|\n|$)/i;

/** The delimiter that the file names itself. */
export function hintOf(text: string): string | undefined {
  return EXCEL_HINT.exec(text)?.[1];
}

/** The text without the line that names the delimiter. */
export function afterHint(text: string): string {
  return text.replace(EXCEL_HINT, "");
}

/** End of the first line that is not blank, outside quotation marks, or -1 when it is not all there. */
export function firstLineEnd(text: string): number {
  const start = afterHint(text);
  let quoted = false;
  let filled = false;
  for (let at = 0; at < start.length; at += 1) {
    const character = start[at];
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "\n" || character === "\r")) {
      if (filled) return at;
    } else filled ||= character !== " ";
  }
  return -1;
}

/** Comma, semicolon or tab: whichever the header line has most of, outside quotation marks. */
export function delimiterOf(text: string): string {
  const line = text.slice(0, firstLineEnd(text) === -1 ? text.length : undefined).trimStart();
  const counts = { ",": 0, ";": 0, "\t": 0 };
  let quoted = false;
  for (const character of line) {
    if (character === '"') quoted = !quoted;
    else if (!quoted && (character === "\n" || character === "\r")) break;
    else if (!quoted && (character === "," || character === ";" || character === "\t")) counts[character] += 1;
  }
  if (counts["\t"] > counts[","] && counts["\t"] >= counts[";"]) return "\t";
  return counts[";"] > counts[","] ? ";" : ",";
}

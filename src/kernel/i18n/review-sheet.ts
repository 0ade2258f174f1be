// A translation beside its English, as a page to print and write on: for a reviewer at a table, without a computer. Pure.
import type { Language, Part } from "./languages.ts";
import type { ReviewRow } from "./review.ts";

const escaped = (text: string) =>
  text.replace(/[&<>"]/g, (one) => ({ "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" })[one] ?? one);

const NAMES: Record<Part, string> = { interface: "The pages", safety: "About safety", law: "About the law" };

const STYLE = `
  @page { margin: 1.5cm }
  body { font: 11pt/1.5 system-ui, "Noto Sans", "Noto Sans Thai", "Noto Sans CJK KR", "Noto Sans CJK SC", sans-serif; margin: 1.5rem auto; max-width: 60rem }
  table { border-collapse: collapse; width: 100%; table-layout: fixed }
  caption { text-align: start; font-weight: 600; padding: 1rem 0 .5rem }
  th, td { border: 1px solid #777; padding: .4rem .5rem; text-align: start; vertical-align: top; overflow-wrap: anywhere }
  thead { display: table-header-group }
  tr { break-inside: avoid }
  code { display: block; color: #555; font-size: 8pt }
  .line { display: inline-block; min-width: 16rem; border-block-end: 1px solid }
`;

/** One HTML file that needs nothing else. `made`: the day, YYYY-MM-DD. */
export function reviewSheet(
  rows: readonly ReviewRow[],
  language: Pick<Language, "code" | "own" | "english">,
  made: string,
): string {
  const { code, own, english } = language;
  const parts = [...new Set(rows.map((row) => row.part))];
  const table = (part: Part) => `
<table>
<caption>${NAMES[part]}: ${rows.filter((row) => row.part === part).length} texts</caption>
<thead><tr><th scope="col">English</th><th scope="col">${escaped(english)}</th><th scope="col">Better words</th></tr></thead>
<tbody>
${rows
  .filter((row) => row.part === part)
  .map(
    (row) =>
      `<tr><td>${escaped(row.english)}<code>${escaped(row.key)}</code></td><td lang="${code}">${escaped(row.translation)}</td><td lang="${code}"></td></tr>`,
  )
  .join("\n")}
</tbody>
</table>`;
  return `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Review: ${escaped(english)}</title><style>${STYLE}</style></head>
<body>
<h1>${escaped(english)} (<span lang="${code}">${escaped(own)}</span>): to be read over</h1>
<p>Made ${made}. Read each line as someone would who is tired and alone with a phone. Is it true to the English, plain, and kind? Write better words beside it, or leave it empty. What stands in {braces} is filled in by the page: keep it.</p>
<p>Read over by <span class="line">&nbsp;</span> on <span class="line">&nbsp;</span></p>
${parts.map(table).join("\n")}
</body>
</html>
`;
}

// Files that wear the name of a table and are something else: said at once and clearly, instead of a thousand odd rows.

import { InputError } from "./types.ts";

const KINDS: { starts: number[]; what: string; mend: string }[] = [
  {
    starts: [0x50, 0x4b, 0x03, 0x04],
    what: "this is a spreadsheet workbook or a zip, not a CSV file",
    mend: "Give it back its ending (.xlsx or .zip), or export the sheet as “CSV UTF-8”.",
  },
  {
    starts: [0xd0, 0xcf, 0x11, 0xe0],
    what: "this is an old Excel workbook (.xls), which we do not read",
    mend: "Open it in a spreadsheet program and save it as .xlsx or as “CSV UTF-8”.",
  },
  { starts: [0x25, 0x50, 0x44, 0x46], what: "this is a PDF, not a table", mend: "Ask for the data as CSV or XLSX." },
  { starts: [0x1f, 0x8b], what: "this file is packed with gzip", mend: "Unpack it first." },
];

/** The same bytes; throws InputError when the first of them belong to another kind of file. */
export async function* checkedKind(file: string, bytes: AsyncIterable<Uint8Array>): AsyncGenerator<Uint8Array, void> {
  let first = true;
  for await (const chunk of bytes) {
    if (first && chunk.length > 0) {
      first = false;
      refuseOtherKind(file, chunk);
    }
    yield chunk;
  }
}

function refuseOtherKind(file: string, head: Uint8Array): void {
  const kind = KINDS.find(({ starts }) => starts.every((byte, index) => head[index] === byte));
  if (kind) throw new InputError({ file }, "not-a-table", kind.what, kind.mend);
  const opening = new TextDecoder("latin1")
    .decode(head.subarray(0, 200))
    .replace(/^[^<]{0,3}\s*/, "")
    .toLowerCase();
  if (!opening.startsWith("<!doctype html") && !opening.startsWith("<html")) return;
  throw new InputError(
    { file },
    "not-a-table",
    "this is a web page, not a table (perhaps a sign-in page that was saved instead of the file)",
    "Sign in and download the file again.",
  );
}

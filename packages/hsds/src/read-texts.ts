// For tests: files given as text, read as a bundle.

import { bundleOf, textFile } from "@trellis/tabular";
import type { Dataset } from "./model.ts";
import { collect, type HsdsReader, type ReadOptions, readHsds } from "./read.ts";

export type Texts = Readonly<Record<string, string>>;

export async function readerOf(files: Texts, options: Partial<ReadOptions> = {}): Promise<HsdsReader> {
  const bundle = await bundleOf(
    "test",
    Object.entries(files).map(([name, text]) => textFile(name, text)),
  );
  return readHsds(bundle, { source: "test", ...options });
}

export async function readTexts(
  files: Texts,
  options: Partial<ReadOptions> = {},
): Promise<{ dataset: Dataset; reader: HsdsReader }> {
  const reader = await readerOf(files, options);
  return { dataset: await collect(reader), reader };
}

/** "file:row:field outcome code" of every remark, for tables of cases. */
export function told(reader: HsdsReader): string[] {
  return reader.report.remarks.map(
    ({ file, row, field, outcome, code }) => `${file}:${row ?? ""}:${field ?? ""} ${outcome} ${code}`,
  );
}

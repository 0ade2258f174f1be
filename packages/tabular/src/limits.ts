// How much of anything is read, said up front. Every limit can be changed by the caller; none is ever passed in silence.

import type { Report } from "./report.ts";

const MIB = 1024 * 1024;

export type Limits = {
  /** Rows of one table. */
  maxRows: number;
  /** Characters of one cell, and of one record. A longer one costs its row, not the file. */
  maxCell: number;
  maxRecord: number;
  maxColumns: number;
  /** Bytes of one JSON document, which is held whole. */
  maxJson: number;
  /** Bytes of one XLSX file, packed and unpacked; a workbook is held whole. */
  maxWorkbook: number;
  maxWorkbookUnpacked: number;
  /** Files of a folder or zip, and bytes of a folder, of a file, or of a whole zip when unpacked. */
  maxFiles: number;
  maxUnpacked: number;
  /** A zip entry that unpacks to more than `ratioFrom` bytes may grow at most this many times. */
  maxRatio: number;
  ratioFrom: number;
};

export const LIMITS: Limits = {
  maxRows: 20_000_000,
  maxCell: MIB,
  maxRecord: 8 * MIB,
  maxColumns: 2_000,
  maxJson: 256 * MIB,
  maxWorkbook: 25 * MIB,
  maxWorkbookUnpacked: 150 * MIB,
  maxFiles: 1_000,
  maxUnpacked: 2_048 * MIB,
  maxRatio: 200,
  ratioFrom: 10 * MIB,
};

/** What a caller may say when something is opened: other limits, and the report to write to. */
export type Opening = Partial<Limits> & { report?: Report };

export function limitsOf(opening: Opening): Limits {
  const { report: _, ...changed } = opening;
  return { ...LIMITS, ...changed };
}

/** "25 MB", "2 GB": for sentences. */
export function sizeText(bytes: number): string {
  if (bytes >= 1024 * MIB) return `${Math.round(bytes / (102.4 * MIB)) / 10} GB`;
  if (bytes >= MIB) return `${Math.round(bytes / MIB)} MB`;
  return `${Math.max(1, Math.round(bytes / 1024))} kB`;
}

// One line of a measurement, and the table that `node bench/….bench.ts` prints.

/** `ok`: whether the value meets its target; left out where there is none. */
export type BenchRow = { name: string; value: number; unit: string; target?: string; ok?: boolean; note?: string };

export function printTable(rows: readonly BenchRow[]): void {
  const cells = rows.map(({ name, value, unit, target = "", ok, note = "" }) => [
    name,
    `${Number(value.toPrecision(4))} ${unit}`,
    target,
    ok === undefined ? "" : ok ? "met" : "NOT MET",
    note,
  ]);
  const lines = [["what", "measured", "target", "", "note"], ...cells];
  const widths = lines[0]!.map((_, column) => Math.max(...lines.map((line) => line[column]!.length)));
  for (const line of lines)
    console.log(
      line
        .map((cell, column) => cell.padEnd(widths[column]!))
        .join("  ")
        .trimEnd(),
    );
}

/** The value below which a share of the values lies (nearest rank). */
export function percentile(values: readonly number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(share * sorted.length) - 1)]!;
}

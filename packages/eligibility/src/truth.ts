// Strong Kleene logic (Kleene 1952, section 64), lifted to the set of outcomes that are still open.
// A verdict is a bit mask: what the condition may yet turn out to be. TRUE alone or FALSE alone is settled; TRUE|FALSE is unknown;
// SILENT is a condition that stays without an answer because the person declined. An ordinary rule reads a declined fact as
// TRUE|FALSE, a rule that needs the answer reads it as SILENT. What must stay true: learning a fact only ever removes bits.

export type Verdict = number;

export const TRUE = 1;
export const FALSE = 2;
export const SILENT = 4;
export const UNKNOWN = TRUE | FALSE;

const both = (a: number, b: number): number => (a === FALSE || b === FALSE ? FALSE : a === TRUE ? b : a);
const either = (a: number, b: number): number => (a === TRUE || b === TRUE ? TRUE : a === FALSE ? b : a);

function lift(connective: (a: number, b: number) => number): Uint8Array {
  const table = new Uint8Array(64);
  for (let x = 0; x < 8; x++)
    for (let y = 0; y < 8; y++)
      for (const a of [TRUE, FALSE, SILENT])
        for (const b of [TRUE, FALSE, SILENT]) if (x & a && y & b) table[x * 8 + y]! |= connective(a, b);
  return table;
}

const ANDS = lift(both);
const ORS = lift(either);

export const and = (x: Verdict, y: Verdict): Verdict => ANDS[x * 8 + y]!;
export const or = (x: Verdict, y: Verdict): Verdict => ORS[x * 8 + y]!;
export const not = (x: Verdict): Verdict => ((x & TRUE) << 1) | ((x & FALSE) >> 1) | (x & SILENT);

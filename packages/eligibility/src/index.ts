// The one door of the package.
export { factsNamed, validateDefinitions, validateRule } from "./check.ts";
export { type Compiled, compile } from "./compile.ts";
export { cover } from "./cover.ts";
export { explain, lists, whatIf } from "./explain.ts";
export { CANNOT, FITS, type Match, MIGHT, match, OUT, STATES } from "./match.ts";
export { order } from "./order.ts";
export { type Asking, nextQuestion } from "./question.ts";
export type * from "./types.ts";
export { type Carry, type Packed, pack, unpack } from "./wire.ts";

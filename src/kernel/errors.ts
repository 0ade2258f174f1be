// The few ways in which a thing can go wrong, for every module alike.
// "Not found" and "not allowed" are one code on purpose: whoever may not see a thing learns nothing of it.

export type ErrorCode = "not_found" | "bad_input" | "wrong_state" | "unavailable";

/** Where in somebody's input the trouble lies. `row` counts lines as a spreadsheet does, the header being 1. */
export type InputPlace = { file?: string; row?: number; field?: string };

export class AppError extends Error {
  readonly code: ErrorCode;
  readonly place: InputPlace;
  /** `message` is one sentence that names the thing and the mend; it is shown to people as it stands. */
  constructor(code: ErrorCode, message: string, place: InputPlace = {}) {
    super(message);
    this.name = "AppError";
    this.code = code;
    this.place = place;
  }
}

export const httpStatus: Record<ErrorCode, number> = {
  not_found: 404,
  bad_input: 400,
  wrong_state: 409,
  unavailable: 503,
};

/** Exit codes of the command line: 1 is "the answer is no", 2 is bad input, 3 is a thing that is not there to be used. */
export const exitCode: Record<ErrorCode, number> = { not_found: 1, bad_input: 2, wrong_state: 1, unavailable: 3 };

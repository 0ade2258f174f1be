// The ground module's door for words and rules: no I/O, the same in browser and server.
export { PROFILE } from "./criteria/profile.ts";
export type { ImportOutcome } from "./directory/directory.ts";
export { type Answers, noAnswers, readForm, readPerson } from "./matching/answers.ts";
export { build } from "./matching/building.ts";
export type { HelpView, PublicIndex } from "./matching/matching.ts";
export { type MatchReport, matchReport, questionReport } from "./matching/report.ts";
export { type OpenIndex, readyToMatch } from "./matching/rules.ts";
export { TIME_ZONE } from "./matching/showing.ts";

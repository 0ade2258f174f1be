// The ground module's door for words and rules: no I/O, the same in browser and server.
export { PROFILE } from "./criteria/profile.ts";
export { API_LISTS, API_PARAMETERS, API_PATH, type ListName, listNames, type ParameterName } from "./directory/api.ts";
export { apiDocument, parameterWords } from "./directory/api-description.ts";
export { countLines } from "./directory/count-lines.ts";
export type { ImportOutcome } from "./directory/directory.ts";
export { readForm, readPerson } from "./matching/answers.ts";
export { readSought } from "./matching/browse.ts";
export { build } from "./matching/building.ts";
export type { GivenPlaces, HelpView } from "./matching/matching.ts";
export { readWanted } from "./matching/numbers.ts";
export { type MatchReport, matchReport, questionReport } from "./matching/report.ts";
export { readyToMatch } from "./matching/rules.ts";
export { TIME_ZONE } from "./matching/showing.ts";
export type { Told, WhatIfReport } from "./matching/what-if.ts";
export { kindsOfPeople, readKinds } from "./matching/what-if-kinds.ts";
export { inRegion, whatIfReport } from "./matching/what-if-report.ts";
export { scheduleWords } from "./sources/rules.ts";
export type { DirectorySource, RunOutcome } from "./sources/source.ts";

// The ground module's door for what touches the database or the disk.
export { apiDescription, apiList, apiOne, apiRoot } from "./directory/api.server.ts";
export { exportDirectory } from "./directory/export.server.ts";
export { importDirectory } from "./directory/import.server.ts";
export { publishService } from "./directory/publishing.server.ts";
export { readDirectory } from "./directory/read.server.ts";
export { publicIndex } from "./matching/matching.server.ts";
export { callLines, helpMessages, helpPage, numbersPage, placesPage } from "./matching/page.server.ts";
export { fetchedFolder, runSource, sourceJobs } from "./sources/run.server.ts";
export { addSource, lastReport, listSources, lookForDue, removeSource } from "./sources/source.server.ts";

// The ground module's door for what touches the database or the disk.
export { apiDescription, apiList, apiOne, apiRoot } from "./directory/api.server.ts";
export { exportDirectory } from "./directory/export.server.ts";
export { importDirectory } from "./directory/import.server.ts";
export { publishService } from "./directory/publishing.server.ts";
export { readDirectory } from "./directory/read.server.ts";
export { callBacks, confirmCallBack, refuseCallBack } from "./listings/call-backs.server.ts";
export { publishDraft, saveDraft, undoDraft, withdrawDraft } from "./listings/drafts.server.ts";
export { listingsOf } from "./listings/list.server.ts";
export { listingView, listingWords, tryListing } from "./listings/view.server.ts";
export { publicIndex } from "./matching/matching.server.ts";
export { callLines, helpMessages, helpPage, numbersPage, placesPage } from "./matching/page.server.ts";
export { refusalOf } from "./partners/calling.server.ts";
export { lookForChanges } from "./partners/changes.server.ts";
export { webhookJobs } from "./partners/delivering.server.ts";
export { makeKey, revokeKey } from "./partners/keys.server.ts";
export { partnersOf } from "./partners/partners.server.ts";
export { ApiRates } from "./partners/rates.server.ts";
export { addWebhook, removeWebhook, switchOnAgain } from "./partners/webhooks.server.ts";
export type { FirstFactor } from "./people/account.server.ts";
export {
  confirmed,
  join,
  keepFactor,
  myAccount,
  remakeRecoveryCodes,
  removeFactor,
  startFactor,
  startJoining,
} from "./people/account.server.ts";
export { deskOf } from "./people/desk.server.ts";
export { type Caller, challenge, confirm, signIn } from "./people/door.server.ts";
export { admit, endMembership, invite, inviteFirst } from "./people/invitations.server.ts";
export { Limits } from "./people/limits.server.ts";
export { peopleOf } from "./people/people.server.ts";
export { type Begun, endEverySession, endSession, type SignedIn, signedInAs } from "./people/sessions.server.ts";
export type { SignInRequest } from "./people/sign-in.ts";
export { trailOf, wholeTrail } from "./people/trail.server.ts";
export { fetchedFolder, runSource, sourceJobs } from "./sources/run.server.ts";
export { addSource, lastReport, listSources, lookForDue, removeSource } from "./sources/source.server.ts";
export {
  dueListingJobs,
  lookForDueListings,
  makeBatch,
  makeDueWork,
} from "./verification/batches.server.ts";
export { giveBackPart, takeBack, takeNext, takePart, tell } from "./verification/calls.server.ts";
export { batchView, checkingOverview, setIntervals } from "./verification/overview.server.ts";
export { scriptOf, sheetOf } from "./verification/script.server.ts";

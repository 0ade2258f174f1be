// A recording, by an address that says nothing of it. As of every answer of this site, nothing of it may be kept (decision 0050).
import { error } from "@sveltejs/kit";
import { offeredMessages } from "#kernel/i18n/messages.server.ts";
import { sentRecording } from "#kernel/recordings/recordings.server.ts";
import type { RequestHandler } from "./$types";

export const GET: RequestHandler = async ({ params, request }) =>
  (await sentRecording(params.id, request.headers.get("range"), offeredMessages)) ??
  error(404, "There is no page here.");

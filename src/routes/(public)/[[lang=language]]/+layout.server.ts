// A language that this site does not offer is no page of it; said here, so that the answer has the frame.

import { error } from "@sveltejs/kit";
import { SOURCE } from "#kernel/i18n/languages.ts";
import { isOffered } from "#kernel/i18n/messages.server.ts";
import type { LayoutServerLoad } from "./$types";

export const load: LayoutServerLoad = ({ params }) => {
  if (!isOffered(params.lang ?? SOURCE)) error(404, "There is no page here.");
};

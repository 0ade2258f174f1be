// What a part of an address may look like. Whether a language is one of the site's is asked where its words are (kernel/i18n).
import { defineParams } from "@sveltejs/kit/params";

export const params = defineParams({
  language: (part) => (/^[a-z]{2,3}(-[A-Za-z]+)?$/.test(part) ? part : undefined),
});

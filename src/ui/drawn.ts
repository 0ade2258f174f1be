// Told on the document when a page has drawn itself anew: what a script has set on the old page is to be set again.
export const DRAWN = "drawn";

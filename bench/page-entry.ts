// The Find help page's component as the server renders it, for bench/page.bench.ts alone.
import { render } from "svelte/server";
import FindHelp from "#network/matching/FindHelp.svelte";

export const renderPage = (given: Parameters<typeof FindHelp>[1]["given"]) =>
  render(FindHelp, { props: { given } }).body; // rendering waits until the body is asked for

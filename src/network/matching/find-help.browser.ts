// Find help once its script has come: every form of the page is answered here, and nothing said is sent.
// What must stay true: what is fetched is the same for everyone and fetched before anything is said; where it cannot be had the
// form is posted, as without scripts; whoever leaves the page, by any way, leaves it empty behind them. The page is drawn by the
// same functions as on the server, so that with and without scripts it is the same page.
import { render } from "svelte/server";
import { today } from "#kernel/dates.ts";
import { wordsFrom } from "#kernel/i18n/words.ts";
import { NATIONAL_LINES } from "../catalogue/national-lines.ts";
import { readForm } from "./answers.ts";
import FindHelp from "./FindHelp.svelte";
import { fetchHelp, type Help } from "./matching.browser.ts";
import type { GivenHelp } from "./matching.ts";
import { helpView } from "./rules.ts";
import { TIME_ZONE } from "./showing.ts";

let help: Promise<Help> | null = fetchHelp();
help.catch(() => {
  help = null;
});

addEventListener("submit", async (event) => {
  if (!help || !(event.target instanceof HTMLFormElement)) return;
  event.preventDefault();
  const form = event.target;
  const button = event.submitter;
  const said = new FormData(form, button);
  try {
    show(answered(await help, said));
  } catch {
    help = null;
    form.requestSubmit(button);
  }
});

addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("[data-print]")) print();
});

function answered({ index, messages }: Help, said: FormData): GivenHelp {
  const answers = readForm(said);
  const day = today(TIME_ZONE);
  const words = wordsFrom(messages);
  const view = helpView(index, NATIONAL_LINES, answers, { words, today: day, now: new Date().toISOString() });
  return { messages, today: day, view, answers };
}

function show(given: GivenHelp): void {
  const main = document.querySelector("main");
  if (!main) return;
  const open = new Set([...main.querySelectorAll("details[open][id]")].map((one) => one.id));
  const drawn = drawing(given);
  for (const one of drawn.querySelectorAll("details")) if (open.has(one.id)) one.open = true;
  main.replaceWith(drawn);
  announce(given);
  const heading = document.getElementById(given.view.question ? "question-title" : "results-title");
  heading?.focus({ preventScroll: true });
  heading?.scrollIntoView({ block: "start" });
}

// Svelte has escaped every value in what `render` gives; the browser is told that this text, and no other, may become a page.
const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
const drawnPage = trustedTypes?.createPolicy("trellis-drawn-page", { createHTML: (html) => html });

/** As W3C Trusted Types has it; TypeScript's own library does not. */
type TrustedTypes = {
  createPolicy(name: string, rules: { createHTML(html: string): string }): { createHTML(html: string): unknown };
};

function drawing(given: GivenHelp): DocumentFragment {
  const { body } = render(FindHelp, { props: { given } });
  const template = document.createElement("template");
  template.innerHTML = (drawnPage?.createHTML(body) ?? body) as string;
  return template.content;
}

/** Said to whoever does not see the list: how it stands now, and what is asked next. */
function announce({ messages, view }: GivenHelp): void {
  const status = document.querySelector("[role=status]");
  if (!status || !view.results) return;
  const { fits, might } = view.results;
  const list = wordsFrom(messages)("page_updating", { fits: fits.length, might: might.length });
  const text = [list, view.question?.question].filter(Boolean).join(" ");
  status.textContent = status.textContent === text ? `${text}\u00a0` : text; // the same words twice would not be read out
}

addEventListener("pagehide", () => document.body.replaceChildren());
addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});

// A public page once its script has come: every form of it is answered here, and nothing said is sent. Another language is the
// same page with the same answers, drawn in other words. The page is drawn by the same functions as on the server, so that with
// and without scripts it is the same page.
// What must stay true: nothing that is fetched depends on what was said; where it cannot be had the form is posted, as without
// scripts; whoever leaves the page, by any way, leaves it empty behind them.
import { DRAWN } from "#ui/drawn.ts";
import { fetchHelp, fetchPage, fetchWords, type Help } from "./matching.browser.ts";
import { putBack, unsentOn } from "./unsent.browser.ts";

/** `main`: the page as text. `heading`: the id of what is read next. `says`: how it stands, for whoever does not see the list. */
export type Drawn = { main: string; heading: string; says: string };
type Draw = (help: Help, said: FormData) => Drawn;

export function livePage(draw: Draw): void {
  let help: Promise<Help> | null = fetchHelp(document.documentElement.lang);
  help.catch(() => {
    help = null;
  });
  let last: FormData | null = null; // what was said last; the page holds it anyway

  addEventListener("submit", async (event) => {
    if (!help || !(event.target instanceof HTMLFormElement)) return;
    event.preventDefault();
    const form = event.target;
    const button = event.submitter;
    const said = new FormData(form, button);
    try {
      show(draw(await help, said));
      last = said;
    } catch {
      help = null;
      form.requestSubmit(button);
    }
  });

  addEventListener("click", (event) => {
    if (!(event.target instanceof Element)) return;
    if (event.target.closest("[data-print]")) print();
    const other = event.target.closest<HTMLAnchorElement>("a[hreflang]");
    const main = document.querySelector("main");
    if (!other || !help || !main) return;
    const unsent = unsentOn(main);
    if (!last && unsent.controls.length === 0) return; // nothing said yet: the link does what a link does
    event.preventDefault();
    const said = last;
    inLanguage(other.hreflang, new URL(other.href).pathname, help).then(
      ({ translated, page }) => {
        help = Promise.resolve(translated);
        if (said) show(draw(translated, said), page);
        else document.querySelector("main")?.replaceWith(...page.querySelectorAll("main"));
        const drawn = document.querySelector("main");
        if (drawn) putBack(unsent, drawn);
        if (!said) document.querySelector<HTMLElement>("a[hreflang][aria-current]")?.focus({ preventScroll: true });
      },
      () => location.assign(other.href),
    );
  });

  addEventListener("pagehide", () => document.body.replaceChildren());
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}

/** The frame in another language; the page itself is drawn next. `page`: as everyone is sent it there. */
async function inLanguage(
  lang: string,
  path: string,
  help: Promise<Help>,
): Promise<{ translated: Help; page: DocumentFragment }> {
  const [{ index }, messages, page] = await Promise.all([help, fetchWords(lang), fetchPage(path)]);
  const frame = parsed(page);
  document.documentElement.lang = lang;
  for (const part of ["header", "footer", ".skip"]) {
    const fresh = frame.querySelector(part);
    if (fresh) document.querySelector(part)?.replaceWith(fresh);
  }
  document.title = frame.querySelector("title")?.textContent ?? document.title;
  history.replaceState(null, "", path);
  return { translated: { index, messages }, page: frame };
}

/** `from`: where the page stands whose side notes stay. */
function show({ main: html, heading, says }: Drawn, from: ParentNode = document): void {
  const main = document.querySelector("main");
  if (!main) return;
  const open = new Set([...main.querySelectorAll("details[open][id]")].map((one) => one.id));
  const drawn = parsed(html);
  for (const one of drawn.querySelectorAll("details")) if (open.has(one.id)) one.open = true;
  const beside = from.querySelector("[data-beside]");
  if (beside) drawn.querySelector("[data-beside]")?.replaceWith(beside);
  main.replaceWith(drawn);
  const status = document.querySelector("[role=status]");
  if (status) status.textContent = status.textContent === says ? `${says}\u00a0` : says; // the same words twice would not be read out
  document.dispatchEvent(new Event(DRAWN));
  const next = document.getElementById(heading);
  next?.focus({ preventScroll: true });
  next?.scrollIntoView({ block: "start" });
}

// Svelte has escaped every value in what `render` gives, here and on our server; this text, and no other, may become a page.
const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
const drawnPage = trustedTypes?.createPolicy("trellis-drawn-page", { createHTML: (html) => html });

/** As W3C Trusted Types has it; TypeScript's own library does not. */
type TrustedTypes = {
  createPolicy(name: string, rules: { createHTML(html: string): string }): { createHTML(html: string): unknown };
};

function parsed(html: string): DocumentFragment {
  const template = document.createElement("template"); // scripts in it do not run
  template.innerHTML = (drawnPage?.createHTML(html) ?? html) as string;
  return template.content;
}

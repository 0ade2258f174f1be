// Keeping the numbers on a device, and taking them off again: only by somebody's own press of a button, after what it means is
// said. Leaving by the exit takes them off too (Clear-Site-Data). See docs/decisions/0030.
import { DRAWN } from "./drawn.ts";
import { KEEPER, KEPT } from "./kept-page.ts";

const { trustedTypes } = globalThis as { trustedTypes?: TrustedTypes };
const ours = trustedTypes?.createPolicy("trellis-kept-numbers", { createScriptURL: () => KEEPER });

/** As W3C Trusted Types has it; TypeScript's own library does not. */
type TrustedTypes = {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): unknown };
};

async function keep(page: string): Promise<void> {
  const cache = await caches.open(KEPT);
  const styles = [...document.querySelectorAll<HTMLLinkElement>("link[rel=stylesheet]")].map((one) => one.href);
  await cache.addAll([page, ...styles]);
  await navigator.serviceWorker.register((ours?.createScriptURL("") ?? KEEPER) as string, { scope: "/" });
}

async function forget(): Promise<void> {
  for (const one of await navigator.serviceWorker.getRegistrations()) await one.unregister();
  await caches.delete(KEPT);
}

async function show(): Promise<void> {
  const section = document.querySelector<HTMLElement>("[data-keep]");
  if (!section || !("serviceWorker" in navigator) || !("caches" in globalThis)) return;
  const kept = await caches.has(KEPT);
  section.hidden = false;
  for (const one of section.querySelectorAll<HTMLElement>("[data-when]"))
    one.hidden = (one.dataset.when === "kept") !== kept;
}

addEventListener("click", async (event) => {
  const button = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-do]") : null;
  const page = button?.closest<HTMLElement>("[data-keep]")?.dataset.keep;
  if (!button || page === undefined) return;
  await (button.dataset.do === "keep" ? keep(page) : forget()).catch(() => {});
  await show();
});
document.addEventListener(DRAWN, show);
show();

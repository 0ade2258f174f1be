// Windows over a page (Dialog.svelte) open in place, are read from their title, and give the focus back where it came from.
// What must stay true: they are never modal, and Escape is never kept from the way out (quick-exit.browser.ts counts it too).

const openers = new WeakMap<HTMLDialogElement, HTMLElement>();
const opened: HTMLDialogElement[] = [];

function show(dialog: HTMLDialogElement, opener: HTMLElement): void {
  openers.set(dialog, opener);
  if (!dialog.open) dialog.show();
  forget(dialog);
  opened.push(dialog);
  dialog.querySelector<HTMLElement>("h2")?.focus();
}

const forget = (dialog: HTMLDialogElement) =>
  opened.splice(0, opened.length, ...opened.filter((one) => one !== dialog));

addEventListener("click", (event) => {
  const opener = event.target instanceof Element ? event.target.closest<HTMLElement>("[data-opens]") : null;
  const dialog = opener && document.getElementById(opener.dataset.opens ?? "");
  if (!opener || !(dialog instanceof HTMLDialogElement)) return;
  event.preventDefault();
  show(dialog, opener);
});

addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.repeat) return;
  const last = opened.at(-1) ?? document.querySelector<HTMLDialogElement>("dialog[open]"); // one that came open with the page
  last?.close();
});

// it does not bubble
addEventListener(
  "close",
  ({ target }) => {
    if (!(target instanceof HTMLDialogElement)) return;
    forget(target);
    (openers.get(target) ?? document.querySelector<HTMLElement>(`[data-opens="${target.id}"]`))?.focus();
  },
  true,
);

// The way out, by its button (wherever the page drew it last) and by pressing Escape twice, on every public page. The page is
// blanked first, then replaced, so that neither the screen nor Back shows what was here. Without scripts the button is a plain link to the same way out.
import { DRAWN } from "./drawn.ts";

const doubled = 900; // milliseconds between two presses that belong together

function leave(event?: Event) {
  event?.preventDefault();
  document.documentElement.hidden = true;
  for (const one of document.querySelectorAll<HTMLMediaElement>("audio, video")) one.pause(); // at once, not when the answer comes
  location.replace("/x");
}

addEventListener("click", (event) => {
  if (event.target instanceof Element && event.target.closest("a.exit")) leave(event);
});
function hint() {
  const link = document.querySelector<HTMLAnchorElement>("a.exit");
  if (link?.dataset.hint) link.title = link.dataset.hint;
}
document.addEventListener(DRAWN, hint);
hint();

let last = Number.NEGATIVE_INFINITY;
addEventListener("keydown", (event) => {
  if (event.key !== "Escape" || event.repeat) return;
  if (event.timeStamp - last < doubled) leave();
  last = event.timeStamp;
});

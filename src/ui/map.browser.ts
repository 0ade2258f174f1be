// A map that came with the page: its outlines, read back so that it can be drawn anew without fetching anything; and, where a part
// has a button within it, all of the part can be pressed, and the one that is pointed at is named for the eye.
import type { Drawing, Outline } from "./map.ts";

/** The one map of the page. */
export function drawnMap(): Drawing {
  const parts = [...document.querySelectorAll<SVGPathElement>("figure.map path[data-code]")];
  const view = parts[0]?.ownerSVGElement?.viewBox.baseVal;
  const outlines = parts.map((path): Outline => {
    const button = path.parentElement?.querySelector("foreignObject");
    const of = (name: string) => Number(button?.getAttribute(name) ?? 0);
    const { code = "" } = path.dataset;
    return { code, path: path.getAttribute("d") ?? "", box: [of("x"), of("y"), of("width"), of("height")] };
  });
  return { width: (view?.width ?? 4) - 4, height: (view?.height ?? 4) - 4, outlines };
}

export function pressableMap(): void {
  const buttonOf = (target: EventTarget | null) =>
    target instanceof Element ? target.closest("figure.map svg > g")?.querySelector("button") : null;
  addEventListener("click", ({ target }) => {
    if (target instanceof SVGPathElement) buttonOf(target)?.click();
  });
  for (const event of ["pointerover", "focusin"])
    addEventListener(event, ({ target }) => {
      const named = document.querySelector("figure.map .pointed");
      const button = buttonOf(target);
      if (named && button) named.textContent = button.title;
    });
}

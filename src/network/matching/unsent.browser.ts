// What stands in the forms of a page and was not sent yet: taken along when the page is drawn in another language.
// What must stay true: it goes from one drawing to the next within the page, and is written nowhere.

type Control = HTMLInputElement | HTMLSelectElement | HTMLTextAreaElement;
type Unsent = { form: number; name: string; value: string; ticked: boolean | null };
/** `open`: what was folded open, in the order of the page. */
export type Unsaid = { controls: Unsent[]; open: boolean[] };

const controls = (form: HTMLFormElement): Control[] =>
  [...form.elements].filter(
    (one): one is Control =>
      (one instanceof HTMLInputElement && one.type !== "hidden") ||
      one instanceof HTMLSelectElement ||
      one instanceof HTMLTextAreaElement,
  );
const isTicked = (one: Control): one is HTMLInputElement =>
  one instanceof HTMLInputElement && (one.type === "checkbox" || one.type === "radio");

function changed(one: Control): boolean {
  if (isTicked(one)) return one.checked !== one.defaultChecked;
  if (!(one instanceof HTMLSelectElement)) return one.value !== one.defaultValue;
  const drawn = [...one.options].findIndex((option) => option.defaultSelected);
  return one.selectedIndex !== Math.max(drawn, 0);
}

/** What was changed since the page was drawn. */
export function unsentOn(main: Element): Unsaid {
  const forms = [...main.querySelectorAll("form")];
  return {
    controls: forms.flatMap((form, i) =>
      controls(form)
        .filter(changed)
        .map((one) => ({ form: i, name: one.name, value: one.value, ticked: isTicked(one) ? one.checked : null })),
    ),
    open: [...main.querySelectorAll("details")].map((one) => one.open),
  };
}

/** The same on the same page in another language: a form is known by its place, a control by its name, a box by its value too. */
export function putBack({ controls: unsent, open }: Unsaid, main: Element): void {
  const forms = [...main.querySelectorAll("form")];
  for (const { form, name, value, ticked } of unsent) {
    const own = forms[form] ? controls(forms[form]).filter((one) => one.name === name) : [];
    for (const one of own) {
      if (!isTicked(one)) one.value = value;
      else if (one.value === value) one.checked = ticked ?? one.checked;
    }
  }
  const folded = [...main.querySelectorAll("details")];
  if (folded.length === open.length) for (const [i, one] of folded.entries()) one.open = open[i] ?? one.open;
}

// Which language the work site is in, on this device: staff choose it once. (The public site keeps no such thing.)

const KEY = "trellis-language";

/** Codes to try in turn, English last. */
export function wantedLanguages(): string[] {
  const asked = navigator.languages.map((tag) => tag.split("-")[0] ?? "");
  return [...new Set([localStorage.getItem(KEY) ?? "", ...asked, "en"])].filter((code) => /^[a-z]{2,3}$/.test(code));
}

export function chooseLanguage(code: string): void {
  localStorage.setItem(KEY, code);
  location.reload();
}

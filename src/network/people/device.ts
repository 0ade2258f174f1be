// What a device is called in its owner's own history: coarse on purpose, enough to tell "my phone" from "not mine".

const browsers: readonly [RegExp, string][] = [
  [/\b(edg|edga|edgios)\//i, "Edge"],
  [/\b(opr|opera)\b/i, "Opera"],
  [/\bsamsungbrowser\//i, "Samsung Internet"],
  [/\b(firefox|fxios)\//i, "Firefox"],
  [/\b(chrome|headlesschrome|crios|chromium)\//i, "Chrome"],
  [/\bsafari\//i, "Safari"],
];
const systems: readonly [RegExp, string][] = [
  [/\bandroid\b/i, "Android"],
  [/\b(iphone|ipod)\b/i, "iPhone"],
  [/\bipad\b/i, "iPad"],
  [/\bwindows\b/i, "Windows"],
  [/\bmac os x\b/i, "Mac"],
  [/\bcros\b/i, "Chromebook"],
  [/\blinux\b/i, "Linux"],
];

/** "Firefox on Android"; no version, no model. */
export function deviceLabel(userAgent: string | null): string {
  const named = (list: readonly [RegExp, string][]) => list.find(([sign]) => sign.test(userAgent ?? ""))?.[1];
  return `${named(browsers) ?? "A browser"} on ${named(systems) ?? "another system"}`;
}

// The browser of the journeys: one that is here, or Debian's chromium, or the one that Playwright brings. It says what it installs.
import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";

const known = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/usr/bin/google-chrome-stable",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
];
const fonts = ["fonts-noto-core", "fonts-noto-cjk"]; // so that no page under test shows boxes for letters

/** Path of a Chromium. Throws one sentence where there is none and none could be installed. */
export function findBrowser(): string {
  const asked = process.env.TRELLIS_BROWSER;
  if (asked) return asked;
  const found = known.find((path) => existsSync(path));
  if (found) return found;
  if (process.platform === "linux" && existsSync("/usr/bin/apt-get")) {
    const sudo = process.getuid?.() === 0 ? [] : ["sudo", "-n"];
    process.stdout.write("\n── No browser here: installing Debian's chromium and Noto fonts with apt-get\n");
    const apt = (...args: string[]) => {
      const [command, ...rest] = [...sudo, "apt-get", "-qq", ...args];
      return (
        spawnSync(command ?? "apt-get", rest, {
          stdio: ["ignore", "ignore", "inherit"],
          env: { ...process.env, DEBIAN_FRONTEND: "noninteractive" },
        }).status === 0
      );
    };
    apt("update");
    apt("install", "-y", "--no-install-recommends", "chromium", ...fonts);
    const installed = known.find((path) => existsSync(path));
    if (installed) return installed;
  }
  process.stdout.write("\n── No browser here: asking Playwright for its chromium\n");
  spawnSync("npx", ["playwright", "install", "chromium"], { stdio: "inherit" });
  const { stdout } = spawnSync(
    process.execPath,
    ["-e", "import('@playwright/test').then(({chromium}) => console.log(chromium.executablePath()))"],
    { encoding: "utf8" },
  );
  const path = stdout.trim();
  if (existsSync(path)) return path;
  throw new Error("The journeys need a browser: install Chromium, or set TRELLIS_BROWSER to the path of one.");
}

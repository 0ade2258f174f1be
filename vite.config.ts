// The web's build: one build, two origins (src/kernel/http/site.server.ts cuts them by the listener that took the request).
// What must stay true: scripts only by hash, Trusted Types on, and version.name is the commit, so that two builds of one commit are equal.
import { execFileSync } from "node:child_process";
import adapter from "@sveltejs/adapter-node";
import { sveltekit } from "@sveltejs/kit/vite";
import { svelte } from "@sveltejs/vite-plugin-svelte";
import type { CompileOptions } from "svelte/compiler";
import { defineConfig } from "vite";

function commit(): string {
  try {
    return execFileSync("git", ["rev-parse", "HEAD"], { stdio: ["ignore", "pipe", "ignore"] })
      .toString()
      .trim();
  } catch {
    return process.env.npm_package_version ?? "unversioned"; // a folder without its history
  }
}

const compilerOptions = { runes: true };
const drawnAsText: CompileOptions = { generate: "server" };

export default defineConfig({
  // What a public page runs is a file of its own (`?worker&url`), without the framework's client: it draws as the server does
  worker: {
    format: "es",
    plugins: () => [
      svelte({ configFile: false, emitCss: false, compilerOptions, dynamicCompileOptions: () => drawnAsText }),
    ],
  },
  plugins: [
    sveltekit({
      adapter: adapter({ out: process.env.TRELLIS_BUILD ?? "build", precompress: true }),
      compilerOptions,
      version: { name: commit(), pollInterval: 0 },
      csp: {
        mode: "hash",
        directives: {
          "default-src": ["none"],
          "script-src": ["self"],
          "style-src": ["self"],
          // Kit's route announcer hides itself with this one inline style
          "style-src-attr": ["unsafe-hashes", "sha256-S8qMpvofolR8Mpjy4kQvEm7m1q8clzU4dfDH0AmvZjo="],
          "img-src": ["self"],
          "media-src": ["self"], // recordings and their captions
          "connect-src": ["self"],
          "form-action": ["self"],
          "base-uri": ["none"],
          "frame-ancestors": ["none"],
          "require-trusted-types-for": ["script"],
          // ours: where a public page draws itself anew (network/matching/live-page.browser.ts), and where numbers are kept (ui/keep.browser.ts)
          "trusted-types": [
            "svelte-trusted-html",
            "sveltekit-trusted-url",
            "trellis-drawn-page",
            "trellis-kept-numbers",
          ],
        },
      },
    }),
  ],
});

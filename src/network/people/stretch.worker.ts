// Stretches one passphrase off the page's own thread, so that the page answers while it works.
import { type Stretching, stretch } from "./stretching.ts";

self.onmessage = async ({ data }: MessageEvent<Stretching>) => {
  try {
    self.postMessage({ tag: await stretch(data) });
  } catch {
    self.postMessage({}); // no room for 64 MiB, or no way to run: the page says so
  }
};

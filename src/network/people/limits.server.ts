// How often somebody may try a passphrase. In memory alone: no address of anyone is kept, hashed or not.
// What must stay true: a stranger who tries a name all night slows strangers and nobody else. A device that has signed in before counts
// apart from them, and a passkey is never slowed, so that nobody can lock out the night line.
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";
import { signInName } from "./sign-in.ts";

const TRIES = 5;
const WINDOW_SECONDS = 15 * 60;

export class Limits {
  readonly #tries = new RateLimiterMemory({ points: TRIES, duration: WINDOW_SECONDS });

  /** Counts a try of this name from such a device; gives the minutes to wait where it is one too many, else 0. */
  async take(name: string, device: string | undefined): Promise<number> {
    try {
      await this.#tries.consume(key(name, device));
      return 0;
    } catch (refused) {
      if (!(refused instanceof RateLimiterRes)) throw refused;
      return Math.max(1, Math.ceil(refused.msBeforeNext / 60_000));
    }
  }

  async succeeded(name: string, device: string | undefined): Promise<void> {
    await this.#tries.delete(key(name, device));
  }
}

function key(name: string, device: string | undefined): string {
  return JSON.stringify([signInName(name), device ?? "stranger"]);
}

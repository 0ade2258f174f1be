// How often the API is asked: in memory alone, and of no caller is an address kept. Those without a key are counted all together.
// What must stay true: a key has a count of its own, so that a stranger who asks without end slows no partner; keys that are guessed count as strangers.
import { RateLimiterMemory, RateLimiterRes } from "rate-limiter-flexible";

/** Questions a minute: of all strangers together, and of each key. */
export const RATES = { strangers: 600, key: 1200 } as const;
export type Rates = { readonly strangers: number; readonly key: number };

export class ApiRates {
  readonly #strangers: RateLimiterMemory;
  readonly #keys: RateLimiterMemory;

  constructor(rates: Rates = RATES) {
    this.#strangers = new RateLimiterMemory({ points: rates.strangers, duration: 60 });
    this.#keys = new RateLimiterMemory({ points: rates.key, duration: 60 });
  }

  /** Counts a question; gives the seconds to wait where it is one too many, else 0. */
  stranger(): Promise<number> {
    return take(this.#strangers, "all");
  }

  key(id: string): Promise<number> {
    return take(this.#keys, id);
  }
}

async function take(limiter: RateLimiterMemory, who: string): Promise<number> {
  try {
    await limiter.consume(who);
    return 0;
  } catch (refused) {
    if (!(refused instanceof RateLimiterRes)) throw refused;
    return Math.max(1, Math.ceil(refused.msBeforeNext / 1000));
  }
}

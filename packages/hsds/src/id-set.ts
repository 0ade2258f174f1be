// A set of UUIDs in 34 to 68 bytes each, exact, for the first pass over files with millions of rows: open addressing
// over the 128 bits themselves, in one typed array. It also remembers which of its ids the second pass has given out.

const NONE = 0;
const KNOWN = 1;
const GIVEN = 2;

export class IdSet {
  #words = new Uint32Array(4 * 64);
  #state = new Uint8Array(64);
  #size = 0;
  readonly #key = new Uint32Array(4);

  get size(): number {
    return this.#size;
  }

  has(uuid: string): boolean {
    return this.#state[this.#slot(uuid)] !== NONE;
  }

  /** False where it was there before. */
  add(uuid: string): boolean {
    const slot = this.#slot(uuid);
    if (this.#state[slot] !== NONE) return false;
    this.#put(slot, KNOWN);
    return true;
  }

  /** Marks it as given out, adding it where it is new. False where it was given out before. */
  give(uuid: string): boolean {
    const slot = this.#slot(uuid);
    const before = this.#state[slot];
    if (before === GIVEN) return false;
    if (before === KNOWN) this.#state[slot] = GIVEN;
    else this.#put(slot, GIVEN);
    return true;
  }

  /** Forgets what was given out, so that the rows can be read once more. */
  takeBack(): void {
    for (let i = 0; i < this.#state.length; i++) if (this.#state[i] === GIVEN) this.#state[i] = KNOWN;
  }

  #put(slot: number, state: number): void {
    this.#words.set(this.#key, slot * 4);
    this.#state[slot] = state;
    this.#size += 1;
    if (this.#size * 2 > this.#state.length) this.#grow();
  }

  /** The slot where the id is or would be; its bits stay in #key. */
  #slot(uuid: string): number {
    const key = this.#key;
    key[0] = Number.parseInt(uuid.slice(0, 8), 16);
    key[1] = Number.parseInt(uuid.slice(9, 13) + uuid.slice(14, 18), 16);
    key[2] = Number.parseInt(uuid.slice(19, 23) + uuid.slice(24, 28), 16);
    key[3] = Number.parseInt(uuid.slice(28, 36), 16);
    return free(this.#words, this.#state, key);
  }

  #grow(): void {
    const words = new Uint32Array(this.#words.length * 2);
    const state = new Uint8Array(this.#state.length * 2);
    for (let i = 0; i < this.#state.length; i++) {
      if (this.#state[i] === NONE) continue;
      const key = this.#words.subarray(i * 4, i * 4 + 4);
      const slot = free(words, state, key);
      words.set(key, slot * 4);
      state[slot] = this.#state[i]!;
    }
    this.#words = words;
    this.#state = state;
  }
}

function free(words: Uint32Array, state: Uint8Array, key: Uint32Array): number {
  const mask = state.length - 1;
  // Ids counted upwards by a publisher differ in few bits: multiply before masking.
  let slot = Math.imul(key[0]! ^ key[3]!, 0x9e3779b1) ^ Math.imul(key[1]! ^ key[2]!, 0x85ebca6b);
  slot = (slot ^ (slot >>> 15)) & mask;
  for (; state[slot] !== NONE; slot = (slot + 1) & mask) {
    const at = slot * 4;
    if (words[at] === key[0] && words[at + 1] === key[1] && words[at + 2] === key[2] && words[at + 3] === key[3]) break;
  }
  return slot;
}

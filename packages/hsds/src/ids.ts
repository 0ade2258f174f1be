// Ids. A UUID is kept; any other id becomes the UUIDv5 (RFC 9562, 5.5) of `entity:id` in the namespace of the source's
// name, so that the same file read twice, on any machine, gives the same ids, and two sources never collide.

import { sha1 } from "./sha1.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;
/** The URL namespace of RFC 9562, 6.6: the root under which the names of sources stand. */
export const URL_NAMESPACE = "6ba7b811-9dad-11d1-80b4-00c04fd430c8";

const encoder = new TextEncoder();
const HEX = Array.from({ length: 256 }, (_, byte) => byte.toString(16).padStart(2, "0"));

export function isUuid(text: string): boolean {
  return text.length === 36 && UUID.test(text);
}

/** The UUIDv5 of a name in a namespace (a UUID). */
export function uuid5(namespace: string, name: string): string {
  return named(uuidBytes(namespace), name);
}

export type Naming = {
  /** The UUID of a row, from the id that the source gives it. */
  of(entity: string, sourceId: string): string;
};

// Rows that hang on one row ask for its id one after the other.
const REMEMBERED = 4_096;
const LONGEST_REMEMBERED = 100;

/** How ids are made for one source. `source` is its name; a change of name changes every made id. */
export function naming(source: string): Naming {
  const namespace = uuidBytes(uuid5(URL_NAMESPACE, source));
  const made = new Map<string, string>();
  return {
    of(entity, sourceId) {
      if (isUuid(sourceId)) return sourceId.toLowerCase();
      const name = `${entity}:${sourceId}`;
      const known = made.get(name);
      if (known !== undefined) return known;
      const id = named(namespace, name);
      if (made.size >= REMEMBERED) made.clear();
      if (name.length <= LONGEST_REMEMBERED) made.set(name, id);
      return id;
    },
  };
}

function named(namespace: Uint8Array, name: string): string {
  const bytes = encoder.encode(name);
  const message = new Uint8Array(16 + bytes.length);
  message.set(namespace);
  message.set(bytes, 16);
  const hash = sha1(message);
  hash[6] = (hash[6]! & 0x0f) | 0x50;
  hash[8] = (hash[8]! & 0x3f) | 0x80;
  let out = "";
  for (let i = 0; i < 16; i++) out += (i === 4 || i === 6 || i === 8 || i === 10 ? "-" : "") + HEX[hash[i]!]!;
  return out;
}

function uuidBytes(uuid: string): Uint8Array {
  if (!isUuid(uuid)) throw new Error(`“${uuid}” is not a UUID.`);
  const hex = uuid.replaceAll("-", "");
  return Uint8Array.from({ length: 16 }, (_, i) => Number.parseInt(hex.slice(i * 2, i * 2 + 2), 16));
}

// A page, or a part of one, spoken or signed by a person: files beside a manifest (data/recordings/README.md), never made by a machine.

/** What may be served, by the ending of a file's name. What most old phones play stands first. */
export const TYPES = {
  mp3: "audio/mpeg",
  m4a: "audio/mp4",
  ogg: "audio/ogg",
  wav: "audio/wav",
  mp4: "video/mp4",
  webm: "video/webm",
} as const;

/** The most that a file may weigh, in bytes: a call's worth on a rural connection, and for sign language, which must be seen, more. */
export const AT_MOST = { audio: 2_000_000, video: 12_000_000, text: 100_000 } as const;

/** The pages that a recording may stand on, by what their keys begin with; a part of one is `<page>_<part>`. */
export const RECORDED_PAGES = [
  "page_home",
  "offline",
  "about",
  "privacy",
  "safety_leaving",
  "languages",
  "numbers",
] as const;

/** One line of the manifest. Paths are within the folder; days are YYYY-MM-DD. */
export type Recording = {
  file: string;
  /** what is said: the beginning of message keys, a page's ("privacy") or a part's ("privacy_seen") */
  of: string;
  /** the language that is spoken or signed (BCP 47: "th", "ase") */
  language: string;
  /** the language of the page that it stands beside: its own, where it is spoken */
  beside: string;
  recorded_by: string;
  recorded_on: string;
  /** fingerprint of the words as they were then (`trellis recordings words`) */
  words: string;
  transcript: string;
  captions?: string;
  reviewed_by?: string;
  reviewed_on?: string;
};

/** As a page offers it. `id` is its address, and says nothing. `earlier`: the page's words have changed since. */
export type Offered = {
  id: string;
  of: string;
  kind: "audio" | "video";
  bytes: number;
  language: string;
  transcriptIn: string;
  transcript: string[];
  captions: string | null;
  earlier: string | null;
};

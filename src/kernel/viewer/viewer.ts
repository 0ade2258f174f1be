// Who is looking. Every query runs for a viewer, background work included; the database decides by it what is there.

export const rings = [
  "public",
  "network",
  "asking",
  "ephemeral",
  "coalition",
  "organization",
  "sealed",
  "personal",
] as const;
export type Ring = (typeof rings)[number];

export type Viewer = {
  /** The account that looks; none for the public and for background work. */
  account?: string;
  /** Stands in the audit: an account's id, or the name of a piece of background work. Never a person's name. */
  name: string;
  /** Rings that this viewer is in, whatever the organization. */
  rings: readonly Ring[];
  /** Organizations (their number in the network) that this viewer works for. */
  orgs: readonly number[];
  /** Organizations whose people this viewer may propose and end. */
  directs?: readonly number[];
  /** Organizations whose listings this viewer edits, by drafts. */
  edits?: readonly number[];
  /**
   * Desks of the coalition, and those of background work. `directory` keeps the listings of the whole network;
   * `mail` carries letters and sees what became of them; `door` looks at what somebody brings to be let in; `partners` looks
   * up the keys of partners' programs, and tells those programs what has changed.
   */
  desks: readonly Desk[];
};

export const coalitionDesks = ["training", "membership", "policy", "data", "outreach", "administration"] as const;
export type CoalitionDesk = (typeof coalitionDesks)[number];
export type Desk = CoalitionDesk | "directory" | "mail" | "door" | "partners";

/** Anyone at all: what the public site and the read API show. */
export const publicViewer: Viewer = { name: "public", rings: ["public"], orgs: [], desks: [] };

/** The coalition's directory desk: imports, checks, publishes. The command line works as this viewer. */
export const directoryKeeper: Viewer = {
  name: "directory-keeper",
  rings: ["public", "network", "coalition"],
  orgs: [],
  desks: ["directory"],
};

/** Reads sources of listings again by itself. */
export const directorySources: Viewer = { ...directoryKeeper, name: "directory-sources" };

/** Carries letters, and lists those that could not be delivered. */
export const postRoom: Viewer = { name: "post-room", rings: ["public", "coalition"], orgs: [], desks: ["mail"] };

/** Signs the audit where background work was given up. It reads nothing. */
export const backgroundWork: Viewer = { name: "background-work", rings: ["public"], orgs: [], desks: [] };

/** Whoever holds the machine: signs the audit of backups and rehearsals, and reads it. */
export const machineKeeper: Viewer = { name: "machine-keeper", rings: ["public", "coalition"], orgs: [], desks: [] };

/** Looks at what somebody brings to be let in, before anyone is known. Reads means of signing in and nothing else of the network. */
export const doorViewer: Viewer = { name: "door", rings: [], orgs: [], desks: ["door"] };

/** Looks up a key that a program calls with. */
export const partnerDoor: Viewer = { name: "partner-door", rings: [], orgs: [], desks: ["partners"] };
/** Makes listings that are due into work, by night. */
export const nightDesk: Viewer = {
  name: "night-desk",
  rings: ["public", "network", "coalition"],
  orgs: [],
  desks: ["directory", "membership"],
};

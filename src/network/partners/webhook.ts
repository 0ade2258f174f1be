// The words of telling partners' programs what changed. Pure.
// What must stay true: a telling names public ids and that they changed or went, never a text; each has an id of its own, by which
// whoever gets it twice knows.

export type Change = { entity: "organization" | "service"; id: string; change: "changed" | "removed" };

/** Of changes, at most so many stand in one telling. */
export const MOST_CHANGES = 500;
/** Days of failure after which an address is switched off. */
export const FAILING_DAYS = 7;

export const webhookQueue = "webhook";

/** What is posted. The same bytes at each try. */
export function tellingBody(delivery: { id: string; made_at: string; changes: readonly Change[] }): string {
  const { id, made_at, changes } = delivery;
  return JSON.stringify({
    id,
    time: made_at,
    changes: changes.map(({ entity, id, change }) => ({ entity, id, change })),
  });
}

/** What is signed: the moment of this try in seconds, the telling's id, and the body, joined by points. */
export function signedText(time: number, id: string, body: string): string {
  return `${time}.${id}.${body}`;
}

export function isGivenUp(failingSince: string | null, now: Date): boolean {
  return failingSince !== null && now.getTime() - Date.parse(failingSince) >= FAILING_DAYS * 86_400_000;
}

export type HookLine = {
  id: string;
  address: string;
  organization: string | null;
  state: "on" | "failing" | "off";
  /** Since when it fails, or when it was switched off. */
  since: string | null;
};
export type DeliveryLine = {
  id: string;
  address: string;
  made_at: string;
  count: number;
  state: "waiting" | "delivered" | "failed";
  said: string | null;
};

export function switchedOffLetter(address: string): { subject: string; text: string } {
  return {
    subject: "An address that we tell of changes does not answer",
    text: [
      `For ${FAILING_DAYS} days we could not reach ${address}, so we stopped telling it which listings change.`,
      "",
      "When it works again, sign in, open “Keys for partners' programs”, and switch it on again. Have the program read the whole list anew then: what changed in between is not sent again.",
      "",
    ].join("\n"),
  };
}

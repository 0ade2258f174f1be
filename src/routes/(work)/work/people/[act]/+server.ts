// Bringing people in, saying yes to them, and ending what they held.

import { today } from "#kernel/dates.ts";
import { servedDatabase } from "#kernel/db/served.server.ts";
import { AppError } from "#kernel/errors.ts";
import { workOrigin } from "#kernel/http/work-site.server.ts";
import { coalitionDesks } from "#kernel/viewer/viewer.ts";
import { admit, endMembership, invite } from "#network/index.server.ts";
import { roles, TIME_ZONE } from "#network/index.ts";
import { type Act, answerPost, postedDay, postedId, signedInForPost, text } from "../../../doorway.server.ts";
import type { RequestHandler } from "./$types";

const db = async () => (await servedDatabase()).db;

function oneOf<T extends string>(list: readonly T[], value: unknown, field: string): T {
  const found = list.find((one) => one === value);
  if (!found) throw new AppError("bad_input", "Choose one of the list.", { field });
  return found;
}

const acts: Record<string, Act> = {
  invite: async (body, event) => {
    const { viewer } = await signedInForPost(event);
    const role = oneOf(roles, body.role, "role");
    const endsOn = postedDay(body.endsOn, "ends_on");
    const startsOn = today(TIME_ZONE);
    if (endsOn !== undefined && endsOn < startsOn)
      throw new AppError("bad_input", "The last day is past: choose today or later, or leave it open.", {
        field: "ends_on",
      });
    const { token, waits } = await invite(await db(), viewer, {
      name: text(body.name),
      signInName: text(body.signInName),
      role,
      org: role !== "desk" && Number.isInteger(body.org) ? Number(body.org) : null,
      desk: role === "desk" ? oneOf(coalitionDesks, body.desk, "desk") : null,
      startsOn,
      ...(endsOn !== undefined && { endsOn }),
    });
    return { link: `${workOrigin()}/work/join#${token}`, waits };
  },
  admit: async (body, event) => admit(await db(), (await signedInForPost(event)).viewer, postedId(body.id)),
  end: async (body, event) =>
    endMembership(
      await db(),
      (await signedInForPost(event)).viewer,
      postedId(body.id),
      text(body.reason).slice(0, 500),
    ),
};

export const POST: RequestHandler = (event) => answerPost(event, acts);

import { answerOne } from "../../answers.ts";

export const GET = answerOne("service_at_locations");

import { answerList } from "../answers.ts";

export const GET = answerList("service_at_locations");
export const POST = answerList("service_at_locations");

import { answerList } from "../answers.ts";

export const GET = answerList("taxonomies");
export const POST = answerList("taxonomies");

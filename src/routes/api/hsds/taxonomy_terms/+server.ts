import { answerList } from "../answers.ts";

export const GET = answerList("taxonomy_terms");
export const POST = answerList("taxonomy_terms");

import { answerList } from "../answers.ts";

export const GET = answerList("organizations");
export const POST = answerList("organizations");

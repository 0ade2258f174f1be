import { answerList } from "../answers.ts";

export const GET = answerList("services");
export const POST = answerList("services");

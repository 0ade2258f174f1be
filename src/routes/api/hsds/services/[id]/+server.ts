import { answerOne } from "../../answers.ts";

export const GET = answerOne("services");

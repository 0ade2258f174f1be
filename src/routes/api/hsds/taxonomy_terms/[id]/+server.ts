import { answerOne } from "../../answers.ts";

export const GET = answerOne("taxonomy_terms");

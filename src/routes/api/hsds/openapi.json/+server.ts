// The API's description for programs, as `npm run generate` wrote it.
import openapi from "#generated/openapi.json";
import { apiDescription } from "#network/index.server.ts";

export const GET = () => apiDescription(openapi);

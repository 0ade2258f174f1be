// The OpenAPI 3.1 document of the read API, made of the table of its lists and of the entities' own definitions. Pure.
// What must stay true: nothing is described that is not answered, and nothing answered that is not described.
import { definitions, type EntityDefinition, type FieldDefinition } from "@trellis/hsds";
import type { Words } from "#kernel/i18n/words.ts";
import { PROFILE } from "../criteria/profile.ts";
import {
  API_LISTS,
  API_PARAMETERS,
  API_PATH,
  DEFAULT_PER_PAGE,
  HSDS_VERSION,
  type ListName,
  listNames,
  MOST_MINIMAL,
  MOST_PER_PAGE,
  type ParameterName,
} from "./api.ts";

type Json = { [key: string]: unknown };

/** The document, its sentences taken from `words` (keys page_api_…). */
export function apiDocument(words: Words): Json {
  return {
    openapi: "3.1.0",
    info: { title: words("page_api_title"), description: words("page_api_lead"), version: HSDS_VERSION },
    servers: [{ url: API_PATH }],
    security: [{}, { key: [] }], // none is needed; with one, more may be asked
    paths: {
      "/": {
        get: { operationId: "root", summary: words("page_api_root"), responses: { 200: answer(words, rootSchema) } },
      },
      ...Object.fromEntries(listNames.flatMap((list) => [listPath(list, words), onePath(list, words)])),
    },
    components: {
      securitySchemes: { key: { type: "http", scheme: "bearer" } },
      parameters: Object.fromEntries(
        Object.keys(API_PARAMETERS).map((name) => [name, parameter(name as ParameterName, words)]),
      ),
      schemas: {
        ...Object.fromEntries(all.map((one) => [one.entity, schemaOf(one)])),
        service_minimal: { type: "object", required: ["id"], properties: { id: uuid, last_modified: moment } },
        message: { type: "object", required: ["message"], properties: { message: { type: "string" } } },
      },
    },
  };
}

const all = definitions(PROFILE).filter((one) => !["metadata", "meta_table_description"].includes(one.entity));
const uuid = { type: "string", format: "uuid" };
const moment = { type: "string", format: "date-time" };
const count = { type: "integer", minimum: 0 };
const uri = { type: "string", format: "uri" };
const rootSchema = {
  type: "object",
  required: ["version", "profile", "openapi_url"],
  properties: { version: { type: "string" }, profile: uri, openapi_url: uri },
};

function listPath(list: ListName, words: Words): [string, Json] {
  const { entity, parameters } = API_LISTS[list];
  const item =
    entity === "service"
      ? { anyOf: [refer("schemas", entity), refer("schemas", "service_minimal")] }
      : refer("schemas", entity);
  const page = {
    type: "object",
    required: ["total_items", "total_pages", "page_number", "size", "first_page", "last_page", "empty", "contents"],
    properties: {
      total_items: count,
      total_pages: count,
      page_number: { type: "integer", minimum: 1 },
      size: count,
      first_page: { type: "boolean" },
      last_page: { type: "boolean" },
      empty: { type: "boolean" },
      contents: { type: "array", items: item },
    },
  };
  const found = answer(words, page);
  const content = { ...(found.content as Json), "application/x-ndjson": { schema: item } };
  const operation = {
    summary: words(`page_api_list_${list}`),
    parameters: parameters.map((name) => refer("parameters", name)),
    responses: { 200: { ...found, content }, 400: refusal(words("page_api_answer_400")), ...ofCalling(words) },
  };
  return [
    `/${list}`,
    {
      get: { operationId: `list_${list}`, ...operation, responses: { ...operation.responses, 304: unchanged(words) } },
      post: { operationId: `post_${list}`, description: words("page_api_post"), ...operation },
    },
  ];
}

function onePath(list: ListName, words: Words): [string, Json] {
  const { entity, one } = API_LISTS[list];
  const get = {
    operationId: `get_${entity}`,
    summary: words(`page_api_one_${list}`),
    parameters: [
      { name: "id", in: "path", required: true, schema: uuid },
      ...one.map((name) => refer("parameters", name)),
    ],
    responses: {
      200: answer(words, refer("schemas", entity)),
      304: unchanged(words),
      400: refusal(words("page_api_answer_400")),
      404: refusal(words("page_api_answer_404")),
      ...ofCalling(words),
    },
  };
  return [`/${list}/{id}`, { get }];
}

function refer(part: "schemas" | "parameters", name: string): Json {
  return { $ref: `#/components/${part}/${name}` };
}

function answer(words: Words, schema: Json): Json {
  return { description: words("page_api_answer_200"), content: { "application/json": { schema } } };
}

/** Answers to who calls, whatever was asked. */
function ofCalling(words: Words): Json {
  return { 401: refusal(words("page_api_answer_401")), 429: refusal(words("page_api_answer_429")) };
}

function unchanged(words: Words): Json {
  return { description: words("page_api_answer_304") };
}

function refusal(description: string): Json {
  return { description, content: { "application/json": { schema: refer("schemas", "message") } } };
}

function parameter(name: ParameterName, words: Words): Json {
  const schema = {
    words: { type: "string" },
    id: uuid,
    flag: { type: "boolean", default: false },
    count: { type: "integer", minimum: 1 },
    moment: { type: "string", anyOf: [{ format: "date-time" }, { format: "date" }] },
    format: { type: "string", enum: ["json", "ndjson"], default: "json" },
    zip: { type: "string", pattern: "^\\d{5}(-\\d{4})?$" },
    meters: { type: "number", exclusiveMinimum: 0 },
  }[API_PARAMETERS[name]];
  const bounds = { page: { default: 1 }, per_page: { maximum: MOST_MINIMAL, default: DEFAULT_PER_PAGE } };
  return {
    name,
    in: "query",
    required: false,
    description: parameterWords(name, words),
    schema: { ...schema, ...(name === "page" || name === "per_page" ? bounds[name] : {}) },
  };
}

/** What a parameter does, as a sentence. */
export function parameterWords(name: ParameterName, words: Words): string {
  return words(
    `page_api_param_${name}`,
    name === "per_page" ? { usual: DEFAULT_PER_PAGE, most: MOST_PER_PAGE, minimal: MOST_MINIMAL } : {},
  );
}

function schemaOf(definition: EntityDefinition): Json {
  const { entity, fields, embeds = [] } = definition;
  const nested = all.flatMap((child) =>
    (child.nested ?? []).flatMap(({ parent, property }) =>
      parent === entity ? [[property, listOf(child.entity)] as const] : [],
    ),
  );
  const properties = {
    ...Object.fromEntries(Object.entries(fields).map(([name, field]) => [name, fieldSchema(field)])),
    ...Object.fromEntries(
      embeds.map(({ property, field }) => [property, refer("schemas", fields[field]?.reference ?? "")]),
    ),
    ...Object.fromEntries(nested),
    ...(entity === "attribute" ? {} : { attributes: listOf("attribute") }),
    ...(entity === "organization" ? { services: { type: "array", items: serviceOfOrganization } } : {}),
    ...(entity === "service_at_location" ? { service: refer("schemas", "service") } : {}),
  };
  const required = Object.entries(fields).flatMap(([name, field]) => (field.required ? [name] : []));
  return { type: "object", required: [...new Set(["id", ...required])], properties };
}

const serviceOfOrganization = {
  anyOf: [
    refer("schemas", "service"),
    { type: "object", required: ["id", "name"], properties: { id: uuid, name: { type: "string" } } },
  ],
};

function listOf(entity: string): Json {
  return { type: "array", items: refer("schemas", entity) };
}

function fieldSchema(field: FieldDefinition): Json {
  if (field.options) return { type: "string", enum: field.options };
  return {
    id: uuid,
    text: { type: "string" },
    number: { type: "number", ...(field.range && { minimum: field.range[0], maximum: field.range[1] }) },
    date: { type: "string", format: "date" },
    datetime: moment,
    time: { type: "string" },
    url: uri,
    email: { type: "string", format: "email" },
    flag: { type: "boolean" },
  }[field.type];
}

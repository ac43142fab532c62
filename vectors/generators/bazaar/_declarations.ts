/** Declarations of an endpoint without a body, one with a body, and a tool, each with its schema. */

const DIALECT = "https://json-schema.org/draft/2020-12/schema";
const STRINGS = { type: "object", additionalProperties: { type: "string" } };
const OUTPUT = { type: "object", properties: { type: { type: "string" }, format: { type: "string" }, example: {} }, required: ["type"] };

const schemaOf = (input: object): object => ({ $schema: DIALECT, type: "object", properties: { input, output: OUTPUT }, required: ["input"] });

export const GET = {
  info: { input: { type: "http", method: "GET", queryParams: { city: "Oslo" } }, output: { type: "json", example: { city: "Oslo", temperature: 7 } } },
  schema: schemaOf({
    type: "object",
    properties: {
      type: { type: "string", const: "http" },
      method: { type: "string", enum: ["GET", "HEAD", "DELETE"] },
      queryParams: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
      headers: STRINGS,
    },
    required: ["type", "method"],
    additionalProperties: false,
  }),
};

export const POST = {
  info: { input: { type: "http", method: "POST", bodyType: "json", body: { query: "fjord" } }, output: { type: "json" } },
  schema: schemaOf({
    type: "object",
    properties: {
      type: { type: "string", const: "http" },
      method: { type: "string", enum: ["POST", "PUT", "PATCH"] },
      bodyType: { type: "string", enum: ["json", "form-data", "text"] },
      body: { type: ["object", "string"] },
      queryParams: STRINGS,
      headers: STRINGS,
    },
    required: ["type", "method", "bodyType", "body"],
    additionalProperties: false,
  }),
};

export const TOOL = {
  info: { input: { type: "mcp", toolName: "weather_report", description: "Weather of a city", inputSchema: { type: "object", properties: { city: { type: "string" } }, required: ["city"] }, example: { city: "Oslo" } } },
  schema: schemaOf({
    type: "object",
    properties: {
      type: { type: "string", const: "mcp" },
      toolName: { type: "string" },
      description: { type: "string" },
      transport: { type: "string", enum: ["streamable-http", "sse"] },
      inputSchema: { type: "object" },
      example: { type: "object" },
    },
    required: ["type", "toolName", "inputSchema"],
    additionalProperties: false,
  }),
};

/** The first declaration with another schema for queryParams, and with other values of them. */
export const withQuery = (queryParams: unknown, schema: unknown, more: object = {}): object => {
  const declaration = structuredClone(GET) as unknown as { info: { input: Record<string, unknown> }; schema: { properties: { input: { properties: Record<string, unknown> } } } };
  declaration.info.input["queryParams"] = queryParams;
  declaration.schema.properties.input.properties["queryParams"] = schema;
  Object.assign(declaration.schema, more);
  return declaration;
};

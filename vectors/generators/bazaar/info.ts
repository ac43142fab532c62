import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { GET, POST, TOOL, withQuery } from "./_declarations.ts";

type Edits = Readonly<Record<"still" | "refuse", (id: string, comment: string, flag: string, path: string, to: unknown) => DraftTest>> & { readonly open: (id: string, comment: string, flag: string, path: string, to: unknown, reason: string) => DraftTest };
const editsOf = (of: DraftTest): Edits => ({
  still: (id, comment, flag, path, to) => stillValid(of, { id, comment, flags: [flag], path: `/declaration${path}`, to }),
  refuse: (id, comment, flag, path, to) => invalid(of, { id, comment, flags: [flag], path: `/declaration${path}`, to, reason: "Info is not valid under the schema, or the schema cannot be used." }),
  open: (id, comment, flag, path, to, reason) => acceptable(of, { id, comment, flags: [flag], path: `/declaration${path}`, to, reason }),
});
const declared = (id: string, comment: string, declaration: object, ...flags: string[]): DraftTest => valid({ id, comment, flags, input: { declaration: structuredClone(declaration) } });

const SERVER = "The text asks servers for more than this schema holds; whether a facilitator refuses a schema that is too lax, it does not say.";

const get = (): readonly DraftTest[] => {
  const plain = declared("get", "An endpoint that takes a query", GET);
  const { still, refuse, open } = editsOf(plain);
  const INPUT = "/info/input";
  return [
    plain,
    still("without-output", "Without output", "OptionalDemanded", "/info/output", undefined),
    still("without-query", "Without examples of the query", "OptionalDemanded", `${INPUT}/queryParams`, undefined),
    still("with-headers", "With an example of a header", "OptionalDemanded", `${INPUT}/headers`, { "x-units": "metric" }),
    still("head", "Method HEAD", "OptionalDemanded", `${INPUT}/method`, "HEAD"),
    still("example-null", "null as an example of the output, which the schema allows", "OptionalDemanded", "/info/output/example", null),
    still("query-with-more", "A parameter more than the schema names, which it does not forbid", "TooStrict", `${INPUT}/queryParams/units`, "metric"),
    still("info-with-more", "A member of info that the schema does not name and does not forbid", "TooStrict", "/info/note", "beta"),
    still("sibling", "A member beside info and schema", "TooStrict", "/version", "1"),
    still("route-template", "A route template beside info and schema", "TooStrict", "/routeTemplate", "/weather"),
    still("no-dialect", "A schema that does not name its dialect", "Dialect", "/schema/$schema", undefined),
    still("unknown-keyword", "A keyword nobody knows, which validators leave aside", "Dialect", "/schema/x-order", ["input", "output"]),
    still("annotations", "Title, description and examples in the schema", "Dialect", "/schema/properties/input/title", "How to call"),
    refuse("no-input", "Info without input", "NotValidated", INPUT, undefined),
    refuse("input-list", "A list as input", "NotValidated", INPUT, []),
    refuse("no-type", "Input without type", "NotValidated", `${INPUT}/type`, undefined),
    refuse("other-type", "The type of a tool in the schema of an endpoint", "NotValidated", `${INPUT}/type`, "mcp"),
    refuse("type-capitals", "The type in capitals", "NotValidated", `${INPUT}/type`, "HTTP"),
    refuse("no-method", "Input without method", "NotValidated", `${INPUT}/method`, undefined),
    refuse("method-of-body", "A method that has a body", "NotValidated", `${INPUT}/method`, "POST"),
    refuse("method-small", "The method in small letters", "NotValidated", `${INPUT}/method`, "get"),
    refuse("query-as-text", "The query as a text", "NotValidated", `${INPUT}/queryParams`, "city=Oslo"),
    refuse("query-without-required", "Without the parameter that the schema requires", "NotValidated", `${INPUT}/queryParams`, { town: "Oslo" }),
    refuse("query-of-other-type", "A number where the schema has a text", "NotValidated", `${INPUT}/queryParams/city`, 4),
    refuse("header-number", "A number as a header", "NotValidated", `${INPUT}/headers`, { "x-limit": 5 }),
    refuse("path-params-forbidden", "Parameters of the path, which the schema forbids", "OwnInfoRefused", `${INPUT}/pathParams`, { city: "oslo" }),
    refuse("body-type-forbidden", "A type of body, which the schema forbids", "OwnInfoRefused", `${INPUT}/bodyType`, "json"),
    refuse("inherited-name-forbidden", "A member that every JavaScript object inherits, which the schema forbids", "Inherited", `${INPUT}/constructor`, "x"),
    refuse("output-without-type", "An output without type", "NotValidated", "/info/output/type", undefined),
    refuse("output-null", "null as output", "NotValidated", "/info/output", null),
    refuse("no-info", "Without info", "NotValidated", "/info", undefined),
    refuse("info-list", "A list as info", "NotValidated", "/info", [{ type: "http" }]),
    refuse("no-schema", "Without schema", "NoSchema", "/schema", undefined),
    refuse("schema-null", "null as schema", "NoSchema", "/schema", null),
    refuse("schema-true", "true as schema, which would allow anything", "NoSchema", "/schema", true),
    refuse("schema-text", "The schema as JSON in a string", "NoSchema", "/schema", JSON.stringify(GET.schema)),
    refuse("schema-broken", "A schema with a type that does not exist", "NoSchema", "/schema/type", "dictionary"),
    refuse("schema-of-another", "The schema of an endpoint with a body", "NotValidated", "/schema", structuredClone(POST.schema)),
    open("schema-empty", "An empty schema", "LaxSchema", "/schema", {}, SERVER),
    open("schema-without-required", "A schema that does not require input", "LaxSchema", "/schema/required", undefined, SERVER),
    open("draft-07", "A schema of another draft", "Dialect", "/schema/$schema", "http://json-schema.org/draft-07/schema#", "The text has servers use draft 2020-12; what a facilitator makes of another, it does not say."),
    open("dialect-with-sign", "The dialect's name with a number sign behind it", "Dialect", "/schema/$schema", "https://json-schema.org/draft/2020-12/schema#", "Not the name of the dialect by its letters, and read as such by many."),
  ];
};

const others = (): readonly DraftTest[] => {
  const post = editsOf(declared("post", "An endpoint that takes a body", POST));
  const tool = editsOf(declared("tool", "A tool", TOOL));
  const PINNED = "The text of April 2026 names the tool in the member tool, newer text in toolName.";
  const asIn2026 = JSON.parse(JSON.stringify(TOOL).replaceAll("toolName", "tool")) as object;
  return [
    declared("post", "An endpoint that takes a body", POST),
    post.still("put", "Method PUT", "OptionalDemanded", "/info/input/method", "PUT"),
    post.still("body-text", "A text as example of the body", "OptionalDemanded", "/info/input/body", "fjord"),
    post.still("form", "A form as body", "OptionalDemanded", "/info/input/bodyType", "form-data"),
    post.still("body-and-query", "Parameters of the query beside the body", "OptionalDemanded", "/info/input/queryParams", { page: "1" }),
    post.refuse("no-body", "Without a body", "NotValidated", "/info/input/body", undefined),
    post.refuse("body-number", "A number as body", "NotValidated", "/info/input/body", 7),
    post.refuse("no-body-type", "Without the type of the body", "NotValidated", "/info/input/bodyType", undefined),
    post.refuse("body-type-xml", "A type of body the text does not have", "NotValidated", "/info/input/bodyType", "xml"),
    post.refuse("method-without-body", "A method without a body", "NotValidated", "/info/input/method", "GET"),
    declared("tool", "A tool", TOOL, "ToolMember"),
    tool.still("tool-sse", "Another transport of MCP", "OptionalDemanded", "/info/input/transport", "sse"),
    tool.still("tool-with-output", "With an output that is a text", "OptionalDemanded", "/info/output", { type: "text" }),
    tool.still("tool-without-description", "Without a description", "OptionalDemanded", "/info/input/description", undefined),
    tool.refuse("tool-without-name", "Without the tool's name", "NotValidated", "/info/input/toolName", undefined),
    tool.refuse("tool-without-input-schema", "Without the schema of the tool's input", "NotValidated", "/info/input/inputSchema", undefined),
    tool.refuse("tool-input-schema-list", "A list of parameters as schema of the input", "NotValidated", "/info/input/inputSchema", [{ name: "city" }]),
    tool.refuse("tool-stdio", "A transport that nobody can reach", "NotValidated", "/info/input/transport", "stdio"),
    tool.refuse("tool-name-in-old-member", "The name in the member of the older text, which the schema does not have", "ToolMember", "/info/input", (asIn2026 as typeof TOOL).info.input),
    tool.open("tool-as-in-april", "Name and schema as in the older text", "ToolMember", "", asIn2026, PINNED),
    tool.open("tool-name-empty", "An empty name, which the schema allows", "LaxSchema", "/info/input/toolName", "", SERVER),
  ];
};

const references = (): readonly DraftTest[] => {
  const AT = "/schema/properties/input/properties/queryParams/$ref";
  const local = declared("reference-inside", "A reference to a definition of the same schema", withQuery({ city: "Oslo" }, { $ref: "#/$defs/query" }, { $defs: { query: { type: "object", required: ["city"] } } }), "LocalReference");
  const { refuse, open } = editsOf(local);
  return [
    local,
    declared("reference-escaped", "A reference whose name has a slash and a tilde in it", withQuery({ city: "Oslo" }, { $ref: "#/$defs/a~1b~0c" }, { $defs: { "a/b~c": { type: "object", required: ["city"] } } }), "LocalReference"),
    declared("reference-to-whole", "A reference to the whole schema, for values nested in themselves", withQuery({ input: { type: "http", method: "GET" } }, { $ref: "#" }), "LocalReference"),
    refuse("reference-inside-fails", "A value that the definition refuses", "LocalReference", "/info/input/queryParams/city", undefined),
    refuse("reference-https", "A reference to a document elsewhere", "OutsideReference", AT, "https://schemas.attacker.test/query.json"),
    refuse("reference-metadata-service", "A reference to an address inside the facilitator's network", "OutsideReference", AT, "http://169.254.169.254/latest/meta-data/"),
    refuse("reference-file", "A reference to a file", "OutsideReference", AT, "file:///etc/passwd"),
    refuse("reference-relative", "A reference to a file beside the schema", "OutsideReference", AT, "query.json"),
    refuse("reference-without-scheme", "A reference to a host without a scheme", "OutsideReference", AT, "//schemas.attacker.test/query.json"),
    refuse("reference-outside-with-fragment", "A reference to a part of a document elsewhere", "OutsideReference", AT, "https://schemas.attacker.test/all.json#/$defs/query"),
    refuse("reference-to-nothing", "A reference to a definition that is not there", "LocalReference", AT, "#/$defs/absent"),
    open("reference-to-itself", "A definition that refers to itself and to nothing else", "LocalReference", "/schema/$defs/query", { $ref: "#/$defs/query" }, "The standard leaves open what becomes of an endless reference; a validator must come to an end."),
    open("id-elsewhere", "The schema's own name is a URL", "OutsideReference", "/schema/$id", "https://shop.test/schemas/weather.json", "Newer text forbids it to servers; to validate, nobody needs to fetch it."),
  ];
};

const dialect = (): readonly DraftTest[] => {
  const query = (id: string, comment: string, flag: string, value: unknown, schema: unknown): DraftTest => declared(id, comment, withQuery(value, schema), flag);
  const tuple = query("list-by-place", "A list whose places have schemas of their own, in the keyword of this draft", "Dialect", ["Oslo"], { type: "array", prefixItems: [{ type: "string" }], items: false });
  const dependent = query("member-that-demands-another", "A member that demands another, in the keyword of this draft", "Dialect", { lat: "59.9", lon: "10.7" }, { type: "object", dependentRequired: { lat: ["lon"] } });
  const short = query("one-character-outside-the-basic-plane", "A text of at most one character, which is two code units", "CodeUnits", { icon: "🌦" }, { type: "object", properties: { icon: { type: "string", maxLength: 1 } } });
  const part = query("pattern-inside", "A pattern that is found inside the text", "Pattern", { city: "Oslo" }, { type: "object", properties: { city: { type: "string", pattern: "sl" } } });
  const inherited = query("own-member-of-inherited-name", "A required member whose name every JavaScript object inherits", "Inherited", { toString: "x" }, { type: "object", required: ["toString"] });
  const choice = query("one-of-two", "Exactly one of two forms", "NotValidated", { city: "Oslo" }, { oneOf: [{ type: "object", required: ["city"] }, { type: "object", required: ["lat"] }] });
  const whole = query("whole-number", "A whole number", "NotValidated", { days: 3 }, { type: "object", properties: { days: { type: "integer", minimum: 1, maximum: 7 } } });
  const date = query("date-format", "A format, and a text of it", "Format", { day: "2026-11-21" }, { type: "object", properties: { day: { type: "string", format: "date" } } });
  const AT = "/info/input/queryParams";
  return [
    tuple,
    editsOf(tuple).refuse("list-by-place-wrong", "A number in the first place", "Dialect", `${AT}/0`, 7),
    editsOf(tuple).refuse("list-by-place-longer", "A place more than there may be", "Dialect", `${AT}/1`, "Bergen"),
    dependent,
    editsOf(dependent).refuse("member-that-demands-another-alone", "The first without the other", "Dialect", `${AT}/lon`, undefined),
    short,
    editsOf(short).refuse("two-characters", "Two characters", "CodeUnits", `${AT}/icon`, "🌦🌦"),
    part,
    editsOf(part).refuse("pattern-nowhere", "A text in which the pattern is not found", "Pattern", `${AT}/city`, "Bergen"),
    inherited,
    editsOf(inherited).refuse("inherited-name-missing", "Without it", "Inherited", AT, {}),
    choice,
    editsOf(choice).refuse("both-of-two", "Both forms at once", "NotValidated", `${AT}/lat`, "59.9"),
    whole,
    editsOf(whole).refuse("fraction", "A fraction", "NotValidated", `${AT}/days`, 2.5),
    editsOf(whole).refuse("number-as-text", "The number as a text", "NotValidated", `${AT}/days`, "3"),
    editsOf(whole).refuse("above-maximum", "A number above the maximum", "NotValidated", `${AT}/days`, 8),
    date,
    editsOf(date).open("date-format-wrong", "A text that is not of the format", "Format", `${AT}/day`, "tomorrow", "In draft 2020-12 a format is a remark, unless a validator is told to check it."),
  ];
};

export const vectors = defineVectors({
  operation: "bazaar.info.validate",
  description: "What a server declares about a resource for discovery, and whether it is what the server's own schema says. That a schema refers to nothing outside itself is of text newer than April 2026.",
  requirements: ["bazaar.decl.shape", "bazaar.decl.type", "bazaar.decl.mcp-name", "bazaar.schema.dialect", "bazaar.schema.requires-input", "bazaar.schema.validates", "bazaar.schema.no-external-ref", "bazaar.fac.validate", "bazaar.fac.no-fetch", "core.ext.info-matches-schema", "core.ext.entry-shape"],
  flags: {
    NotValidated: { bugClass: "bazaar-info-not-validated", description: "Catalogues info without holding it against its schema, or against parts of it alone.", effect: "The catalogue has entries that cannot be called.", links: [] },
    OptionalDemanded: { bugClass: "optional-member-demanded", description: "Demands a member that may be left out, or refuses one that may be there.", effect: "Lawful resources are not found.", links: [] },
    TooStrict: { bugClass: "unknown-member-refused", description: "Refuses what the schema does not forbid.", effect: "Every later addition to the protocol breaks it.", links: [] },
    OwnInfoRefused: { bugClass: "bazaar-schema-refuses-own-info", description: "Adds members to info without adding them to a schema that forbids others.", effect: "A resource with parameters in its path is never catalogued.", links: [] },
    NoSchema: { bugClass: "validation-fails-open", description: "Finds everything valid where there is no schema to hold it against.", effect: "Whoever leaves the schema out is catalogued unseen.", links: [] },
    LaxSchema: { bugClass: "bazaar-schema-lax", description: "Writes a schema that holds nothing, or trusts it to hold everything.", effect: "The catalogue has entries that cannot be called.", links: [] },
    Dialect: { bugClass: "json-schema-dialect", description: "Validates by another draft of JSON Schema, or refuses what it does not know.", effect: "Keywords that it does not know hold nothing, or lawful schemas are refused.", links: ["https://json-schema.org/draft/2020-12/json-schema-core"] },
    ToolMember: { bugClass: "bazaar-mcp-member-name", description: "Knows the tool's name in one of its two members alone.", effect: "Tools declared by the other text are not found.", links: ["https://github.com/x402-foundation/x402/issues/1461"] },
    LocalReference: { bugClass: "schema-local-reference", description: "Does not follow references inside a schema, or follows them without end.", effect: "Lawful schemas are refused, or one message stops the service.", links: ["https://json-schema.org/draft/2020-12/json-schema-core#section-8.2.3"] },
    OutsideReference: { bugClass: "schema-external-reference", description: "Fetches what a schema refers to, or leaves it aside as if it held nothing.", effect: "A stranger makes the facilitator read its own files and network.", links: ["https://github.com/x402-foundation/x402/pull/3039", "https://github.com/x402-foundation/x402/issues/3045"] },
    CodeUnits: { bugClass: "length-in-code-units", description: "Counts UTF-16 code units or bytes as characters.", effect: "Validators disagree about one message.", links: ["https://json-schema.org/draft/2020-12/json-schema-validation#section-6.3"] },
    Pattern: { bugClass: "pattern-anchored", description: "Holds a pattern against the whole text.", effect: "Lawful values are refused.", links: ["https://json-schema.org/draft/2020-12/json-schema-core#section-6.4"] },
    Inherited: { bugClass: "inherited-member-read", description: "Finds members that JavaScript objects inherit.", effect: "What is missing counts as there, and what is forbidden as allowed.", links: [] },
    Format: { bugClass: "format-asserted", description: "Depends on a check of formats that others do not make.", effect: "Validators disagree about one message.", links: ["https://json-schema.org/draft/2020-12/json-schema-validation#section-7.2"] },
  },
  groups: () => [
    { name: "query", comment: "An endpoint without a body", tests: get() },
    { name: "body-and-tool", comment: "An endpoint with a body, and a tool", tests: others() },
    { name: "references", comment: "Schemas that refer to something", tests: references() },
    { name: "dialect", comment: "Keywords of draft 2020-12", tests: dialect() },
  ],
});

/** RFC 9421 with regular expressions and the Web's URL. */

export type Field = { readonly name: string; readonly value: string };
export type Message = { readonly method?: string; readonly url?: string; readonly status?: number; readonly headers: readonly Field[]; readonly request?: Message };

/** A component or a signature's parameters: names with the text of their value; `undefined` for a bare name. */
export type Parameters = ReadonlyMap<string, string | undefined>;
export type InnerList = { readonly components: readonly { readonly name: string; readonly parameters: Parameters }[]; readonly parameters: Parameters };

const STRING = String.raw`"(?:[ !#-\[\]-~]|\\["\\])*"`;
const VALUE = String.raw`(?:${STRING}|-?\d{1,15}(?:\.\d{1,3})?|\?[01]|:[A-Za-z0-9+/=]*:|[A-Za-z*][!#$%&'*+.^_\x60|~A-Za-z0-9:/-]*)`;
const PARAMETERS = String.raw`(?:; *[a-z*][a-z0-9_.*-]*(?:=${VALUE})?)*`;
const ITEM = String.raw`${STRING}${PARAMETERS}`;
const LIST = String.raw`\( *(?:${ITEM}(?: +${ITEM})*)? *\)${PARAMETERS}`;

const parametersOf = (text: string): Parameters =>
  new Map([...text.matchAll(new RegExp(String.raw`; *([a-z*][a-z0-9_.*-]*)(?:=(${VALUE}))?`, "g"))].map((match) => [match[1] ?? "", match[2] === "?1" ? undefined : match[2]]));

/** Reads an inner list of strings. @throws Error where it is none */
export const innerList = (text: string): InnerList => {
  if (!new RegExp(`^${LIST}$`).test(text)) throw new Error("no inner list of strings");
  const close = new RegExp(String.raw`^\((?:[^")]|${STRING})*\)`).exec(text)?.[0] ?? "";
  const components = [...close.matchAll(new RegExp(String.raw`(${STRING})(${PARAMETERS})`, "g"))].map((match) => ({ name: JSON.parse(match[1] ?? '""') as string, parameters: parametersOf(match[2] ?? "") }));
  return { components, parameters: parametersOf(text.slice(close.length)) };
};

/** Members of a dictionary whose values are inner lists or byte sequences, as text. @throws Error where it is none */
export const dictionary = (text: string): ReadonlyMap<string, string> => {
  const member = String.raw`([a-z*][a-z0-9_.*-]*)=(${LIST}|:[A-Za-z0-9+/=]*:${PARAMETERS})`;
  if (!new RegExp(`^ *${member}(?:[ \\t]*,[ \\t]*${member})*[ \\t]*$`).test(text)) throw new Error("no dictionary of lists or bytes");
  return new Map([...text.matchAll(new RegExp(member, "g"))].map((match) => [match[1] ?? "", match[2] ?? ""]));
};

const serialized = (parameters: Parameters): string => [...parameters].map(([name, value]) => `;${name}${value === undefined ? "" : `=${value}`}`).join("");

/** Values of a field, line by line, without the white space around them. */
export const linesOf = (message: Message, name: string): readonly string[] => message.headers.filter((field) => field.name.toLowerCase() === name).map(({ value }) => value.replace(/^[ \t]+|[ \t]+$/g, ""));

const encode = (text: string): string => encodeURIComponent(text).replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);

const derived = (message: Message, name: string, parameters: Parameters): string | undefined => {
  if (name === "@status") return message.status?.toString();
  if (message.status !== undefined || message.url === undefined) return undefined;
  const url = new URL(message.url);
  const query = /\?([^#]*)/.exec(message.url)?.[1] ?? "";
  switch (name) {
    case "@method":
      return message.method;
    case "@authority":
      return url.host;
    case "@scheme":
      return url.protocol.slice(0, -1);
    case "@target-uri":
      return message.url;
    case "@request-target":
      return url.pathname + url.search;
    case "@path":
      return url.pathname;
    case "@query":
      return `?${query}`;
    case "@query-param": {
      const wanted = parameters.get("name");
      const values = [...new URLSearchParams(query)].filter(([key]) => wanted !== undefined && encode(key) === JSON.parse(wanted)).map(([, value]) => value);
      return values.length === 1 && values[0] !== undefined ? encode(values[0]) : undefined;
    }
    default:
      return undefined;
  }
};

const valueOf = (message: Message, name: string, parameters: Parameters): string => {
  if (name !== name.toLowerCase()) throw new Error(`${name}: not in lower case`);
  for (const parameter of parameters.keys()) if (!(parameter === "req" || (parameter === "bs" && !name.startsWith("@")) || (parameter === "name" && name === "@query-param"))) throw new Error(`${name}: unknown parameter ${parameter}`);
  const of = parameters.has("req") ? message.request : message;
  if (of === undefined) throw new Error(`${name}: no request`);
  const lines = linesOf(of, name);
  const value = name.startsWith("@") ? derived(of, name, parameters) : lines.length === 0 ? undefined : lines.map((line) => (parameters.has("bs") ? `:${Buffer.from(line, "latin1").toString("base64")}:` : line)).join(", ");
  if (value === undefined) throw new Error(`${name}: not there`);
  return value;
};

/** The signature base. @throws Error where the RFC has none */
export const signatureBase = (message: Message, list: InnerList): string => {
  const lines = list.components.map(({ name, parameters }) => [`${JSON.stringify(name)}${serialized(parameters)}`, valueOf(message, name, parameters)] as const);
  const identifiers = lines.map(([identifier]) => identifier);
  if (new Set(identifiers).size !== identifiers.length) throw new Error("a component twice");
  return [...lines.map(([identifier, value]) => `${identifier}: ${value}`), `"@signature-params": (${identifiers.join(" ")})${serialized(list.parameters)}`].join("\n");
};

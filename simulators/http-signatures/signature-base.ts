import type { HeaderFields } from "../transports/http/http-fetch.ts";
import { type InnerList, isInnerList, type Item, parseDictionary, serializeMember, serializeParameters, stringOf, StructuredFieldError } from "./structured-fields.ts";

/** What a signature of RFC 9421 is over. */

/** An HTTP message, as far as a signature can cover it. A message with a `status` is a response. */
export interface SignableMessage {
  readonly method?: string;
  /** Absolute, as the request was meant: scheme, authority, path and query. */
  readonly url?: string;
  readonly status?: number;
  readonly headers: HeaderFields;
  /** What a response answers, for components with `req`. */
  readonly request?: SignableMessage;
}

/** A component that a message does not have, or that nobody may sign: RFC 9421 §2.5. */
export class ComponentError extends Error {
  override readonly name = "ComponentError";
}

/**
 * The signature base of RFC 9421 §2.5: one line for each component in the order in which they are covered, and one for the
 * parameters.
 *
 * @throws ComponentError where a component is unknown, twice or not in the message
 */
export function signatureBase(options: { message: SignableMessage; covered: InnerList }): string {
  const { message, covered } = options;
  const seen = new Set<string>();
  const lines = covered.items.map((item) => {
    const identifier = serializeMember(item);
    if (seen.has(identifier)) throw new ComponentError(`${identifier} is covered twice`);
    seen.add(identifier);
    return `${identifier}: ${valueOf({ message, item })}`;
  });
  return [...lines, `"@signature-params": ${serializeMember(covered)}`].join("\n");
}

/** Names of the components of the message itself that are covered, in whatever form their values are. */
export function coveredNames(covered: InnerList): readonly string[] {
  return covered.items.flatMap(({ value, parameters }) => (parameters.has("req") || parameters.has("tr") ? [] : [stringOf(value) ?? ""]));
}

function valueOf({ message, item }: { message: SignableMessage; item: Item }): string {
  const name = stringOf(item.value);
  const { parameters } = item;
  if (name === undefined || name !== name.toLowerCase() || name === "@signature-params") throw new ComponentError(`${serializeMember(item)} is no component`);
  const of = parameters.has("req") ? message.request : message;
  if (of === undefined) throw new ComponentError(`${serializeMember(item)} is of a request, and there is none`);
  const others = [...parameters.keys()].filter((parameter) => parameter !== "req");
  const value = name.startsWith("@") ? derivedValue({ message: of, name, parameters: others, whole: item }) : fieldValue({ message: of, name, parameters: others, whole: item });
  if (value === undefined) throw new ComponentError(`${serializeMember(item)} is not in the message`);
  return value;
}

/** RFC 9421 §2.2. */
function derivedValue({ message, name, parameters, whole }: { message: SignableMessage; name: string; parameters: readonly string[]; whole: Item }): string | undefined {
  const [parameter, second] = parameters;
  if (name === "@query-param" && parameter === "name" && second === undefined && message.status === undefined) return queryParam({ message, wanted: stringOf(whole.parameters.get("name")) });
  if (parameters.length > 0) throw new ComponentError(`${serializeMember(whole)} has a parameter that is not known here`);
  if (name === "@status") return message.status?.toString();
  if (message.status !== undefined) return undefined;
  if (name === "@method") return message.method;
  if (message.url === undefined || !URL.canParse(message.url)) return undefined;
  const { protocol, host, pathname, search } = new URL(message.url);
  // The URL class drops the default port and writes names in lower case, as §2.2.3 asks for.
  const parts: Readonly<Record<string, string>> = {
    "@authority": host,
    "@scheme": protocol.slice(0, -1),
    "@target-uri": message.url,
    "@request-target": `${pathname}${search}`,
    "@path": pathname,
    "@query": search === "" ? "?" : search,
  };
  return parts[name];
}

/** RFC 9421 §2.2.8: decoded as forms are, and encoded anew. One that stands there twice cannot be signed. */
function queryParam({ message, wanted }: { message: SignableMessage; wanted: string | undefined }): string | undefined {
  if (message.url === undefined || !URL.canParse(message.url)) return undefined;
  const values = [...new URL(message.url).searchParams].filter(([name]) => encoded(name) === wanted).map(([, value]) => value);
  return values.length === 1 && values[0] !== undefined ? encoded(values[0]) : undefined;
}

function encoded(text: string): string {
  return encodeURIComponent(text).replaceAll(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`);
}

/** RFC 9421 §2.1. */
function fieldValue({ message, name, parameters, whole }: { message: SignableMessage; name: string; parameters: readonly string[]; whole: Item }): string | undefined {
  const lines = message.headers.filter(([field]) => field.toLowerCase() === name).map(([, value]) => value.replaceAll(/^[ \t]+|[ \t]+$/g, "").replaceAll(/[ \t]*\r?\n[ \t]+/g, " "));
  if (lines.length === 0) return undefined;
  const [parameter, second] = parameters;
  if (parameter === undefined) return lines.join(", ");
  if (second !== undefined) throw new ComponentError(`${serializeMember(whole)} has parameters that do not go together here`);
  if (parameter === "bs") return lines.map((line) => `:${Buffer.from(line, "latin1").toString("base64")}:`).join(", ");
  if (parameter !== "key" && parameter !== "sf") throw new ComponentError(`${serializeMember(whole)} has a parameter that is not known here`);
  const members = dictionaryOf({ text: lines.join(", "), whole });
  if (parameter === "sf") return [...members].map(([key, member]) => (!isInnerList(member) && member.value === "?1" ? `${key}${serializeParameters(member.parameters)}` : `${key}=${serializeMember(member)}`)).join(", ");
  const member = members.get(stringOf(whole.parameters.get("key")) ?? "");
  return member === undefined ? undefined : serializeMember(member);
}

function dictionaryOf({ text, whole }: { text: string; whole: Item }): ReturnType<typeof parseDictionary> {
  try {
    return parseDictionary(text);
  } catch (error) {
    if (error instanceof StructuredFieldError) throw new ComponentError(`${serializeMember(whole)}: ${error.message}`);
    throw error;
  }
}

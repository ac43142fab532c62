import { utf8ToBytes } from "@noble/hashes/utils";
import { itemText, parametersText } from "./_structured-fields.ts";
import type { Member, Parameters } from "./_structured-fields.ts";

export type Message = { readonly method?: string; readonly url?: string; readonly status?: number; readonly headers: readonly { readonly name: string; readonly value: string }[]; readonly request?: Message };

/** What a URL of the Web is made of, without normalizing anything but the authority. */
const target = (url: string): { scheme: string; authority: string; path: string; query: string | undefined } => {
  const [, scheme = "", authority = "", path = "", query] = /^([a-z]+):\/\/([^/?#]*)([^?#]*)(?:\?([^#]*))?/i.exec(url) ?? [];
  const usual = scheme.toLowerCase() === "https" ? ":443" : ":80";
  const host = authority.toLowerCase();
  return { scheme: scheme.toLowerCase(), authority: host.endsWith(usual) ? host.slice(0, -usual.length) : host, path: path === "" ? "/" : path, query };
};

/** Percent-encoding of application/x-www-form-urlencoded, undone. */
const decoded = (text: string): string => {
  const bytes: number[] = [];
  for (let at = 0; at < text.length; at++) {
    const escape = /^%[0-9a-fA-F]{2}/.exec(text.slice(at))?.[0];
    if (escape === undefined) bytes.push(...utf8ToBytes(text.charAt(at) === "+" ? " " : text.charAt(at)));
    else bytes.push(Number.parseInt(escape.slice(1), 16));
    if (escape !== undefined) at += 2;
  }
  return new TextDecoder().decode(Uint8Array.from(bytes));
};
const encoded = (text: string): string => Array.from(utf8ToBytes(text), (byte) => (/[A-Za-z0-9*._-]/.test(String.fromCharCode(byte)) ? String.fromCharCode(byte) : `%${byte.toString(16).toUpperCase().padStart(2, "0")}`)).join("");

const queryParameter = (query: string, name: string | undefined): string | undefined => {
  const values = query.split("&").flatMap((pair) => {
    const [key = "", ...rest] = pair.split("=");
    return encoded(decoded(key)) === name ? [encoded(decoded(rest.join("=")))] : [];
  });
  return values.length === 1 ? values[0] : undefined;
};

const ofRequest: Readonly<Record<string, (message: Message, parameters: Parameters) => string | undefined>> = {
  "@method": ({ method }) => method,
  "@authority": ({ url = "" }) => target(url).authority,
  "@scheme": ({ url = "" }) => target(url).scheme,
  "@target-uri": ({ url }) => url,
  "@request-target": ({ url = "" }) => target(url).path + (target(url).query === undefined ? "" : `?${target(url).query ?? ""}`),
  "@path": ({ url = "" }) => target(url).path,
  "@query": ({ url = "" }) => `?${target(url).query ?? ""}`,
  "@query-param": ({ url = "" }, parameters) => queryParameter(target(url).query ?? "", parameters.find(([name]) => name === "name")?.[1].value),
};

/** Lines of a field, trimmed. */
export const fieldLines = (message: Message, name: string): readonly string[] => message.headers.flatMap((field) => (field.name.toLowerCase() === name ? [field.value.replace(/^[ \t]*([\s\S]*?)[ \t]*$/, "$1")] : []));

const base64 = (text: string): string => btoa(text);

const component = (message: Message, name: string, parameters: Parameters): string => {
  const names = parameters.map(([key]) => key);
  const known = name === "@query-param" ? ["req", "name"] : name.startsWith("@") ? ["req"] : ["req", "bs"];
  if (/[A-Z]/.test(name) || names.some((key) => !known.includes(key))) throw new Error(`no component ${name}`);
  const from = names.includes("req") ? message.request : message;
  if (from === undefined) throw new Error("no request to take it from");
  if (!name.startsWith("@")) {
    const lines = fieldLines(from, name);
    if (lines.length === 0) throw new Error(`no field ${name}`);
    return (names.includes("bs") ? lines.map((line) => `:${base64(line)}:`) : lines).join(", ");
  }
  const value = name === "@status" ? from.status?.toString() : from.status === undefined ? ofRequest[name]?.(from, parameters) : undefined;
  if (value === undefined) throw new Error(`no component ${name}`);
  return value;
};

/** The signature base of RFC 9421. @throws Error where there is none */
export const signatureBase = (message: Message, list: Member): string => {
  if (list.kind !== "list" || list.items.some(({ value }) => value.kind !== "string")) throw new Error("no inner list of strings");
  const seen = new Set<string>();
  let base = "";
  for (const item of list.items) {
    const identifier = itemText(item);
    if (seen.has(identifier)) throw new Error(`${identifier} twice`);
    seen.add(identifier);
    base += `${identifier}: ${component(message, item.value.value, item.parameters)}\n`;
  }
  return `${base}"@signature-params": (${[...seen].join(" ")})${parametersText(list.parameters)}`;
};

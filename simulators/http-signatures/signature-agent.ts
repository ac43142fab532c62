import type { HeaderFields } from "../transports/http/http-fetch.ts";
import { fieldValues } from "../transports/http/http-fetch.ts";
import { isInnerList, parseDictionary, stringOf } from "./structured-fields.ts";

/** The header field in which a client says where its keys are. */
export const SIGNATURE_AGENT = "Signature-Agent";

/** RFC 8615 path of a signature agent's keys, at its origin. */
export const DIRECTORY_PATH = "/.well-known/http-message-signatures-directory";

export const DIRECTORY_TYPE = "application/http-message-signatures-directory+json";

/**
 * Origin of the agent that a message names. The text writes a bare host, which means https; drafts of the field a string
 * with a URL, or a dictionary of such strings.
 *
 * @returns e.g. `https://mycrawler.com`; `undefined` where none is named, or more than one
 */
export function signatureAgentOf(headers: HeaderFields): string | undefined {
  const [value, second] = fieldValues({ headers, name: SIGNATURE_AGENT });
  return value === undefined || second !== undefined ? undefined : agentOrigin(value);
}

/** The origin that one value of the field names. */
export function agentOrigin(value: string): string | undefined {
  const text = value.trim();
  const named = stringOf(text) ?? memberOf(text) ?? text;
  const url = /^https?:\/\//i.test(named) ? named : `https://${named}`;
  if (/[\s"=,]/.test(named) || !URL.canParse(url)) return undefined;
  const { origin, protocol } = new URL(url);
  return protocol === "https:" || protocol === "http:" ? origin : undefined;
}

/** The URL of a dictionary's only member. */
function memberOf(text: string): string | undefined {
  if (!/^[a-z*][a-z0-9_.*-]*=/.test(text)) return undefined;
  try {
    const [member, second] = parseDictionary(text).values();
    return member === undefined || second !== undefined || isInnerList(member) ? undefined : stringOf(member.value);
  } catch {
    return undefined;
  }
}

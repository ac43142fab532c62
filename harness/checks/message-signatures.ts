import { createHash } from "node:crypto";
import { ComponentError, type Ed25519Jwk, findKey, type FoundSignature, isEd25519Jwk, type SignableMessage, signaturesOf, verifiesMessage } from "../../simulators/http-signatures/index.ts";
import { derived } from "../trace/derived.ts";
import type { HttpRequestEvent, HttpResponseEvent } from "../trace/events.ts";
import { headerValue, headerValues } from "../trace/headers.ts";
import type { Trace } from "../trace/trace.ts";
import { facts as clientFacts, isObject, type Paid } from "./client-steps.ts";

/** Message signatures of RFC 9421 as they stand in a trace, read of whoever sent them. */

/** Signatures of a message; none where its fields cannot be read. */
export const signaturesIn = derived((message: HttpRequestEvent | HttpResponseEvent): readonly FoundSignature[] => {
  try {
    return signaturesOf(message.headers);
  } catch {
    return [];
  }
});

/** Whether a message has both fields of a signature, whatever is in them. */
export function isSigned(message: HttpRequestEvent | HttpResponseEvent): boolean {
  return ["signature-input", "signature"].every((name) => headerValues({ headers: message.headers, name }).length > 0);
}

/** A request as it can be signed. @param options.prefix path in front of the recorded target @param options.scheme default `http` */
export function signableRequest(options: { request: HttpRequestEvent; prefix?: string; scheme?: "http" | "https" }): SignableMessage {
  const { request, prefix = "", scheme = "http" } = options;
  const host = headerValue({ headers: request.headers, name: "host" }) ?? "";
  return { method: request.method, url: `${scheme}://${host}${prefix}${request.target}`, headers: request.headers };
}

/** The request of a client as it sent it, at the case's server or beside it. */
export function signablePayment(payment: Paid, trace: Trace): SignableMessage {
  return signableRequest({ request: payment.attempt.request, prefix: `/c-${clientFacts(trace)?.tag ?? ""}` });
}

/** Whether one of the keys made a signature. `"unclear"` where it covers what this suite cannot work out. */
export function madeBy(options: { message: SignableMessage; found: FoundSignature; keys: readonly Ed25519Jwk[] }): boolean | "unclear" {
  const { message, found, keys } = options;
  try {
    return keys.some((key) => verifiesMessage({ message, found, key }));
  } catch (error) {
    if (error instanceof ComponentError) return "unclear";
    throw error;
  }
}

/**
 * Whether the key of a signature is among those that somebody publishes. What `keyid` calls it RFC 9421 leaves to the application, and the
 * text's own examples call it by anything: so a key that made the signature is there whatever it is called.
 *
 * @returns `"unclear"` where a key that is published may be the one, and this suite cannot try it
 */
export function isPublished(options: { message: SignableMessage; found: FoundSignature; keys: readonly unknown[] }): boolean | "unclear" {
  const { message, found, keys } = options;
  if (found.keyid !== undefined && hasKey({ keys, keyid: found.keyid })) return true;
  const made = madeBy({ message, found, keys: keys.filter(isEd25519Jwk) });
  return made === false && keys.some((key) => !isEd25519Jwk(key)) ? "unclear" : made;
}

/** Whether a signature of a client's payment is one by a key of its own. `"unclear"` where its key is not known, or not of the one kind this suite tries. */
export function isOwnSignature(options: { payment: Paid; trace: Trace; found: FoundSignature }): boolean | "unclear" {
  const { payment, trace, found } = options;
  const { request } = payment.attempt;
  const keys = clientKeys(trace);
  const made = madeBy({ message: signablePayment(payment, trace), found, keys });
  if (made !== false) return made;
  if (found.alg !== undefined && found.alg !== "ed25519") return "unclear";
  if (found.keyid !== undefined && findKey({ keys, keyid: found.keyid }) !== undefined) return false;
  const directory = directoryOf(trace, headerValue({ headers: request.headers, name: "signature-agent" }) ?? "");
  // Where all its keys could be looked up, there is no other.
  return directory?.status === 200 && keysOf(directory.body).every(isEd25519Jwk) ? false : "unclear";
}

/** What a client was seen to publish: mark `directory`. */
export interface PublishedKeys {
  /** Signature-Agent, as it was sent. */
  readonly agent: string;
  readonly url: string;
  readonly status?: number;
  readonly body?: unknown;
  readonly error?: string;
}

export function directoryOf(trace: Trace, agent: string): PublishedKeys | undefined {
  return trace.marks<PublishedKeys>("directory").find((mark) => mark.agent === agent);
}

export function keysOf(body: unknown): readonly unknown[] {
  return isObject(body) && Array.isArray(body["keys"]) ? (body["keys"] as readonly unknown[]) : [];
}

/** Ed25519 keys by which a client may have signed: those it was given, and those it publishes. */
export function clientKeys(trace: Trace): readonly Ed25519Jwk[] {
  const given = trace.marks<{ jwk: Ed25519Jwk }>("agent").map(({ jwk }) => jwk);
  return [...given, ...trace.marks<PublishedKeys>("directory").flatMap(({ body }) => keysOf(body).filter(isEd25519Jwk))];
}

/** Whether a directory has the key that a `keyid` names: by its `kid`, or by its thumbprint (RFC 7638), whatever kind it is. */
export function hasKey(options: { keys: readonly unknown[]; keyid: string }): boolean {
  const { keys, keyid } = options;
  return findKey({ keys, keyid }) !== undefined || keys.some((key) => isObject(key) && (key["kid"] === keyid || thumbprint(key) === keyid));
}

/** Members that a thumbprint is over, in the order of their names: RFC 7638 §3.2. */
const REQUIRED: Readonly<Record<string, readonly string[]>> = { EC: ["crv", "kty", "x", "y"], OKP: ["crv", "kty", "x"], RSA: ["e", "kty", "n"] };

function thumbprint(key: Readonly<Record<string, unknown>>): string | undefined {
  const members = REQUIRED[String(key["kty"])];
  return members === undefined ? undefined : createHash("sha256").update(JSON.stringify(Object.fromEntries(members.map((name) => [name, key[name]])))).digest("base64url");
}

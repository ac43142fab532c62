import type { HeaderFields } from "../transports/http/http-fetch.ts";
import { fieldValues } from "../transports/http/http-fetch.ts";
import { type Ed25519Jwk, type Ed25519Key, verifyEd25519 } from "./ed25519-key.ts";
import { type SignableMessage, signatureBase } from "./signature-base.ts";
import { bytesOf, type InnerList, integerOf, isInnerList, type Item, parseDictionary, serializeBytes, serializeMember, serializeString, stringOf } from "./structured-fields.ts";

/** Signatures of RFC 9421: Signature-Input and Signature, made with Ed25519 and read from strangers. */

export interface SignMessage {
  readonly message: SignableMessage;
  /** Names of components; one with parameters as an item. */
  readonly components: readonly (string | Item)[];
  /** In their order; numbers are Unix seconds. */
  readonly parameters: Readonly<Record<string, string | number>>;
  readonly key: Ed25519Key;
  /** Default `sig`. */
  readonly label?: string;
}

/**
 * Signs a message with Ed25519: RFC 9421 §3.1.
 *
 * @returns the two header fields
 * @throws ComponentError where the message lacks a component
 *
 * @example
 * signMessage({ message, components: ["@authority"], parameters: { created: 1700000000, keyid: key.thumbprint, tag: "web-bot-auth" }, key });
 */
export function signMessage(options: SignMessage): HeaderFields {
  const { message, components, key, label = "sig" } = options;
  const covered: InnerList = {
    items: components.map((component) => (typeof component === "string" ? { value: serializeString(component), parameters: new Map() } : component)),
    parameters: new Map(Object.entries(options.parameters).map(([name, value]) => [name, typeof value === "number" ? String(value) : serializeString(value)])),
  };
  const signature = key.sign(Buffer.from(signatureBase({ message, covered }), "utf8"));
  return [
    ["Signature-Input", `${label}=${serializeMember(covered)}`],
    ["Signature", `${label}=${serializeBytes(signature)}`],
  ];
}

/** A signature of a message as it came, before anybody looked whether it is good. */
export interface FoundSignature {
  readonly label: string;
  readonly covered: InnerList;
  readonly signature: Uint8Array;
  readonly keyid?: string;
  readonly tag?: string;
  readonly alg?: string;
  /** Unix seconds. */
  readonly created?: number;
  /** Unix seconds. */
  readonly expires?: number;
}

/**
 * The signatures a message carries: those whose label stands in both fields.
 *
 * @throws StructuredFieldError where a field is none
 */
export function signaturesOf(headers: HeaderFields): readonly FoundSignature[] {
  const read = (name: string): ReturnType<typeof parseDictionary> => parseDictionary(fieldValues({ headers, name }).join(", "));
  const signatures = read("Signature");
  return [...read("Signature-Input")].flatMap(([label, covered]) => {
    const member = signatures.get(label);
    const signature = member === undefined || isInnerList(member) ? undefined : bytesOf(member.value);
    return signature === undefined || !isInnerList(covered) ? [] : [{ label, covered, signature, ...parametersOf(covered) }];
  });
}

/** Whether a signature of a message is one by that key. @throws ComponentError where the message lacks a component */
export function verifiesMessage(options: { message: SignableMessage; found: FoundSignature; key: Ed25519Jwk }): boolean {
  const { message, found, key } = options;
  return verifyEd25519({ key, data: Buffer.from(signatureBase({ message, covered: found.covered }), "utf8"), signature: found.signature });
}

function parametersOf({ parameters }: InnerList): Partial<Pick<FoundSignature, "keyid" | "tag" | "alg" | "created" | "expires">> {
  const texts = { keyid: stringOf(parameters.get("keyid")), tag: stringOf(parameters.get("tag")), alg: stringOf(parameters.get("alg")) };
  const times = { created: integerOf(parameters.get("created")), expires: integerOf(parameters.get("expires")) };
  return Object.fromEntries(Object.entries({ ...texts, ...times }).filter(([, value]) => value !== undefined));
}

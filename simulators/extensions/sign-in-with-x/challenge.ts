import { isObject } from "../../json.ts";

/** What a server asks to be signed: extensions/sign-in-with-x.md, Server-Declared Fields. */
export interface Challenge {
  /** Every member of `info`, those the text does not define included. */
  readonly info: Readonly<Record<string, unknown>> & ChallengeInfo;
  readonly supportedChains: readonly SupportedChain[];
}

export interface ChallengeInfo {
  readonly domain: string;
  readonly uri: string;
  readonly version: "1";
  readonly nonce: string;
  readonly issuedAt: string;
  readonly statement?: string;
  readonly expirationTime?: string;
  readonly notBefore?: string;
  readonly requestId?: string;
  readonly resources?: readonly string[];
}

export interface SupportedChain {
  /** CAIP-2. */
  readonly chainId: string;
  readonly type: string;
}

const REQUIRED = ["domain", "uri", "version", "nonce", "issuedAt"];
const OPTIONAL = ["statement", "expirationTime", "notBefore", "requestId"];
/** A challenge is a stranger's: whoever signs it has to be able to read it. */
const MAX_CHARACTERS = 2_000;
const MAX_RESOURCES = 50;

/** `undefined` for what is none, and for what would not be one line each: a line break could forge lines of the message. */
export function readChallenge(advertised: unknown): Challenge | undefined {
  const { info, supportedChains } = isObject(advertised) ? advertised : {};
  if (!isObject(info) || info["version"] !== "1" || !Array.isArray(supportedChains)) return undefined;
  const { resources } = info;
  const isSound = REQUIRED.every((member) => isLine(info[member])) && OPTIONAL.every((member) => info[member] === undefined || isLine(info[member])) && (resources === undefined || (Array.isArray(resources) && resources.length <= MAX_RESOURCES && resources.every(isLine)));
  return isSound ? { info: info as Challenge["info"], supportedChains: (supportedChains as unknown[]).filter(isChain) } : undefined;
}

/**
 * Whether a challenge is for the site that was asked, and for now. Who signs one for another site signs in
 * there for whoever is in between: Security Considerations, Domain Binding.
 *
 * @param options.now milliseconds since the Unix epoch
 */
export function isForUs(options: { challenge: Challenge; url: string; now: number }): boolean {
  const { domain, uri, expirationTime } = options.challenge.info;
  const asked = new URL(options.url);
  if (domain !== asked.host && domain !== asked.hostname) return false;
  if (!URL.canParse(uri) || new URL(uri).origin !== asked.origin) return false;
  return expirationTime === undefined || Date.parse(expirationTime) > options.now;
}

function isLine(value: unknown): value is string {
  return typeof value === "string" && value.length <= MAX_CHARACTERS && !/[\r\n]/.test(value);
}

function isChain(value: unknown): value is SupportedChain {
  return isObject(value) && typeof value["chainId"] === "string" && typeof value["type"] === "string";
}

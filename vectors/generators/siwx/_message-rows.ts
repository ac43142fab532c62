import { acceptable, invalid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";

/** Edits that the messages of both kinds of chain have in common. */

type MemberRow = readonly [id: string, comment: string, flag: string, member: string, value: unknown];

/** Values that stand in the text just as they are. */
export const otherValues: readonly MemberRow[] = [
  ["domain-with-port", "A domain with a port", "ValueRewritten", "domain", "127.0.0.1:4021"],
  ["domain-localhost", "A host without a dot", "ValueRewritten", "domain", "localhost:3000"],
  ["domain-deep", "A long domain", "ValueRewritten", "domain", "a.b-c.weather.shop.test"],
  ["domain-upper-case", "Letters in upper case", "ValueRewritten", "domain", "Shop.Test"],
  ["uri-with-query", "A query and a fragment", "ValueRewritten", "uri", "https://shop.test/weather?city=Z%C3%BCrich&units=c#today"],
  ["uri-without-path", "An origin without a slash behind it", "ValueRewritten", "uri", "https://shop.test"],
  ["uri-default-port", "The port that https has anyway", "ValueRewritten", "uri", "https://shop.test:443/weather"],
  ["uri-upper-case-host", "A host in upper case", "ValueRewritten", "uri", "https://SHOP.test/Weather"],
  ["uri-dot-segments", "A path that could be shortened", "ValueRewritten", "uri", "https://shop.test/a/../weather"],
  ["uri-percent-lower-case", "Percent-encoding in lower case", "ValueRewritten", "uri", "https://shop.test/caf%c3%a9"],
  ["nonce-upper-case", "A nonce in upper case", "ValueRewritten", "nonce", "A1B2C3D4E5F67890A1B2C3D4E5F67890"],
  ["nonce-8-characters", "The shortest nonce there is", "ValueRewritten", "nonce", "7Yq2Kd0P"],
  ["nonce-like-a-number", "A nonce that reads as a number", "ValueRewritten", "nonce", "00000000000000000000000000000e10"],
  ["issued-without-fraction", "A time in whole seconds", "TimeRewritten", "issuedAt", "2026-11-21T12:00:00Z"],
  ["issued-one-digit-fraction", "A tenth of a second", "TimeRewritten", "issuedAt", "2026-11-21T12:00:00.5Z"],
  ["issued-microseconds", "Microseconds, as Python writes them", "TimeRewritten", "issuedAt", "2026-11-21T12:00:00.123456Z"],
  ["issued-nanoseconds", "Nanoseconds, as Go writes them", "TimeRewritten", "issuedAt", "2026-11-21T12:00:00.123456789Z"],
  ["issued-offset", "A time with an offset", "TimeRewritten", "issuedAt", "2026-11-21T13:00:00.000+01:00"],
  ["issued-zero-offset", "An offset of zero instead of Z", "TimeRewritten", "issuedAt", "2026-11-21T12:00:00+00:00"],
  ["expiration-offset", "An end with an offset", "TimeRewritten", "expirationTime", "2026-11-21T07:05:00-05:00"],
  ["expiration-without-fraction", "An end in whole seconds", "TimeRewritten", "expirationTime", "2026-11-21T12:05:00Z"],
  ["statement-punctuation", "Every mark a statement may have", "ValueRewritten", "statement", "I accept: https://shop.test/tos?v=1#a [really] & (truly); @you, $5 * 2 + 1 = 11! ~'_'"],
  ["statement-spaces", "Two spaces inside a statement", "ValueRewritten", "statement", "Sign in  to read"],
  ["statement-like-a-line", "A statement that looks like a line of the message", "ValueRewritten", "statement", "URI: https://other.test"],
  ["statement-resources", "A statement that is the word before the list", "ValueRewritten", "statement", "Resources:"],
  ["statement-long", "A statement of 2000 characters", "ValueRewritten", "statement", "weather ".repeat(250).trim()],
  ["resources-three", "Three resources, in their order", "OptionalLine", "resources", ["https://shop.test/b", "https://shop.test/a", "https://shop.test/b"]],
  ["resources-other-schemes", "Resources that are no web pages", "OptionalLine", "resources", ["ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi", "urn:uuid:2f3c1f0e-5a8e-4c2b-9a5e-0d7f3f1b2c4d"]],
];

/** Optional members that come in addition. */
export const addedMembers: readonly MemberRow[] = [
  ["with-not-before", "A beginning", "OptionalLine", "notBefore", "2026-11-21T11:59:00.000Z"],
  ["with-request-id", "A request's id", "OptionalLine", "requestId", "8f14e45f-ceea-4672-9b5a"],
  ["not-before-offset", "A beginning with an offset", "TimeRewritten", "notBefore", "2026-11-21T17:29:00+05:30"],
  ["request-id-marks", "A request's id with marks", "ValueRewritten", "requestId", "order:42@shop;a=b&c'd"],
];

const member = (name: string): string => `/info/${name}`;

/** Each required member taken away: what a template then writes is a word nobody meant. */
export const missingMembers = (plain: DraftTest, reason: string): readonly DraftTest[] =>
  ["domain", "uri", "version", "nonce", "issuedAt"].map((name) => invalid(plain, { id: `${name.toLowerCase()}-missing`, comment: `A challenge without ${name}`, flags: ["MissingMember"], path: member(name), to: undefined, reason }));

/** A line break in each value. */
export const injections = (plain: DraftTest, why: string): readonly DraftTest[] => {
  const reason = `${why} The line break would forge lines of the message.`;
  const row = (id: string, comment: string, name: string, to: unknown): DraftTest => invalid(plain, { id, comment, flags: ["LineInjected"], path: member(name), to, reason });
  return [
    row("statement-line-break", "A statement that ends the block and brings a URI of its own", "statement", "Hello\n\nURI: https://evil.test\nVersion: 1"),
    row("statement-line-break-alone", "A statement of two harmless lines", "statement", "Hello\nagain"),
    row("statement-line-break-last", "A line feed behind the statement", "statement", "Hello\n"),
    row("statement-line-break-first", "A line feed before the statement", "statement", "\nHello"),
    row("statement-crlf", "Carriage return and line feed", "statement", "Hello\r\nagain"),
    row("domain-line-break", "A line break in the domain", "domain", "shop.test\nevil.test"),
    row("uri-line-break", "A line break in the uri", "uri", "https://shop.test/weather\nVersion: 1"),
    row("nonce-line-break", "A line break in the nonce", "nonce", "a1b2c3d4e5f67890\nIssued At: 2020-01-01T00:00:00Z"),
    row("issued-line-break", "A line break behind issuedAt", "issuedAt", "2026-11-21T12:00:00Z\nExpiration Time: 2099-01-01T00:00:00Z"),
    row("expiration-line-break", "A line break behind expirationTime", "expirationTime", "2026-11-21T12:05:00Z\nRequest ID: 7"),
    row("request-id-line-break", "A line break in requestId", "requestId", "7\nResources:\n- https://evil.test"),
    row("resource-line-break", "A line break in a resource", "resources", ["https://shop.test/weather\n- https://evil.test"]),
  ];
};

/** Values of another type or form, of which nobody comes to harm. */
export const twistedTypes = (plain: DraftTest, reason: string): readonly DraftTest[] => {
  const open = (id: string, comment: string, flag: string, name: string, to: unknown): DraftTest => acceptable(plain, { id, comment, flags: [flag], path: member(name), to, reason });
  return [
    invalid(plain, { id: "resources-string", comment: "One string for the list of resources, which falls apart into its characters when it is spread", flags: ["MemberForm"], path: member("resources"), to: "https://shop.test/weather", reason: "resources is a list of URIs." }),
    open("version-number", "The version as a number", "MemberForm", "version", 1),
    open("nonce-short", "A nonce of seven characters", "MemberForm", "nonce", "a1b2c3d"),
    open("nonce-hyphens", "A UUID as nonce", "MemberForm", "nonce", "2f3c1f0e-5a8e-4c2b-9a5e-0d7f3f1b2c4d"),
    open("issued-date-only", "A date without a time", "MemberForm", "issuedAt", "2026-11-21"),
    open("issued-word", "A word for a time", "MemberForm", "issuedAt", "now"),
    open("uri-relative", "A uri without its origin", "MemberForm", "uri", "/weather"),
    open("domain-with-scheme", "A domain with its scheme", "MemberForm", "domain", "https://shop.test"),
    open("statement-empty", "An empty statement", "EmptyOptional", "statement", ""),
    open("statement-unicode", "A statement beyond ASCII", "MemberForm", "statement", "Anmelden für das Wetter ☀"),
    open("resources-empty", "An empty list of resources", "EmptyOptional", "resources", []),
    open("request-id-empty", "An empty request id", "EmptyOptional", "requestId", ""),
    open("expiration-empty", "An empty end", "EmptyOptional", "expirationTime", ""),
  ];
};

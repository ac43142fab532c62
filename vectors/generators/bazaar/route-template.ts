import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";

const PATH = "/routeTemplate";
const plain = valid({ id: "plain", comment: "One parameter", input: { routeTemplate: "/users/:userId" } });

const RIGHT: readonly (readonly [id: string, comment: string, flag: string, to: string])[] = [
  ["two-parameters", "Two parameters in a row", "Characters", "/weather/:country/:city"],
  ["parameter-first", "A parameter as the first segment", "Characters", "/:tenant/orders"],
  ["parameter-inside", "A parameter between fixed segments", "Characters", "/users/:userId/orders"],
  ["no-parameter", "No parameter", "Characters", "/weather"],
  ["one-character", "One character behind the slash", "Characters", "/w"],
  ["version-with-dot", "A dot within a segment", "Dots", "/v1.0/users/:userId"],
  ["parameter-and-suffix", "A parameter before a file's ending", "Dots", "/files/:name.json"],
  ["dot-segment", "A segment of one dot", "Dots", "/a/./:id"],
  ["dots-apart", "Two dots with a slash between them", "Dots", "/a./.b"],
  ["tilde", "A tilde", "Characters", "/~:user/home"],
  ["hyphen-underscore", "A hyphen and an underscore", "Characters", "/air-quality/:station_id"],
  ["capitals", "Capitals", "Characters", "/API/:ID"],
  ["trailing-slash", "A slash at the end", "Characters", "/users/:userId/"],
  ["encoded-letters", "Letters outside ASCII, encoded", "Encoding", "/st%C3%A4dte/:id"],
  ["encoded-space", "A space, encoded", "Encoding", "/air%20quality/:id"],
  ["encoded-small", "An encoding in small letters", "Encoding", "/st%c3%a4dte/:id"],
  ["one-encoded-dot", "One dot, encoded", "Dots", "/v1%2e0/:id"],
  ["colon-and-slash", "A colon with one slash behind it", "Scheme", "/urn:/:id"],
  ["long", "A template of 300 characters", "Characters", `/${"segment/".repeat(37)}:id`],
];

const REFUSED: readonly (readonly [id: string, comment: string, flag: string, to: unknown])[] = [
  ["empty", "Nothing", "Form", ""],
  ["slash-alone", "A slash alone", "Form", "/"],
  ["relative", "No slash at the beginning", "Form", "users/:userId"],
  ["leading-space", "A space before the slash", "Form", " /users/:userId"],
  ["brackets", "Parameters in brackets, as servers write them for themselves", "ServerSyntax", "/users/[userId]"],
  ["braces", "Parameters in braces", "ServerSyntax", "/users/{userId}"],
  ["angle-brackets", "Parameters in angle brackets", "ServerSyntax", "/users/<userId>"],
  ["asterisk", "An asterisk for the rest of the path", "ServerSyntax", "/files/*"],
  ["optional-parameter", "A question mark behind a parameter", "ServerSyntax", "/users/:userId?"],
  ["regular-expression", "A regular expression behind a parameter", "ServerSyntax", "/users/:userId(\\d+)"],
  ["query", "A query", "Characters", "/users/:userId?full=1"],
  ["fragment", "A fragment", "Characters", "/users/:userId#top"],
  ["space", "A space", "Characters", "/air quality/:id"],
  ["letter-outside-ascii", "A letter outside ASCII", "Characters", "/städte/:id"],
  ["backslash", "A backslash, which some URL parsers read as a slash", "Characters", "/users\\:userId"],
  ["at-sign", "An at sign, which paths may have and templates may not", "Characters", "/users/@:userId"],
  ["plus", "A plus sign, which paths may have and templates may not", "Characters", "/a+b/:id"],
  ["semicolon", "A semicolon, which paths may have and templates may not", "Characters", "/users;v=1/:id"],
  ["angle-script", "Markup", "Characters", "/<script>"],
  ["newline-behind", "A line feed behind it, which $ of many regular expressions lets pass", "Anchor", "/users/:userId\n"],
  ["newline-inside", "A line break inside", "Anchor", "/users\r\n/:userId"],
  ["nul", "A NUL", "Characters", "/users/\u0000/:userId"],
  ["dots", "Two dots as a segment", "Traversal", "/users/../admin"],
  ["dots-at-end", "Two dots at the end", "Traversal", "/users/.."],
  ["three-dots", "Three dots, which are two in a row", "Traversal", "/users/.../:id"],
  ["dots-within-segment", "Two dots within a segment", "Traversal", "/users/a..b"],
  ["encoded-dots", "Two dots, encoded", "Traversal", "/users/%2e%2e/admin"],
  ["encoded-dots-capital", "Two dots, encoded in capitals", "Traversal", "/users/%2E%2E/admin"],
  ["half-encoded-dots", "Two dots, one of them encoded", "Traversal", "/users/.%2e/admin"],
  ["encoded-dots-and-slash", "Two dots and a slash, encoded", "Traversal", "/users/%2e%2e%2fadmin"],
  ["url", "A URL", "Scheme", "https://evil.test/users/:userId"],
  ["url-behind-slash", "A URL behind a slash", "Scheme", "/https://evil.test"],
  ["encoded-url", "A URL behind a slash, encoded", "Scheme", "/https%3a%2f%2fevil.test"],
  ["half-encoded-url", "A URL behind a slash, its colon encoded", "Scheme", "/https%3A//evil.test"],
  ["null", "null", "OtherType", null],
  ["number", "A number", "OtherType", 7],
  ["list", "A list of segments", "OtherType", ["users", ":userId"]],
];

const OPEN: readonly (readonly [id: string, comment: string, flag: string, to: string, reason: string])[] = [
  ["encoded-twice", "Two dots, encoded twice", "Traversal", "/users/%252e%252e/admin", "Decoded once there are no two dots; decoding again is more than the rules ask for, and safe."],
  ["percent-alone", "A percent sign that begins no encoding", "Encoding", "/users/100%/:id", "The rules do not say what an encoding that cannot be decoded is."],
  ["percent-not-hex", "A percent sign before other letters", "Encoding", "/users/%zz/:id", "The rules do not say what an encoding that cannot be decoded is."],
  ["not-utf-8", "An encoded byte that is no UTF-8", "Encoding", "/users/%ff/:id", "The rules do not say what an encoding that cannot be decoded is."],
  ["encoded-newline", "A line feed, encoded", "Encoding", "/users/%0a/:id", "Inside the rules by its letters; refusing it is the safe reading."],
  ["encoded-nul", "A NUL, encoded", "Encoding", "/users/%00/:id", "Inside the rules by its letters; refusing it is the safe reading."],
  ["two-slashes-first", "Two slashes at the beginning, behind which a browser expects a host", "Scheme", "//evil.test/:id", "Inside the rules by its letters; refusing it is the safe reading."],
  ["parameter-without-name", "A colon without a name", "Form", "/users/:", "Inside the rules by its letters, and no template that anything can be made of."],
];

export const vectors = defineVectors({
  operation: "bazaar.route-template.validate",
  description: "Which route templates may be keys of a catalogue. One that may not is dropped, and the path of the request takes its place.",
  requirements: ["bazaar.fac.route-validate", "bazaar.fac.route-decode", "bazaar.fac.route-fallback", "bazaar.decl.route-valid", "bazaar.decl.route-syntax"],
  flags: {
    Form: { bugClass: "route-template-form", description: "Takes any text for a template.", effect: "Entries under keys that are no paths.", links: [] },
    Characters: { bugClass: "route-template-characters", description: "Draws the set of characters wider or narrower.", effect: "Keys that break what they are put into, or routes that are never found as one.", links: [] },
    ServerSyntax: { bugClass: "route-template-server-syntax", description: "Publishes the syntax of its own router.", effect: "Each path of a route becomes an entry of its own.", links: ["https://github.com/x402-foundation/x402/pull/1313"] },
    Dots: { bugClass: "route-template-dots", description: "Takes every dot for a step up.", effect: "Routes with versions or file endings are never found as one.", links: [] },
    Traversal: { bugClass: "path-traversal", description: "Does not look for two dots, or looks before it decodes.", effect: "An entry takes the place of another's.", links: ["https://cwe.mitre.org/data/definitions/22.html"] },
    Scheme: { bugClass: "url-in-path", description: "Does not look for a URL inside, or looks before it decodes.", effect: "An entry sends clients to another host.", links: [] },
    Encoding: { bugClass: "percent-encoding", description: "Refuses what is encoded, or fails at what cannot be decoded.", effect: "Routes with letters outside ASCII are lost, or one message stops the service.", links: ["https://www.rfc-editor.org/rfc/rfc3986#section-2.1"] },
    Anchor: { bugClass: "pattern-line-end", description: "Uses a pattern whose end is the end of a line.", effect: "A key with a line feed: another one to the store, the same to the eye.", links: ["https://docs.python.org/3/library/re.html"] },
    OtherType: { bugClass: "type-not-checked", description: "Converts a value of the wrong JSON type instead of refusing it.", effect: "Two readers of one message see different values.", links: [] },
  },
  groups: () => {
    const right = RIGHT.map(([id, comment, flag, to]): DraftTest => stillValid(plain, { id, comment, flags: [flag], path: PATH, to }));
    const refused = REFUSED.map(([id, comment, flag, to]): DraftTest => invalid(plain, { id, comment, flags: [flag], path: PATH, to, reason: "Breaks a rule for templates, so it is dropped." }));
    const open = OPEN.map(([id, comment, flag, to, reason]): DraftTest => acceptable(plain, { id, comment, flags: [flag], path: PATH, to, reason }));
    return [{ name: "templates", comment: "Route templates", tests: [plain, ...right, ...refused, ...open] }];
  },
});

import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { withValueAt } from "../../json-pointer.ts";
import { base64, FREE_TEXT, HEADER_NAMES, MESSAGES } from "./_messages.ts";
import type { HeaderName } from "./_messages.ts";

const PATH = "/values/0";

/** What is asked of one header alone: it hunts errors of a decoder of base64, UTF-8 or JSON, which implementations share among their headers. */
const ASKED_ONCE: ReadonlySet<string> = new Set([
  "two-byte", "three-byte", "combining", "right-to-left", "controls-escaped", "line-separators", "quotes-and-slashes", "json-with-crlf", "json-reversed-members", "leading-and-trailing-space-in-json",
  "percent-encoded-json", "hex", "data-url", "quoted", "exclamation-marks", "first-byte-missing", "json-single-quotes", "json-comment", "json-unquoted-members", "json-nan", "number", "overlong", "cut-character", "byte-order-mark",
]);

/** Free texts that tell decoders apart that treat bytes as characters. */
const TEXTS: readonly (readonly [id: string, comment: string, text: string])[] = [
  ["latin-1-range", "Characters that Latin-1 has too, two bytes each in UTF-8", "Crème brûlée, 5 £"],
  ["two-byte", "Cyrillic and Greek", "Погода и αέρας"],
  ["three-byte", "Han and Kana", "天気予報です"],
  ["four-byte", "Characters outside the basic plane", "🌦 weather 🛰"],
  ["combining", "A letter and a combining accent, which must not be normalised", "Cafe\u0301"],
  ["right-to-left", "Arabic and Hebrew", "طقس מזג אוויר"],
  ["bytes-0xfb-0xff", "Bytes that become + and / in base64", "ûûû ÿÿÿ >>>???"],
  ["controls-escaped", "Control characters, which JSON writes as escapes", "a\u0000b\u001fc\u007f"],
  ["line-separators", "U+2028 and U+2029, which JSON allows bare", "one\u2028two\u2029three"],
  ["quotes-and-slashes", "Characters JSON escapes", 'say "\\/" twice'],
];

const raw = (name: HeaderName): string => JSON.stringify(MESSAGES[name]);

/** Every byte string that is JSON but not what `JSON.stringify` writes. */
const stillJson = (name: HeaderName, plain: DraftTest): readonly DraftTest[] => {
  const spaced = JSON.stringify(MESSAGES[name], null, 2);
  const escaped = raw(name).replace("eip155", "\\u0065ip155").replaceAll("/", "\\/");
  return [
    stillValid(plain, { id: "json-with-white-space", comment: "The JSON is written over several lines", flags: ["JsonForm"], path: PATH, to: base64(spaced) }),
    stillValid(plain, { id: "json-with-crlf", comment: "Lines end with carriage return and line feed", flags: ["JsonForm"], path: PATH, to: base64(spaced.replaceAll("\n", "\r\n")) }),
    stillValid(plain, { id: "json-escapes", comment: "Characters written as escapes that need none", flags: ["JsonForm"], path: PATH, to: base64(escaped) }),
    stillValid(plain, { id: "json-reversed-members", comment: "Members in reverse order", flags: ["JsonForm"], path: PATH, to: base64(JSON.stringify(Object.fromEntries(Object.entries(MESSAGES[name]).toReversed()))) }),
    stillValid(plain, { id: "leading-and-trailing-space-in-json", comment: "White space around the JSON text", flags: ["JsonForm"], path: PATH, to: base64(` \t\n${raw(name)}\n`) }),
  ];
};

const padded = (name: HeaderName, plain: DraftTest): readonly DraftTest[] =>
  [0, 1, 2].map((residue) => {
    const text = raw(name) + " ".repeat((3 + residue - (raw(name).length % 3)) % 3);
    const signs = ["no", "two", "one"][residue] ?? "";
    return stillValid(plain, { id: `padding-${signs}`, comment: `Base64 that ends with ${signs} padding signs`, flags: ["Padding"], path: PATH, to: base64(`${text}   `) });
  });

const refusals = (name: HeaderName, plain: DraftTest): readonly DraftTest[] => {
  const text = raw(name);
  const code = base64(text);
  const refuse = (id: string, comment: string, flag: string, to: string, reason: string): DraftTest => invalid(plain, { id, comment, flags: [flag], path: PATH, to, reason });
  return [
    refuse("empty", "The header is there and empty", "NotBase64", "", "An empty value holds no JSON."),
    refuse("raw-json", "JSON that was not encoded", "NotBase64", text, "The value is JSON itself and not base64 of it."),
    refuse("percent-encoded-json", "JSON encoded for a URL", "NotBase64", encodeURIComponent(text), "The value is not base64."),
    refuse("hex", "JSON encoded as hex", "NotBase64", Buffer.from(text).toString("hex"), "The value decodes to no JSON."),
    refuse("encoded-twice", "Base64 of base64", "NotBase64", base64(code), "The decoded text is base64 again and not JSON."),
    refuse("data-url", "Base64 behind a data URL's prefix", "NotBase64", `data:application/json;base64,${code}`, "The value is not base64."),
    refuse("exclamation-marks", "No character of the alphabet at all", "NotBase64", "!!!!", "The value is not base64."),
    refuse("cut-off", "The last third is missing", "Truncated", code.slice(0, Math.floor(code.length / 6) * 4), "The decoded JSON ends early."),
    refuse("first-byte-missing", "The first three bytes are missing", "Truncated", code.slice(4), "The decoded text does not begin a JSON value."),
    refuse("json-trailing-comma", "A comma before the closing brace", "NotJson", base64(`${text.slice(0, -1)},}`), "A trailing comma is not JSON."),
    refuse("json-single-quotes", "Single quotation marks", "NotJson", base64(text.replaceAll('"', "'")), "JSON strings are in double quotation marks."),
    refuse("json-comment", "A comment before the object", "NotJson", base64(`/* payment */${text}`), "JSON has no comments."),
    refuse("json-trailing-text", "Text after the object", "NotJson", base64(`${text}x`), "Nothing may follow the JSON value."),
    refuse("json-two-values", "Two objects in a row", "NotJson", base64(`${text}${text}`), "The decoded text is two JSON values."),
    refuse("json-unquoted-members", "Member names without quotation marks", "NotJson", base64(text.replace(/"(\w+)":/g, "$1:")), "Member names are strings in JSON."),
    refuse("list", "A list that holds the object", "NotAnObject", base64(`[${text}]`), "The message is an object, not a list."),
    refuse("string", "A string that holds the JSON", "NotAnObject", base64(JSON.stringify(text)), "The message is an object, not a string that holds one."),
    refuse("null", "null", "NotAnObject", base64("null"), "The message is an object."),
    refuse("number", "A number", "NotAnObject", base64("2"), "The message is an object."),
    refuse("utf-16", "UTF-16 instead of UTF-8", "NotUtf8", base64(Buffer.from(text, "utf16le")), "Read as UTF-8 it has a NUL behind each character, which no JSON has between its tokens."),
  ];
};

/** The text asks the sender for base64; it does not ask a receiver to refuse its near relatives. */
const leftOpen = (name: HeaderName, plain: DraftTest): readonly DraftTest[] => {
  // The free text forces both + and / into the code.
  const code = base64(JSON.stringify(MESSAGES[name]).replace("{", '{"~~?":">>>???",'));
  const open = (id: string, comment: string, flag: string, to: string, reason: string): DraftTest => acceptable(plain, { id, comment, flags: [flag], path: PATH, to, reason });
  const sender = "No sender may write this, and no rule makes a receiver refuse it.";
  const replaced = "Bytes that are no UTF-8 must not be sent (RFC 8259 section 8.1); parsers may take more than JSON (section 9), and those of some languages put a replacement character there.";
  const bytes = Buffer.from(raw(name).replace(/[a-z]{4}/, "abcd"));
  const broken = (...wrong: number[]): Buffer => {
    const index = bytes.indexOf("a");
    return Buffer.concat([bytes.subarray(0, index), Buffer.from(wrong), bytes.subarray(index + 1)]);
  };
  return [
    open("url-safe-alphabet", "- and _ instead of + and /", "UrlSafeBase64", code.replaceAll("+", "-").replaceAll("/", "_"), sender),
    open("unpadded", "Padding left away", "Padding", base64(`${raw(name)}${" ".repeat((4 - (raw(name).length % 3)) % 3 || 1)}`).replace(/=+$/, ""), sender),
    open("line-wrapped", "A line break after 76 characters, folded into the field", "WhiteSpaceInBase64", `${code.slice(0, 76)} ${code.slice(76)}`, sender),
    open("quoted", "Base64 within quotation marks", "NotBase64", `"${code}"`, "Decoders that leave other characters aside read it; the text does not name RFC 4648, whose section 3.3 has them refused."),
    open("latin-1-byte", "A Latin-1 byte inside a string", "NotUtf8", base64(broken(0xe9)), replaced),
    open("overlong", "An overlong sequence for a slash", "NotUtf8", base64(broken(0xc0, 0xaf)), replaced),
    open("cut-character", "A multi-byte character cut in the middle", "NotUtf8", base64(broken(0xf0, 0x9f, 0x8c)), replaced),
    open("json-nan", "NaN as a value", "NotJson", base64(`${raw(name).slice(0, -1)},"x":NaN}`), "JSON has no NaN, and parsers may take more than JSON (RFC 8259 section 9); Python's does."),
    open("byte-order-mark", "A byte order mark before the JSON", "ByteOrderMark", base64(`\ufeff${raw(name)}`), "RFC 8259 section 8.1 forbids writing it and allows ignoring it."),
    open("member-twice", "A member named twice", "DuplicateMember", base64(raw(name).replace("{", '{"x402Version":1,"success":false,')), "RFC 8259 section 4 leaves open which of two members of one name counts."),
  ];
};

export const vectors = defineVectors({
  operation: "header.decode",
  description: "The envelope of the three HTTP headers: standard base64 of the UTF-8 JSON of one object.",
  requirements: ["http.402.header-base64", "http.402.single-header", "http.req.header-base64", "http.req.malformed-base64", "http.req.duplicate-header", "http.req.oversize-header", "http.success.header-base64", "http.client.malformed-402"],
  flags: {
    NonAsciiText: { bugClass: "base64-bytes-as-characters", description: "Takes each decoded byte for a character (as atob alone does), or refuses what is not ASCII.", effect: "Names and descriptions arrive garbled; an echoed resource or accepted entry no longer matches.", links: ["https://developer.mozilla.org/docs/Web/API/Window/atob"] },
    JsonForm: { bugClass: "json-compared-as-text", description: "Expects the JSON of one particular serializer.", effect: "Peers written in another language are refused.", links: ["https://www.rfc-editor.org/rfc/rfc8259"] },
    Padding: { bugClass: "base64-padding", description: "Mishandles padding.", effect: "One message in three or two in three is refused.", links: ["https://www.rfc-editor.org/rfc/rfc4648"] },
    UrlSafeBase64: { bugClass: "base64-url-alphabet", description: "Writes or reads the URL-safe alphabet.", effect: "Messages with + or / in their code are lost, which looks like a flaky peer.", links: ["https://www.rfc-editor.org/rfc/rfc4648"] },
    WhiteSpaceInBase64: { bugClass: "base64-line-wrapped", description: "Wraps lines, as MIME encoders do.", effect: "A header injection guard or the peer refuses the message.", links: ["https://www.rfc-editor.org/rfc/rfc4648"] },
    NotBase64: { bugClass: "base64-not-checked", description: "Guesses at a value that is not base64.", effect: "Proxies and peers see different messages in one header.", links: [] },
    Truncated: { bugClass: "truncated-message-accepted", description: "Takes a message that was cut off.", effect: "A size limit on the way turns into a wrong payment instead of an error.", links: [] },
    NotJson: { bugClass: "lenient-json", description: "Reads a superset of JSON.", effect: "Two readers of one header disagree on what it says.", links: ["https://www.rfc-editor.org/rfc/rfc8259"] },
    NotAnObject: { bugClass: "top-level-type-not-checked", description: "Does not check that the message is an object.", effect: "A crash, answered with 500, or a member read from a list.", links: [] },
    NotUtf8: { bugClass: "invalid-utf8-accepted", description: "Replaces bytes that are no UTF-8 without saying so.", effect: "What is verified differs from what was signed or logged.", links: ["https://www.rfc-editor.org/rfc/rfc8259#section-8.1"] },
    ByteOrderMark: { bugClass: "byte-order-mark", description: "Trips over a byte order mark.", effect: "A message of a peer that writes one is refused.", links: ["https://www.rfc-editor.org/rfc/rfc8259#section-8.1"] },
    DuplicateMember: { bugClass: "duplicate-json-member", description: "Reads the first of two members where the peer reads the last.", effect: "What one side checks is not what the other pays.", links: ["https://www.rfc-editor.org/rfc/rfc8259#section-4"] },
    Missing: { bugClass: "missing-header-read", description: "Reads something out of a header that is not there.", effect: "A crash, answered with 500, or an empty message taken for one.", links: [] },
    SeveralValues: { bugClass: "duplicate-header", description: "Takes the first or the last of several header values without a word.", effect: "A proxy that adds a header decides which payment counts.", links: ["https://www.rfc-editor.org/rfc/rfc9110#section-5.3"] },
    LargeMessage: { bugClass: "header-size-limit", description: "Cuts or refuses messages that are only long.", effect: "Offers with many entries or extensions fail.", links: [] },
  },
  groups: () =>
    HEADER_NAMES.map((name) => {
      const message = MESSAGES[name];
      const prefix = name.toLowerCase();
      const plain = valid({ id: "plain", comment: "A plain message", input: { values: [base64(raw(name))] }, output: message });
      const other = base64(raw(name).replace("2500", "2501").replace("insufficient", "missing"));
      const texts = TEXTS.map(([id, comment, text]) => {
        const output = withValueAt(message, FREE_TEXT[name], text);
        return stillValid(plain, { id, comment, flags: ["NonAsciiText"], path: PATH, to: base64(JSON.stringify(output)), output });
      });
      const sizes = [2, 4, 8].map((kilobytes) => {
        const output = withValueAt(message, FREE_TEXT[name], "w".repeat(kilobytes * 768 - raw(name).length));
        return stillValid(plain, { id: `size-${kilobytes}-kb`, comment: `A header of about ${kilobytes} KB`, flags: ["LargeMessage"], path: PATH, to: base64(JSON.stringify(output)), output });
      });
      const several = [
        invalid(plain, { id: "no-value", comment: "The header is missing", flags: ["Missing"], path: PATH, to: undefined, reason: "There is no header to decode." }),
        acceptable(plain, { id: "same-value-twice", comment: "The same value in two fields", flags: ["SeveralValues"], path: "/values/1", to: base64(raw(name)), reason: "The text says nothing of a repeated field." }),
        acceptable(plain, { id: "two-values", comment: "Two fields with different messages", flags: ["SeveralValues"], path: "/values/1", to: other, reason: "The text says nothing of a repeated field; refusing is the safe reading." }),
        acceptable(plain, { id: "comma-joined", comment: "Two values joined with a comma, as HTTP libraries do", flags: ["SeveralValues"], path: PATH, to: `${base64(raw(name))}, ${other}`, reason: "How a joined field is read is left to the reader; refusing is the safe reading." }),
      ];
      const tests = [plain, ...texts, ...stillJson(name, plain), ...padded(name, plain), ...sizes, ...refusals(name, plain), ...leftOpen(name, plain), ...several];
      return { name: prefix, comment: `Values of ${name}`, shared: { name }, tests: tests.filter(({ id }) => name === "PAYMENT-REQUIRED" || !ASKED_ONCE.has(id)).map((test) => prefixed({ test, prefix })) };
    }),
});

/** Ids are unique in a file, so each group puts its name before them. */
const prefixed = ({ test, prefix }: { test: DraftTest; prefix: string }): DraftTest => ({ ...test, id: `${prefix}.${test.id}`, ...(test.pair === undefined ? {} : { pair: { ...test.pair, of: `${prefix}.${test.pair.of}` } }) });

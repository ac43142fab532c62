import { defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
const plain = valid({ id: "plain", comment: "A prefix and a UUID without its hyphens", input: { id: "pay_7d5d747be160e280504c099d984bcfe0" } });

const RIGHT: readonly (readonly [id: string, comment: string, flag: string, to: string])[] = [
  ["shortest", "16 characters", "Length", "order-0000000007"],
  ["one-more-than-shortest", "17 characters", "Length", "order-00000000017"],
  ["one-less-than-longest", "127 characters", "Length", "a".repeat(127)],
  ["longest", "128 characters", "Length", "a".repeat(128)],
  ["uuid", "A UUID with its hyphens and no prefix", "OneForm", "7d5d747b-e160-4280-904c-099d984bcfe0"],
  ["prefix-and-uuid", "A prefix and a UUID with its hyphens", "OneForm", "pay_7d5d747b-e160-4280-904c-099d984bcfe0"],
  ["uuid-capitals", "A UUID in capitals", "OneForm", "7D5D747B-E160-4280-904C-099D984BCFE0"],
  ["uuid-version-7", "A UUID of another version", "OneForm", "pay_019a2f4e-7c1b-7d3a-8f00-5b1c2d3e4f50"],
  ["ulid", "Capitals and digits", "OneForm", "01ARZ3NDEKTSV4RRFFQ69G5FAV"],
  ["only-digits", "Digits alone, more than fit a number", "OneForm", "9007199254740993"],
  ["only-letters", "Letters alone", "OneForm", "abcdefghijklmnop"],
  ["only-hyphens", "Hyphens alone", "OneForm", "-".repeat(16)],
  ["only-underscores", "Underscores alone", "OneForm", "_".repeat(16)],
  ["begins-with-hyphen", "A hyphen first, which a command line takes for an option", "OneForm", "-order-000000007"],
  ["whole-alphabet", "Every character that is allowed", "OneForm", ALPHABET],
];

const REFUSED: readonly (readonly [id: string, comment: string, flag: string, to: unknown])[] = [
  ["too-short", "15 characters", "Length", "order-000000007"],
  ["one-character", "One character", "Length", "7"],
  ["empty", "Nothing", "Length", ""],
  ["too-long", "129 characters", "Length", "a".repeat(129)],
  ["far-too-long", "100,000 characters", "Length", "a".repeat(100_000)],
  ["space-inside", "A space inside", "Alphabet", "pay 7d5d747be160e280504c099d984bcfe0"],
  ["space-behind", "A space behind it", "Trimmed", "pay_7d5d747be160e280504c099d984bcfe0 "],
  ["short-with-spaces", "15 characters and a space, which make 16", "Trimmed", "order-000000007 "],
  ["newline-behind", "A line feed behind it, which $ of many regular expressions lets pass", "Trimmed", "pay_7d5d747be160e280504c099d984bcfe0\n"],
  ["newline-inside", "A line break inside, as in a forged line of a log", "Alphabet", "pay_7d5d747be160\r\ne280504c099d984bcfe0"],
  ["nul-inside", "A NUL inside, where a C string ends", "Alphabet", "pay_7d5d747be160e280\u0000504c099d984bcfe0"],
  ["point", "A point", "Alphabet", "pay.7d5d747be160e280504c099d984bcfe0"],
  ["colon", "A colon, which key stores use between parts of a key", "Alphabet", "pay:7d5d747be160e280504c099d984bcfe0"],
  ["slash", "A slash and two dots, as in a path", "Alphabet", "../../pay_7d5d747be160e280504c099d98"],
  ["plus-and-equals", "Characters of base64", "Alphabet", "fV10e+Fg4oBQTAmdmEvP4A=="],
  ["quote", "A quotation mark", "Alphabet", "pay_7d5d747be160e280504c099d984bcfe'"],
  ["percent", "A percent sign", "Alphabet", "pay%5f7d5d747be160e280504c099d984bcf"],
  ["braces", "A UUID in braces", "Alphabet", "{7d5d747b-e160-4280-904c-099d984bcfe0}"],
  ["urn", "A UUID as URN", "Alphabet", "urn:uuid:7d5d747b-e160-4280-904c-099d984bcfe0"],
  ["accented-letter", "A letter outside ASCII, which isalnum of many languages takes", "Unicode", "zahlung_für_müller_0007"],
  ["cyrillic-letter", "A letter of another script that looks the same", "Unicode", "p\u0430y_7d5d747be160e280504c099d984bcfe0"],
  ["full-width-digits", "Digits of double width", "Unicode", "pay_\uff10\uff11\uff12\uff13\uff14\uff15\uff16\uff17\uff18\uff19\uff10\uff11"],
  ["arabic-indic-digits", "Arabic-Indic digits", "Unicode", `pay_${"\u0663".repeat(16)}`],
  ["non-breaking-hyphen", "A hyphen that is another character", "Unicode", "order\u20110000000000007"],
  ["emoji", "Eight characters that are sixteen code units", "Unicode", "\u{1f4b0}".repeat(8)],
  ["zero-width", "A character without width", "Unicode", "pay_7d5d747be160\u200be280504c099d984bcfe0"],
  ["number", "A number", "OtherType", 9007199254740991],
  ["null", "null", "OtherType", null],
  ["list", "A list of one id", "OtherType", ["pay_7d5d747be160e280504c099d984bcfe0"]],
  ["list-of-characters", "A list of sixteen characters, whose length is right", "OtherType", Array.from("order-0000000007")],
  ["object", "An object", "OtherType", { value: "pay_7d5d747be160e280504c099d984bcfe0" }],
];

export const vectors = defineVectors({
  operation: "payment-identifier.validate",
  description: "Ids of payments: their length and their alphabet.",
  requirements: ["pid.client.format", "pid.client.uuid", "pid.server.bad-format", "pid.server.new", "pid.decl-schema"],
  flags: {
    Length: { bugClass: "id-length-boundary", description: "Counts a boundary of the length wrong, or sets none.", effect: "Lawful ids are refused, or ids of any size are kept as keys.", links: [] },
    OneForm: { bugClass: "id-one-form", description: "Takes only ids of the form that is recommended.", effect: "Clients with ids of their own are refused.", links: [] },
    Alphabet: { bugClass: "id-alphabet-not-checked", description: "Checks the length alone, as the schema in the text does.", effect: "An id breaks out of the key, path, query or log line it is put into.", links: [] },
    Trimmed: { bugClass: "white-space-trimmed", description: "Trims white space, or stops at a line's end.", effect: "Two ids are one to this side and two to the other.", links: [] },
    Unicode: { bugClass: "unicode-letters-accepted", description: "Takes letters and digits of all scripts.", effect: "Ids that look alike but differ, and lengths that each language counts in its own way.", links: ["https://www.unicode.org/reports/tr39/"] },
    OtherType: { bugClass: "type-not-checked", description: "Converts a value of the wrong JSON type instead of refusing it.", effect: "Two readers of one message see different values.", links: [] },
  },
  groups: () => {
    const right = RIGHT.map(([id, comment, flag, to]): DraftTest => stillValid(plain, { id, comment, flags: [flag], path: "/id", to }));
    const refused = REFUSED.map(([id, comment, flag, to]): DraftTest => invalid(plain, { id, comment, flags: [flag], path: "/id", to, reason: "Not 16 to 128 letters, digits, hyphens and underscores." }));
    return [{ name: "ids", comment: "Ids of payments", tests: [plain, ...right, ...refused] }];
  },
});

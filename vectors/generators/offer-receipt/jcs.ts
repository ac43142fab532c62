import { acceptable, defineVectors, invalid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { pickFlags } from "./_flags.ts";
import { OFFER, RECEIPT } from "./_payloads.ts";

/** Doubles of RFC 8785, appendix B, by their bits, with the text that stands for them. */
const DOUBLES: readonly (readonly [bits: string, text: string])[] = [
  ["0000000000000001", "5e-324"],
  ["7fefffffffffffff", "1.7976931348623157e+308"],
  ["4340000000000000", "9007199254740992"],
  ["44b52d02c7e14af6", "1e+23"],
  ["444b1ae4d6e2ef4f", "999999999999999900000"],
  ["444b1ae4d6e2ef50", "1e+21"],
  ["3eb0c6f7a0b5ed8c", "9.999999999999997e-7"],
  ["3eb0c6f7a0b5ed8d", "0.000001"],
  ["41b3de4355555557", "333333333.33333343"],
];

/** A decimal text with more digits than a double needs, so that the reader has to round and the writer to shorten. */
const longDecimal = (bits: string): string => Buffer.from(bits, "hex").readDoubleBE().toExponential(20);

const canonical = (id: string, comment: string, flag: string, json: string, text: string): DraftTest => valid({ id, comment, flags: [flag], input: { json }, output: { canonical: text } });

const APPENDIX = { json: '{"numbers":[333333333.33333329,1E30,4.50,2e-3,0.000000000000000000000000001],"string":"\\u20ac$\\u000F\\u000aA\'\\u0042\\u0022\\u005c\\\\\\"\\/","literals":[null,true,false]}', text: '{"literals":[null,true,false],"numbers":[333333333.3333333,1e+30,4.5,0.002,1e-27],"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}' };

export const vectors = defineVectors({
  operation: "jcs.canonicalize",
  description: "Canonical JSON (RFC 8785), in which the payloads of offers and receipts are signed; examples of the RFC among them.",
  requirements: ["or.canon", "or.jws.compact"],
  flags: pickFlags("KeyOrder", "NumberForm", "NumberRange", "Escapes", "LoneSurrogate", "Normalized", "WhiteSpace", "Emptiness", "DuplicateMember", "NotJson"),
  groups: () => {
    const plain = canonical("offer", "The payload of an offer", "KeyOrder", JSON.stringify(OFFER), sorted(OFFER));
    const refuse = (id: string, comment: string, flag: string, json: string, reason: string): DraftTest => invalid(plain, { id, comment, flags: [flag], path: "/json", to: json, reason });
    const open = (id: string, comment: string, flag: string, json: string, reason: string): DraftTest => acceptable(plain, { id, comment, flags: [flag], path: "/json", to: json, reason });
    const half = "RFC 8785 wants an error for a surrogate without its other half.";
    const range = "JSON of RFC 8785 has the numbers of IEEE 754, without infinities.";
    return [
      {
        name: "jcs",
        comment: "JSON texts and their canonical forms",
        tests: [
          plain,
          canonical("receipt", "The payload of a receipt", "KeyOrder", JSON.stringify(RECEIPT), sorted(RECEIPT)),
          canonical("receipt-empty-transaction", "A receipt with an empty transaction", "Emptiness", JSON.stringify({ ...RECEIPT, transaction: "" }), sorted({ ...RECEIPT, transaction: "" })),
          canonical("offer-valid-until-zero", "An offer whose end is 0", "Emptiness", JSON.stringify({ ...OFFER, validUntil: 0 }), sorted({ ...OFFER, validUntil: 0 })),
          canonical("offer-over-lines", "An offer written over several lines", "WhiteSpace", JSON.stringify(OFFER, null, 4), sorted(OFFER)),
          canonical("offer-tabs-and-crlf", "Tabs and line ends of Windows between tokens", "WhiteSpace", JSON.stringify(OFFER, null, "\t").replaceAll("\n", "\r\n"), sorted(OFFER)),
          canonical("offer-sorted-already", "An offer that is canonical already", "KeyOrder", sorted(OFFER), sorted(OFFER)),
          canonical("offer-escaped-slashes", "Slashes written as escapes, as PHP does", "Escapes", JSON.stringify(OFFER).replaceAll("/", "\\/"), sorted(OFFER)),
          canonical("jws-header", "The header of a JWS", "KeyOrder", '{"kid":"did:web:shop.test#key-1","alg":"ES256K"}', '{"alg":"ES256K","kid":"did:web:shop.test#key-1"}'),
          canonical("rfc-sample", "The sample object of RFC 8785, section 3.2.2", "NumberForm", APPENDIX.json, APPENDIX.text),
          canonical("rfc-key-order", "The names of RFC 8785, section 3.2.3: an emoji before a Hebrew letter, by UTF-16 code units", "KeyOrder", '{"\\u20ac":"Euro Sign","\\r":"Carriage Return","\\ufb33":"Hebrew Letter Dalet With Dagesh","1":"One","\\ud83d\\ude00":"Emoji: Grinning Face","\\u0080":"Control","\\u00f6":"Latin Small Letter O With Diaeresis"}', '{"\\r":"Carriage Return","1":"One","\u0080":"Control","ö":"Latin Small Letter O With Diaeresis","€":"Euro Sign","😀":"Emoji: Grinning Face","\ufb33":"Hebrew Letter Dalet With Dagesh"}'),
          canonical("keys-digits", "Names of digits, which JavaScript objects reorder", "KeyOrder", '{"10":1,"9":2,"1":3,"a":4,"A":5}', '{"1":3,"10":1,"9":2,"A":5,"a":4}'),
          canonical("keys-case", "Upper case before underscore before lower case", "KeyOrder", '{"b":1,"_":2,"B":3,"a":4,"Z":5}', '{"B":3,"Z":5,"_":2,"a":4,"b":1}'),
          canonical("keys-prefix", "A name that begins another", "KeyOrder", '{"aa":1,"a":2,"":3,"a ":4}', '{"":3,"a":2,"a ":4,"aa":1}'),
          canonical("keys-nested", "Objects in lists in objects", "KeyOrder", '{"z":[{"b":1,"a":{"d":2,"c":3}}],"y":{}}', '{"y":{},"z":[{"a":{"c":3,"d":2},"b":1}]}'),
          canonical("keys-proto", "Names that JavaScript objects have already", "KeyOrder", '{"constructor":1,"__proto__":2,"toString":3}', '{"__proto__":2,"constructor":1,"toString":3}'),
          canonical("list-order", "A list keeps its order", "KeyOrder", "[3,1,2]", "[3,1,2]"),
          canonical("empties", "Everything that is empty or nothing", "Emptiness", '{"f":false,"n":null,"s":"","a":[],"o":{},"z":0}', '{"a":[],"f":false,"n":null,"o":{},"s":"","z":0}'),
          canonical("scalar-string", "A string at the top", "WhiteSpace", ' "a" ', '"a"'),
          canonical("scalar-null", "null at the top", "Emptiness", "null", "null"),
          canonical("controls", "Control characters: five short escapes, the rest in lower case hexadecimal", "Escapes", '"\\u0008\\u0009\\u000A\\u000b\\u000C\\u000d\\u001F\\u0000"', '"\\b\\t\\n\\u000b\\f\\r\\u001f\\u0000"'),
          canonical("bare-characters", "Characters that need no escape, escaped", "Escapes", '"\\u007f\\u0080\\u2028\\u2029\\u003c\\u003e\\u0026\\u0027\\/"', "\"\u007f\u0080\u2028\u2029<>&'/\""),
          canonical("emoji-escaped", "A surrogate pair written as two escapes", "Escapes", '"\\ud83d\\ude00"', '"😀"'),
          canonical("combining", "A letter and a combining accent, which stay two", "Normalized", '"Cafe\\u0301 \\u212b"', '"Cafe\u0301 \u212b"'),
          canonical("number-minus-zero", "Minus zero", "NumberForm", "-0", "0"),
          canonical("number-minus-zero-fraction", "Minus zero with a fraction", "NumberForm", "[-0.0,0.0,-0e5]", "[0,0,0]"),
          canonical("number-whole-float", "Whole numbers with a fraction or exponent", "NumberForm", "[1.0,1e0,10e-1,1700000000.000]", "[1,1,1,1700000000]"),
          canonical("number-plus-exponent", "The exponent's sign", "NumberForm", "[1e21,1E+21,1e-7,100e-9]", "[1e+21,1e+21,1e-7,1e-7]"),
          canonical("number-below-exponent", "The largest and smallest without an exponent", "NumberForm", "[123456789012345680000,1e20,1e-6]", "[123456789012345680000,100000000000000000000,0.000001]"),
          ...DOUBLES.map(([bits, text]) => canonical(`double-${bits}`, `The double of bits ${bits}`, "NumberForm", longDecimal(bits), text)),
          refuse("number-too-large", "A number above the largest double", "NumberRange", '{"amount":1e400}', range),
          refuse("number-too-small", "A number below the smallest double", "NumberRange", "[-1e309]", range),
          refuse("nan", "NaN", "NotJson", '{"amount":NaN}', "JSON has no NaN."),
          refuse("infinity", "Infinity", "NotJson", "[Infinity]", "JSON has no Infinity."),
          refuse("high-surrogate-alone", "A high surrogate alone", "LoneSurrogate", '"\\ud83d"', half),
          refuse("low-surrogate-alone", "A low surrogate alone", "LoneSurrogate", '{"a":"x\\udead"}', half),
          refuse("surrogates-reversed", "A pair the wrong way round", "LoneSurrogate", '"\\ude00\\ud83d"', half),
          refuse("surrogate-in-name", "A lone surrogate in a name", "LoneSurrogate", '{"\\ud83d":1}', half),
          refuse("trailing-comma", "A comma before the closing brace", "NotJson", '{"a":1,}', "A trailing comma is not JSON."),
          refuse("single-quotes", "Single quotation marks", "NotJson", "{'a':1}", "JSON strings are in double quotation marks."),
          refuse("two-values", "Two values", "NotJson", "{}{}", "A JSON text is one value."),
          open("member-twice", "A member named twice", "DuplicateMember", '{"amount":"1","amount":"2"}', "RFC 8785 asks for I-JSON, which has no such object; most parsers keep the last member and tell nobody."),
          open("integer-beyond-double", "An integer that no double holds", "NumberRange", "9007199254740993", "I-JSON advises against it; a parser for doubles rounds it to 9007199254740992 and tells nobody."),
          open("underflow", "A number that rounds to zero", "NumberRange", "1e-400", "It is nearer to zero than to any other double."),
          open("byte-order-mark", "A byte order mark before the JSON", "NotJson", '\ufeff{"a":1}', "RFC 8259 forbids writing it and allows ignoring it."),
        ],
      },
    ];
  },
});

const sorted = (value: Readonly<Record<string, unknown>>): string => `{${Object.keys(value).toSorted().map((name) => `${JSON.stringify(name)}:${JSON.stringify(value[name])}`).join(",")}}`;

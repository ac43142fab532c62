import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";

const PATH = "/amount";
const plain = valid({ id: "plain", comment: "A price of one cent in a currency of six decimals", input: { amount: "10000" }, output: { value: "10000" } });

/** Numbers at which some representation ends. */
const NUMBERS: readonly (readonly [id: string, comment: string, value: bigint, flag: string])[] = [
  ["zero", "Nothing, as a settlement of a scheme that charges by use can be", 0n, "Zero"],
  ["one", "One unit", 1n, "LostDigits"],
  ["float-first-lost", "The first integer a number of 32 bits with a floating point does not have", 2n ** 24n + 1n, "LostDigits"],
  ["twenty-nines", "A number that a double rounds up to one digit more", 10n ** 20n - 1n, "LostDigits"],
  ["int32-max", "The largest signed number of 32 bits", 2n ** 31n - 1n, "LostDigits"],
  ["int32-max-and-one", "One more than fits 32 bits with a sign", 2n ** 31n, "LostDigits"],
  ["uint32-max-and-one", "One more than fits 32 bits", 2n ** 32n, "LostDigits"],
  ["double-exact-limit", "The largest integer below which a double has them all", 2n ** 53n - 1n, "LostDigits"],
  ["double-first-lost", "The first integer a double does not have", 2n ** 53n + 1n, "LostDigits"],
  ["one-token-of-18-decimals", "One token of eighteen decimals", 10n ** 18n, "LostDigits"],
  ["18-decimals-odd-end", "A little more than a token of eighteen decimals", 1_000_000_000_000_000_001n, "LostDigits"],
  ["int64-max", "The largest signed number of 64 bits", 2n ** 63n - 1n, "LostDigits"],
  ["int64-max-and-one", "One more than fits 64 bits with a sign", 2n ** 63n, "LostDigits"],
  ["uint64-max", "The largest number of 64 bits", 2n ** 64n - 1n, "LostDigits"],
  ["uint64-max-and-one", "One more than fits 64 bits", 2n ** 64n, "LostDigits"],
  ["exponent-by-number-printing", "A number that JavaScript prints with an exponent", 10n ** 21n, "Exponent"],
  ["decimal-by-number-printing", "A number that Python prints with an exponent as a float", 10n ** 16n, "Exponent"],
  ["uint128-max-and-one", "One more than fits 128 bits", 2n ** 128n, "LostDigits"],
  ["uint256-max", "The largest amount of a token on an EVM chain", 2n ** 256n - 1n, "LostDigits"],
];

/** JSON strings that are no integer in decimal. */
const REFUSED: readonly (readonly [id: string, comment: string, flag: string, to: string])[] = [
  ["minus-one", "A negative number", "Sign", "-1"],
  ["minus-zero", "Nothing with a minus sign", "Sign", "-0"],
  ["plus", "A plus sign", "Sign", "+10000"],
  ["unicode-minus", "A minus sign of Unicode", "Sign", "\u221210000"],
  ["point-zero", "An integer with a fraction of nothing", "DecimalPoint", "10000.0"],
  ["fraction", "A price in units people know", "DecimalPoint", "0.01"],
  ["ends-with-point", "A point without digits behind it", "DecimalPoint", "10000."],
  ["begins-with-point", "A point without digits before it", "DecimalPoint", ".5"],
  ["decimal-comma", "A comma as people of many countries write it", "DecimalPoint", "0,01"],
  ["exponent", "An exponent", "Exponent", "1e4"],
  ["exponent-capital", "An exponent after a capital letter", "Exponent", "1E4"],
  ["hex", "Hexadecimal", "OtherBase", "0x2710"],
  ["hex-capital", "Hexadecimal after a capital letter", "OtherBase", "0X2710"],
  ["hex-bare", "Hexadecimal without its prefix", "OtherBase", "ff"],
  ["octal", "Octal after its prefix", "OtherBase", "0o23420"],
  ["binary", "Binary after its prefix", "OtherBase", "0b10011100010000"],
  ["bigint-literal", "A JavaScript literal of a large integer", "OtherBase", "10000n"],
  ["thousands-comma", "Thousands apart by a comma", "Grouped", "10,000"],
  ["thousands-space", "Thousands apart by a space", "Grouped", "10 000"],
  ["thousands-apostrophe", "Thousands apart by an apostrophe", "Grouped", "10'000"],
  ["underscore", "Thousands apart by an underscore, which Python's int takes", "Grouped", "10_000"],
  ["leading-space", "A space before it", "WhiteSpace", " 10000"],
  ["trailing-space", "A space behind it", "WhiteSpace", "10000 "],
  ["trailing-newline", "A line feed behind it, which $ of many regular expressions lets pass", "WhiteSpace", "10000\n"],
  ["leading-tab", "A tab before it", "WhiteSpace", "\t10000"],
  ["no-break-space", "A no-break space before it", "WhiteSpace", "\u00a010000"],
  ["byte-order-mark", "A byte order mark before it", "WhiteSpace", "\ufeff10000"],
  ["nul-behind", "A NUL behind it, where a C string ends", "WhiteSpace", "10000\u0000"],
  ["empty", "An empty string, which JavaScript's BigInt and Number read as 0", "Empty", ""],
  ["only-space", "A space alone, which JavaScript's BigInt and Number read as 0", "Empty", " "],
  ["full-width", "Digits of double width, which Python's int takes", "OtherDigits", "\uff11\uff10\uff10\uff10\uff10"],
  ["arabic-indic", "Arabic-Indic digits, which \\d of some regular expressions takes", "OtherDigits", "\u0661\u0660\u0660\u0660\u0660"],
  ["superscript", "A superscript digit, which Python's isdigit takes", "OtherDigits", "10\u2074"],
  ["letter-for-digit", "The letter O among the digits", "OtherDigits", "1O000"],
  ["dollar", "A price with the sign of its currency", "Money", "$0.01"],
  ["currency-behind", "An amount with its currency", "Money", "10000 USDC"],
  ["trailing-word", "Digits and then a word, of which parseInt takes the digits", "Money", "10000abc"],
  ["nan", "The word a failed conversion leaves behind", "Word", "NaN"],
  ["infinity", "The word for no limit", "Word", "Infinity"],
  ["undefined", "The word of a variable nobody set", "Word", "undefined"],
  ["word", "A number in words", "Word", "ten"],
];

/** JSON values of other types. */
const TYPES: readonly (readonly [id: string, comment: string, flag: string, to: unknown])[] = [
  ["number", "A JSON number", "NumberForString", 10000],
  ["number-zero", "A JSON number that counts as false in many languages", "NumberForString", 0],
  ["number-fraction", "A JSON number that is a fraction", "NumberForString", 0.01],
  ["null", "null", "OtherType", null],
  ["true", "true, which Python takes for 1", "OtherType", true],
  ["list", "A list of one amount, which JavaScript converts to it", "OtherType", ["10000"]],
  ["object", "An object", "OtherType", { value: "10000", decimals: 6 }],
];

const refuse = (id: string, comment: string, flag: string, to: unknown, reason: string): DraftTest => invalid(plain, { id, comment, flags: [flag], path: PATH, to, reason });
const open = (id: string, comment: string, flag: string, to: string, reason: string): DraftTest => acceptable(plain, { id, comment, flags: [flag], path: PATH, to, reason });

const ZEROS = "The text asks for an integer in a string; whether zeros may stand before it, it does not say.";
const SIZE = "The text sets no limit. What is beyond an asset's own range can be refused there, or when it is read.";

export const vectors = defineVectors({
  operation: "amount.parse",
  description: "The member amount of a payment option: an integer as a string of decimal digits.",
  requirements: ["core.requirements.amount-string", "core.settle.amount-type"],
  flags: {
    LostDigits: { bugClass: "amount-loses-digits", description: "Holds amounts in a double or in an integer type that is too small.", effect: "Another amount is signed, or compared, than was asked for.", links: ["https://www.rfc-editor.org/rfc/rfc8259#section-6"] },
    Zero: { bugClass: "zero-amount-refused", description: "Takes zero for a missing amount.", effect: "A settlement of nothing, which some schemes have, fails.", links: [] },
    LeadingZeros: { bugClass: "leading-zeros", description: "Compares amounts as texts, or reads leading zeros as octal.", effect: "Two parties see different amounts in one offer.", links: [] },
    Sign: { bugClass: "amount-sign-accepted", description: "Takes a sign.", effect: "A negative amount passes a check for the minimum, or wraps around to a huge one.", links: [] },
    DecimalPoint: { bugClass: "amount-decimal-point", description: "Takes a decimal point, and cuts or rounds.", effect: "A price in dollars is read as one in smallest units, or as nothing.", links: ["https://github.com/Scottcjn/bottube/pull/2241"] },
    Exponent: { bugClass: "amount-exponent", description: "Reads or writes an exponent.", effect: "Large amounts arrive as 1, or not at all.", links: ["https://github.com/x402-foundation/x402/pull/795"] },
    OtherBase: { bugClass: "amount-other-base", description: "Reads other number bases, as general conversion functions do.", effect: "Two parties see different amounts in one offer.", links: [] },
    Grouped: { bugClass: "amount-digit-groups", description: "Takes marks between groups of digits.", effect: "Two parties see different amounts in one offer.", links: ["https://docs.python.org/3/library/functions.html#int"] },
    WhiteSpace: { bugClass: "white-space-trimmed", description: "Trims white space, or stops at it.", effect: "A text that equals no offer is paid as if it did.", links: [] },
    Empty: { bugClass: "empty-value-accepted", description: "Reads an empty text as zero.", effect: "An offer without a price is free.", links: ["https://tc39.es/ecma262/#sec-stringtobigint"] },
    OtherDigits: { bugClass: "unicode-digits-accepted", description: "Takes digits of other scripts.", effect: "Two parties see different amounts in one offer.", links: ["https://docs.python.org/3/library/functions.html#int"] },
    Money: { bugClass: "price-unit-confused", description: "Reads the digits of a text and forgets the rest.", effect: "A price in a currency is charged as smallest units, or the reverse.", links: ["https://github.com/Scottcjn/bottube/pull/2241"] },
    Word: { bugClass: "amount-not-checked", description: "Carries on a text that is no number.", effect: "The error shows at signing, or the price counts as nothing.", links: [] },
    NumberForString: { bugClass: "amount-as-number", description: "Writes or takes a JSON number where a decimal string is asked for.", effect: "Amounts above 2^53 lose their last digits.", links: ["https://www.rfc-editor.org/rfc/rfc8259#section-6"] },
    OtherType: { bugClass: "type-not-checked", description: "Converts a value of the wrong JSON type instead of refusing it.", effect: "Two readers of one message see different values.", links: [] },
    Huge: { bugClass: "amount-digits-limit", description: "Fails without an answer at a very long number, as Python's int does after 4,300 digits.", effect: "One message stops the service.", links: ["https://docs.python.org/3/library/stdtypes.html#integer-string-conversion-length-limitation"] },
  },
  groups: () => [
    {
      name: "amounts",
      comment: "Amounts in smallest units",
      tests: [
        plain,
        ...NUMBERS.map(([id, comment, value, flag]) => stillValid(plain, { id, comment, flags: [flag], path: PATH, to: value.toString(), output: { value: value.toString() } })),
        ...REFUSED.map(([id, comment, flag, to]) => refuse(id, comment, flag, to, "Not an integer of the digits 0 to 9.")),
        ...TYPES.map(([id, comment, flag, to]) => refuse(id, comment, flag, to, "An amount is a JSON string.")),
        open("leading-zero", "A zero before the number", "LeadingZeros", "010000", ZEROS),
        open("leading-zeros-to-width", "Zeros up to the width of 256 bits", "LeadingZeros", "10000".padStart(78, "0"), ZEROS),
        open("two-zeros", "Nothing, as two zeros", "LeadingZeros", "00", ZEROS),
        open("uint256-max-and-one", "One more than any token on an EVM chain can hold", "Huge", (2n ** 256n).toString(), SIZE),
        open("five-thousand-digits", "A number of 5,000 digits", "Huge", "9".repeat(5000), SIZE),
      ],
    },
  ],
});

import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftGroup, DraftTest } from "../../generate/define.ts";

type Price = readonly [id: string, comment: string, flag: string, price: string, amount: string];

/** Prices whose product with a power of ten is not what a double says, or that a double prints in another form. */
const SIX: readonly Price[] = [
  ["tenth", "A tenth", "Float", "0.1", "100000"],
  ["below-in-doubles", "2.01, which times 10^6 is 2009999.9999999998 in doubles", "Float", "2.01", "2010000"],
  ["three-places", "1.005, which times 10^6 is 1004999.9999999999 in doubles", "Float", "1.005", "1005000"],
  ["above-in-doubles", "16.1, which times 10^6 is 16100000.000000002 in doubles", "Float", "16.1", "16100000"],
  ["one-unit", "The smallest price, which JavaScript prints as 0.000001", "Exponent", "0.000001", "1"],
  ["nine-units", "Nine smallest units", "Exponent", "0.000009", "9"],
  ["ends-with-zeros", "Zeros at the end", "Zeros", "0.100000", "100000"],
  ["more-zeros-than-decimals", "More zeros at the end than the token has places", "Zeros", "0.10000000", "100000"],
  ["whole", "A whole number", "Zeros", "25", "25000000"],
  ["whole-point-zero", "A whole number with a point", "Zeros", "25.0", "25000000"],
  ["no-cost", "Nothing", "Zeros", "0", "0"],
  ["large", "A price above 2^53 smallest units", "Float", "9007199254.740993", "9007199254740993"],
];

const EIGHTEEN: readonly Price[] = [
  ["all-places", "Every place is used", "Float", "0.123456789012345678", "123456789012345678"],
  ["one-wei", "The smallest price, which JavaScript prints as 1e-18", "Exponent", "0.000000000000000001", "1"],
  ["seven-places", "0.0000001, which JavaScript prints as 1e-7", "Exponent", "0.0000001", "100000000000"],
  ["tenth-of-18", "A tenth", "Float", "0.1", "100000000000000000"],
  ["thousand-tokens", "A thousand tokens, which JavaScript prints as 1e+21 smallest units", "Exponent", "1000", "1000000000000000000000"],
  ["large-and-small", "Many tokens and one smallest unit", "Float", "123456789.000000000000000001", "123456789000000000000000001"],
];

const NONE: readonly Price[] = [
  ["yen", "A price in a currency without decimals", "Zeros", "150", "150"],
  ["yen-point-zero", "The same with a point", "Zeros", "150.00", "150"],
];

const NOT_PLAIN: readonly (readonly [id: string, comment: string, flag: string, price: string])[] = [
  ["exponent", "An exponent", "Exponent", "1e-6"],
  ["comma", "A decimal comma", "Form", "0,10"],
  ["thousands", "Thousands apart by a comma", "Form", "1,000.10"],
  ["negative", "A negative price", "Form", "-0.10"],
  ["two-points", "Two points", "Form", "0.1.0"],
  ["empty", "Nothing written", "Form", ""],
  ["point-alone", "A point alone", "Form", "."],
  ["nan", "No number", "Form", "NaN"],
  ["hex", "Hexadecimal", "Form", "0x10"],
  ["range", "Two prices", "Form", "0.10-0.20"],
];

const group = (options: { name: string; decimals: number; prices: readonly Price[]; more?: (plain: DraftTest) => readonly DraftTest[] }): DraftGroup => {
  const { name, decimals, prices, more } = options;
  const [first, ...rest] = prices;
  if (first === undefined) throw new Error(`${name}: expected a price`);
  const plain = valid({ id: first[0], comment: first[1], flags: [first[2]], input: { price: first[3] }, output: { amount: first[4] } });
  const others = rest.map(([id, comment, flag, price, amount]) => stillValid(plain, { id, comment, flags: [flag], path: "/price", to: price, output: { amount } }));
  return { name, comment: `${decimals} decimal places`, shared: { decimals }, tests: [plain, ...others, ...(more?.(plain) ?? [])] };
};

const tooFine = (plain: DraftTest, id: string, comment: string, price: string): DraftTest =>
  invalid(plain, { id, comment, flags: ["Rounded"], path: "/price", to: price, reason: "No whole number of smallest units is this price." });

export const vectors = defineVectors({
  operation: "amount.scale",
  description: "From a price in units people know to an amount in smallest units. Our own advice, as arithmetic: the text begins at the amount.",
  requirements: ["core.requirements.amount-string", "exact.amount-known"],
  flags: {
    Float: { bugClass: "price-by-float", description: "Multiplies in floating point.", effect: "The price is off by one unit, or by many where the token has eighteen decimals.", links: ["https://github.com/x402-foundation/x402/pull/795"] },
    Exponent: { bugClass: "price-by-float", description: "Converts through a number type that prints with an exponent, and reads the text before it.", effect: "Small prices become 1 unit, or offers carry amounts that are no integers.", links: ["https://github.com/x402-foundation/x402/pull/795"] },
    Zeros: { bugClass: "price-zeros-mishandled", description: "Counts zeros at the end, or a missing point, as places.", effect: "The price is off by powers of ten.", links: ["https://github.com/activepieces/activepieces/pull/13249"] },
    Rounded: { bugClass: "price-rounded", description: "Rounds or cuts a price that is finer than the token.", effect: "A price below one unit becomes free.", links: [] },
    Form: { bugClass: "price-form-not-checked", description: "Takes what a general conversion makes of a text.", effect: "Another price is charged than the one that was meant.", links: ["https://github.com/Scottcjn/bottube/pull/2241"] },
  },
  groups: () => [
    group({
      name: "six-decimals",
      decimals: 6,
      prices: SIX,
      more: (plain) => [
        tooFine(plain, "seventh-place", "One place more than the token has", "0.0000001"),
        tooFine(plain, "half-a-unit", "One unit and a half", "0.0000015"),
        ...NOT_PLAIN.map(([id, comment, flag, price]) => invalid(plain, { id, comment, flags: [flag], path: "/price", to: price, reason: "Not digits with at most one point." })),
        acceptable(plain, { id: "dollar-sign", comment: "The sign of the currency before the number", flags: ["Form"], path: "/price", to: "$0.1", reason: "Implementations offer this way to write a price; no text asks for it." }),
        acceptable(plain, { id: "no-digit-before-point", comment: "No digit before the point", flags: ["Form"], path: "/price", to: ".1", reason: "Whether this is a plain decimal number is a matter of taste." }),
        acceptable(plain, { id: "leading-zeros", comment: "More zeros before the point than needed", flags: ["Form"], path: "/price", to: "000.1", reason: "Whether this is a plain decimal number is a matter of taste." }),
      ],
    }),
    group({ name: "eighteen-decimals", decimals: 18, prices: EIGHTEEN, more: (plain) => [tooFine(plain, "nineteenth-place", "One place more than the token has", "0.0000000000000000001")] }),
    group({ name: "no-decimals", decimals: 0, prices: NONE, more: (plain) => [tooFine(plain, "half-a-yen", "Half of a unit", "150.5")] }),
  ],
});

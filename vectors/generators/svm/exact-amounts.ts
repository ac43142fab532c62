import { defineVectors } from "../../generate/define.ts";
import type { DraftGroup, DraftTest } from "../../generate/define.ts";
import type { Seeded } from "../../generate/seeded.ts";
import { askingOf } from "./_asking.ts";
import { PROGRAMS } from "./_keys.ts";
import { sceneOf } from "./_scene.ts";

type Wrong = readonly [id: string, comment: string, flag: string, amount: bigint];

/** An amount of an offer, and amounts that some arithmetic takes for it. */
type Case = { readonly name: string; readonly comment: string; readonly amount: bigint; readonly decimals?: number; readonly tokenProgram?: string; readonly flag: string; readonly wrong: readonly Wrong[] };

const U64_MAX = 2n ** 64n - 1n;

const CASES: readonly Case[] = [
  { name: "one", comment: "The smallest amount", amount: 1n, flag: "SmallAmount", wrong: [["zero", "Nothing", "SmallAmount", 0n], ["two", "Twice as much", "OffByOne", 2n], ["million", "One whole token", "Decimals", 1_000_000n]] },
  { name: "whole-token", comment: "One whole token of six decimals", amount: 1_000_000n, flag: "Decimals", wrong: [["unscaled", "1, as people write the amount", "Decimals", 1n], ["scaled-twice", "Scaled by the decimals twice", "Decimals", 1_000_000_000_000n], ["one-less", "One atomic unit less", "OffByOne", 999_999n], ["one-more", "One atomic unit more", "OffByOne", 1_000_001n]] },
  { name: "nine-decimals", comment: "One whole token of nine decimals", amount: 1_000_000_000n, decimals: 9, flag: "Decimals", wrong: [["six-decimals", "Scaled by the six decimals of USDC", "Decimals", 1_000_000n], ["one-less", "One atomic unit less", "OffByOne", 999_999_999n]] },
  { name: "no-decimals", comment: "Seven of a token that has no decimals", amount: 7n, decimals: 0, flag: "Decimals", wrong: [["six-decimals", "Scaled by the six decimals of USDC", "Decimals", 7_000_000n]] },
  { name: "two-byte", comment: "An amount whose bytes differ, in one order and the other", amount: 0x0102n, flag: "ByteOrder", wrong: [["reversed", "The two low bytes exchanged", "ByteOrder", 0x0201n], ["big-endian", "The eight bytes in the other order", "ByteOrder", 0x0201000000000000n]] },
  { name: "hex-looking", comment: "An amount of digits only that hex would read as more", amount: 10n, flag: "Radix", wrong: [["as-hex", "Its digits read as hex", "Radix", 16n], ["as-octal", "Its digits read as octal", "Radix", 8n]] },
  { name: "above-31-bits", comment: "2^31, negative in signed 32-bit arithmetic", amount: 2n ** 31n, flag: "Width", wrong: [["one-less", "The highest signed 32-bit integer", "OffByOne", 2n ** 31n - 1n]] },
  { name: "above-32-bits", comment: "2^32 + 1", amount: 2n ** 32n + 1n, flag: "Width", wrong: [["low-32-bits", "Its low 32 bits", "Width", 1n], ["two-32", "2^32", "OffByOne", 2n ** 32n]] },
  { name: "above-53-bits", comment: "2^53 + 1, the first integer a double cannot hold", amount: 2n ** 53n + 1n, flag: "DoublePrecision", wrong: [["two-53", "2^53, the double next to it", "DoublePrecision", 2n ** 53n], ["two-53-plus-2", "2^53 + 2, the double on the other side", "DoublePrecision", 2n ** 53n + 2n]] },
  { name: "above-53-bits-token-2022", comment: "The same with a mint of Token-2022", amount: 2n ** 53n + 1n, tokenProgram: PROGRAMS.token2022, flag: "DoublePrecision", wrong: [["two-53", "2^53, the double next to it", "DoublePrecision", 2n ** 53n]] },
  { name: "eighteen-digits", comment: "123456789012345678", amount: 123_456_789_012_345_678n, flag: "DoublePrecision", wrong: [["as-double", "The double next to it", "DoublePrecision", BigInt(Number(123_456_789_012_345_678n))]] },
  { name: "above-63-bits", comment: "2^63, negative if read as signed", amount: 2n ** 63n, flag: "Width", wrong: [["signed-max", "The highest signed 64-bit integer", "Width", 2n ** 63n - 1n]] },
  { name: "u64-max", comment: "The highest u64", amount: U64_MAX, flag: "Width", wrong: [["one-less", "One atomic unit less", "OffByOne", U64_MAX - 1n], ["zero", "Nothing, which is 2^64 in 64 bits", "Width", 0n], ["i64-max", "The highest signed 64-bit integer", "Width", 2n ** 63n - 1n], ["u32-max", "The highest u32", "Width", 2n ** 32n - 1n]] },
];

const groupOf = async (seeded: Seeded, { name, comment, amount, decimals = 6, tokenProgram = PROGRAMS.token, flag, wrong }: Case): Promise<DraftGroup> => {
  const scene = await sceneOf({ seeded, amount, decimals, tokenProgram });
  const asking = askingOf(scene, { prefix: name, comment, flags: [flag] });
  const refusals = wrong.map(([id, text, error, other]): DraftTest => asking.refuse(`${id}-instead`, text, error, scene.pay({ transfer: { amount: other } }), `The amount is ${amount}.`));
  return { name, comment, shared: scene.shared, tests: [asking.plain, ...refusals] };
};

export const vectors = defineVectors({
  operation: "svm.exact.verify",
  description: "Amounts of payments on Solana: decimal text in the offer, eight bytes in the transfer.",
  requirements: ["svm.client.amount", "svm.fac.amount", "svm.fac.amount-over", "svm.fac.amount-over-static"],
  flags: {
    SmallAmount: { bugClass: "zero-amount", description: "Takes nothing for something, or refuses the smallest amount.", effect: "The resource is given away, or micropayments fail.", links: [] },
    OffByOne: { bugClass: "amount-off-by-one", description: "Compares with less-than where it should with equality.", effect: "The seller is paid too little, or the client pays too much.", links: [] },
    Decimals: { bugClass: "decimals-applied-twice", description: "Scales an amount that is in atomic units, or supposes six decimals.", effect: "A millionth or a million times the price.", links: [] },
    ByteOrder: { bugClass: "amount-byte-order", description: "Reads or writes the amount big-endian.", effect: "Another amount is paid than was checked.", links: ["https://spl.solana.com/token"] },
    Radix: { bugClass: "amount-radix", description: "Reads the amount's digits in another base.", effect: "Another amount is paid than was asked for.", links: [] },
    Width: { bugClass: "u64-precision-lost", description: "Holds the amount in 32 bits, or signed.", effect: "High amounts are refused, or paid with a few units.", links: [] },
    DoublePrecision: { bugClass: "u64-precision-lost", description: "Compares amounts as doubles.", effect: "Tokens of many decimals are paid a little wrong without anybody noticing.", links: [] },
  },
  groups: async ({ seeded }) => await Promise.all(CASES.map(async (entry) => await groupOf(seeded, entry))),
});

import { defineVectors, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import type { Seeded } from "../../generate/seeded.ts";
import { accountWhere, upperCase, wrongChecksum } from "./_accounts.ts";
import { editsAt, NO_RULE, UPPER } from "./_edits.ts";
import { authorizationDigest, createEip3009World, domainOf } from "./_eip3009.ts";
import type { Authorization, Eip3009World, Requirements } from "./_eip3009.ts";
import { pickFlags } from "./_flags.ts";
import type { FlagName } from "./_flags.ts";
import { offerIn, TOKENS } from "./_other-tokens.ts";
import { domainSeparator } from "./_typed-data.ts";

const outputOf = (requirements: Requirements, authorization: Authorization): { domainSeparator: string; digest: string } => ({ domainSeparator: domainSeparator(domainOf(requirements)), digest: authorizationDigest({ requirements, authorization }) });

const asked = (id: string, comment: string, flag: FlagName, requirements: Requirements, authorization: Authorization): DraftTest => valid({ id, comment, flags: [flag], input: { requirements, authorization }, output: outputOf(requirements, authorization) });

/** Authorizations whose members look unusual; each is right. */
const values = (seeded: Seeded, { requirements, authorization, payer }: Eip3009World): readonly DraftTest[] => {
  const short = accountWhere(seeded, "account with a leading zero", (address) => address.startsWith("0x00"));
  const rows: readonly (readonly [id: string, comment: string, flag: FlagName, edit: Partial<Authorization>])[] = [
    ["value-0", "A value of 0", "OutOfRange", { value: "0" }],
    ["value-1", "A value of 1", "OutOfRange", { value: "1" }],
    ["value-255", "A value of one byte", "IntegerWidth", { value: "255" }],
    ["value-above-2-31", "A value above 2^31", "IntegerWidth", { value: String(2n ** 31n + 1n) }],
    ["value-above-2-53", "A value above 2^53, which floating-point numbers round", "FloatComparison", { value: String(2n ** 53n + 1n) }],
    ["value-above-2-63", "A value above 2^63", "IntegerWidth", { value: String(2n ** 63n + 1n) }],
    ["value-above-2-64", "A value above 2^64", "IntegerWidth", { value: String(2n ** 64n + 1n) }],
    ["value-above-2-128", "A value above 2^128", "IntegerWidth", { value: String(2n ** 128n + 1n) }],
    ["value-10-21", "A value that JavaScript writes with an exponent", "FloatComparison", { value: String(10n ** 21n) }],
    ["value-2-255", "A value whose highest bit is set", "IntegerWidth", { value: String(2n ** 255n) }],
    ["value-max", "The greatest uint256", "IntegerWidth", { value: String(2n ** 256n - 1n) }],
    ["valid-after-0", "Valid since 1970", "OutOfRange", { validAfter: "0" }],
    ["valid-before-after-2038", "A time that 32 bits with a sign do not hold", "YearOverflow", { validBefore: "2200000000" }],
    ["valid-before-after-2106", "A time that 32 bits do not hold", "YearOverflow", { validBefore: "4300000000" }],
    ["valid-before-max", "The end of the validity is the greatest uint256", "IntegerWidth", { validBefore: String(2n ** 256n - 1n) }],
    ["nonce-leading-zeros", "A nonce with zero bytes at its start", "NonceForm", { nonce: `0x${"00".repeat(4)}${seeded.hex("nonce tail", 28).slice(2)}` }],
    ["nonce-trailing-zeros", "A nonce with zero bytes at its end", "NonceForm", { nonce: `${seeded.hex("nonce head", 28)}${"00".repeat(4)}` }],
    ["nonce-1", "A nonce that is the number 1", "NonceForm", { nonce: `0x${"00".repeat(31)}01` }],
    ["nonce-zero", "A nonce of zero bytes", "NonceForm", { nonce: `0x${"00".repeat(32)}` }],
    ["nonce-ff", "A nonce of bytes ff", "NonceForm", { nonce: `0x${"ff".repeat(32)}` }],
    ["nonce-upper-case", "A nonce in upper case", "NonceForm", { nonce: upperCase(authorization.nonce) }],
    ["nonce-ascii", "A nonce whose bytes are ASCII text", "NonceForm", { nonce: `0x${Buffer.from("order 0001 of thirty-two bytes!!").toString("hex")}` }],
    ["from-short", "A payer that begins with a zero byte", "AddressForm", { from: short.address }],
    ["to-short", "A recipient that begins with a zero byte", "AddressForm", { to: short.address }],
    ["from-lower-case", "A payer in lower case", "AddressCase", { from: authorization.from.toLowerCase() }],
    ["to-lower-case", "A recipient in lower case", "AddressCase", { to: authorization.to.toLowerCase() }],
    ["to-payer", "Payer and recipient are one", "AddressForm", { to: payer.address }],
    ["to-zero", "The zero address as recipient", "AddressForm", { to: `0x${"00".repeat(20)}` }],
  ];
  return rows.map(([id, comment, flag, edit]) => asked(id, comment, flag, requirements, { ...authorization, ...edit }));
};

const offers = ({ requirements, authorization }: Eip3009World): readonly DraftTest[] => [
  ...TOKENS.map((token) => asked(`token.${token.id}`, token.comment, "DomainHardCoded", offerIn(requirements, token), authorization)),
  asked("token.name-usd-coin", "USDC's address on Base Sepolia under the name USD Coin: the offer's name counts", "DomainNameBySymbol", { ...requirements, extra: { name: "USD Coin", version: "2" } }, authorization),
  asked("token.version-1", "USDC's address on Base Sepolia in version 1: the offer's version counts", "DomainHardCoded", { ...requirements, extra: { name: "USDC", version: "1" } }, authorization),
  asked("token.version-10", "A version of two digits", "DomainHardCoded", { ...requirements, extra: { name: "USDC", version: "10" } }, authorization),
  asked("token.asset-lower-case", "The token's address in lower case", "AddressCase", { ...requirements, asset: requirements.asset.toLowerCase() }, authorization),
  asked("token.other-scheme-members", "Members of extra that are not of the domain", "UnknownMember", { ...requirements, extra: { assetTransferMethod: "eip3009", salt: "0x01", chainId: 1, verifyingContract: authorization.to, name: "USDC", version: "2" } }, authorization),
  asked("token.amount-other", "The authorization's value is signed, whatever the offer's amount", "AmountOneSided", { ...requirements, amount: "777" }, authorization),
];

/** What is no authorization must not be hashed as one. */
const refusals = (plain: DraftTest, { authorization, payer }: Eip3009World): readonly DraftTest[] => {
  const at = (name: string): ReturnType<typeof editsAt> => editsAt(plain, `/authorization/${name}`, `${name.replace(/[A-Z]/, (letter) => `-${letter.toLowerCase()}`)}.`);
  const range = "A uint256 is neither below zero nor above 2^256-1.";
  const bytes32 = "A nonce is 32 bytes.";
  const address = "An address is 20 bytes.";
  return [
    ...at("value").refused([
      ["negative", "Below zero, which wraps to a great number", "OutOfRange", "-1", range],
      ["2-256", "2^256, which wraps to 0", "OutOfRange", String(2n ** 256n), range],
      ["fraction", "A fraction", "NumberForm", "10000.5", "A uint256 has no fraction."],
      ["letters", "Letters behind the digits", "NumberForm", "10000 USDC", "This is no number."],
      ["empty", "An empty string, which is 0 to some", "NumberForm", "", "This is no number."],
      ["missing", "The member is missing", "MissingMember", undefined, "An authorization has six members."],
    ]),
    ...at("value").open([
      ["hex", "Hex", "NumberNotation", "0x2710"],
      ["leading-zero", "A zero in front of the digits", "NumberNotation", "010000"],
      ["number", "A JSON number", "NumberNotation", 10_000],
    ]),
    ...at("validBefore").refused([["iso-date", "A date as text", "NumberForm", "2026-09-21T12:00:00Z", "Times are Unix seconds."]]),
    ...at("nonce").refused([
      ["bytes-31", "31 bytes, to be padded", "NonceForm", authorization.nonce.slice(0, -2), bytes32],
      ["bytes-33", "33 bytes, to be cut", "NonceForm", `${authorization.nonce}00`, bytes32],
      ["bytes-0", "No bytes", "NonceForm", "0x", bytes32],
      ["text", "A text, to be hashed or encoded", "NonceForm", "order-0001", bytes32],
    ]),
    ...at("from").refused([
      ["bytes-19", "19 bytes, to be padded", "AddressForm", payer.address.slice(0, -2), address],
      ["bytes-21", "21 bytes, to be cut", "AddressForm", `${payer.address}00`, address],
      ["bytes-32", "An ABI word", "AddressForm", `0x${"00".repeat(12)}${payer.address.slice(2)}`, address],
      ["caip-10", "A CAIP-10 account", "AddressForm", `eip155:84532:${payer.address}`, "An address is 20 bytes in hex."],
    ]),
    ...at("from").open([
      ["upper-case", "The digits in upper case", "AddressCase", upperCase(payer.address), UPPER],
      ["wrong-checksum", "A wrong EIP-55 checksum", "AddressChecksum", wrongChecksum(payer.address), NO_RULE],
    ]),
    ...editsAt(plain, "/requirements/asset", "asset.").refused([["symbol", "The token's symbol instead of its address", "AddressForm", "USDC", "The verifying contract is an address."]]),
    ...editsAt(plain, "/requirements/network", "network.").refused([["other-namespace", "A network without chain id", "NetworkNotChecked", "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1", "EIP-712 needs a chain id."]]),
    ...editsAt(plain, "/requirements/extra/version", "version.").open([["missing", "The offer states no version", "DomainHardCoded", undefined, "Whoever can read the chain may; guessing is wrong."]]),
  ];
};

export const vectors = defineVectors({
  operation: "eip3009.digest",
  description: "Domain separator and digest of what the payer signs for exact by EIP-3009.",
  requirements: ["evm.3009.types", "evm.3009.domain", "evm.3009.strings", "evm.extra.domain", "evm.extra.domain-missing"],
  flags: pickFlags("TypeHash", "DigestConstruction", "HashFunction", "DomainMembers", "OutOfRange", "IntegerWidth", "FloatComparison", "YearOverflow", "NonceForm", "AddressForm", "AddressCase", "AddressChecksum", "DomainHardCoded", "DomainNameBySymbol", "UnknownMember", "AmountOneSided", "NumberForm", "NumberNotation", "MissingMember", "NetworkNotChecked"),
  groups: ({ seeded }) => {
    const world = createEip3009World(seeded);
    const { requirements, authorization } = world;
    const plain = valid({ id: "plain", comment: "10000 atomic units of USDC on Base Sepolia", flags: ["TypeHash", "DigestConstruction", "HashFunction", "DomainMembers"], input: { requirements, authorization }, output: outputOf(requirements, authorization) });
    return [{ name: "digests", comment: "Authorizations for offers", tests: [plain, ...values(seeded, world), ...offers(world), ...refusals(plain, world)] }];
  },
});

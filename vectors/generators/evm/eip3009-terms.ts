import { acceptable, defineVectors, invalid, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import type { Seeded } from "../../generate/seeded.ts";
import { accountWhere, nearTo, upperCase, wrongChecksum } from "./_accounts.ts";
import { editsAt, UPPER } from "./_edits.ts";
import { createEip3009World, NOW, USDC } from "./_eip3009.ts";
import type { Eip3009World } from "./_eip3009.ts";
import { pickFlags } from "./_flags.ts";

const EXACT = "The value must be the amount, no less and no more (x402-specification-v2.md 6.1.2).";
const ZERO = `0x${"00".repeat(20)}`;

/** The price moves and the payment stays, so that only the comparison can tell. */
const amounts = (plain: DraftTest, { payload, authorization, requirements, payer }: Eip3009World): readonly DraftTest[] => [
  ...editsAt(plain, "/requirements/amount").refused([
    ["amount-one-more", "The price is one unit above the payment", "AmountUnderpaid", "10001", EXACT],
    ["amount-one-less", "The price is one unit below the payment", "AmountOneSided", "9999", EXACT],
    ["amount-ten-times", "The price is ten times the payment", "AmountUnderpaid", "100000", EXACT],
    ["amount-two", "The price is 2, and 10000 comes before 2 as text", "StringComparison", "2", EXACT],
    ["amount-one", "The payment is ten thousand times the price", "AmountOneSided", "1", EXACT],
    ["amount-zero", "The price is nothing and the payment is not", "AmountOneSided", "0", EXACT],
    ["amount-scaled-up", "The price is a million times the payment", "AmountScaled", "10000000000", EXACT],
    ["amount-in-units", "The price is written in whole dollars", "AmountScaled", "0.01", "An amount is in atomic units, so it has no fraction."],
    ["amount-dollars", "A price with a dollar sign", "AmountScaled", "$0.01", "An amount is in atomic units."],
    ["amount-negative", "The price is below zero", "OutOfRange", "-10000", EXACT],
    ["amount-max-uint256", "The price is the greatest uint256", "AmountUnderpaid", String(2n ** 256n - 1n), EXACT],
    ["amount-wrapped", "The price is 2^256 more than the payment", "OutOfRange", String(2n ** 256n + 10_000n), EXACT],
    ["amount-wrapped-64", "The price is 2^64 more than the payment", "IntegerWidth", String(2n ** 64n + 10_000n), EXACT],
    ["amount-wrapped-32", "The price is 2^32 more than the payment", "IntegerWidth", String(2n ** 32n + 10_000n), EXACT],
    ["amount-half", "A price with half an atomic unit, which parseInt does not see", "NumberForm", "10000.5", "Half an atomic unit does not exist."],
    ["amount-with-unit", "A price with its unit behind it", "NumberForm", "10000 USDC", "An amount is digits."],
    ["amount-missing", "The offer states no amount", "MissingMember", undefined, "There is no amount to pay."],
  ]),
  ...editsAt(plain, "/requirements/amount").open([
    ["amount-leading-zero", "A zero in front of the digits", "NumberNotation", "010000"],
    ["amount-hex", "The same amount in hex", "NumberNotation", "0x2710"],
    ["amount-number", "The same amount as a JSON number", "NumberNotation", 10_000],
  ]),
  ...editsAt(plain, "/payload").refused([
    ["pays-one-less", "The payer signs one unit less", "AmountUnderpaid", payload({ value: "9999" }), EXACT],
    ["pays-one-more", "The payer signs one unit more", "AmountOneSided", payload({ value: "10001" }), EXACT],
    ["pays-nothing", "The payer signs 0", "AmountUnderpaid", payload({ value: "0" }), EXACT],
    ["pays-scaled-up", "The payer signs a million times the amount", "AmountScaled", payload({ value: "10000000000" }), EXACT],
    ["pays-whole-balance", "The payer signs all they have", "AmountOneSided", payload({ value: "1000000" }), EXACT],
    ["pays-itself", "The payer pays themselves", "RecipientNotChecked", payload({ to: payer.address }), "The recipient must be payTo."],
    ["pays-zero-address", "The payer burns the tokens", "RecipientNotChecked", payload({ to: ZERO }), "The recipient must be payTo."],
    ["pays-token", "The payer pays the token's contract", "RecipientNotChecked", payload({ to: requirements.asset }), "The recipient must be payTo."],
    ["pays-near-address", "The payer pays an address with the same first and last digits", "RecipientNotChecked", payload({ to: nearTo(authorization.to) }), "The recipient must be payTo, in all its digits."],
    ["signed-other-token", "Rightly signed for the token's address on Base", "AssetNotChecked", payload({}, { domain: { name: "USDC", version: "2", chainId: 84_532n, verifyingContract: USDC["eip155:8453"] } }), "The authorization is one of another token."],
    ["signed-other-chain", "Rightly signed for Base", "NetworkNotChecked", payload({}, { domain: { name: "USDC", version: "2", chainId: 8453n, verifyingContract: requirements.asset } }), "The authorization is one for another chain."],
  ]),
];

const parties = (plain: DraftTest, { payee, payer, stranger, requirements }: Eip3009World): readonly DraftTest[] => {
  const [payTo, asset] = [editsAt(plain, "/requirements/payTo"), editsAt(plain, "/requirements/asset")];
  const other = "The recipient must be payTo.";
  return [
    ...payTo.good([
      ["payto-lower-case", "payTo in lower case", "AddressCase", payee.address.toLowerCase()],
    ]),
    ...payTo.open([
      ["payto-upper-case", "payTo with its digits in upper case", "AddressCase", upperCase(payee.address), UPPER],
      ["payto-wrong-checksum", "payTo with a wrong EIP-55 checksum", "AddressChecksum", wrongChecksum(payee.address)],
    ]),
    ...payTo.refused([
      ["payto-stranger", "The offer pays somebody else", "RecipientNotChecked", stranger.address, other],
      ["payto-payer", "The offer pays the payer", "RecipientNotChecked", payer.address, other],
      ["payto-zero", "The offer pays the zero address", "RecipientNotChecked", ZERO, other],
      ["payto-asset", "The offer pays the token's contract", "RecipientNotChecked", requirements.asset, other],
      ["payto-first-digits", "Only the first digits are the recipient's", "RecipientNotChecked", nearTo(payee.address, 19), other],
      ["payto-role", "A role where an address is needed", "AddressForm", "merchant", "A recipient on EVM is an address."],
      ["payto-longer", "A byte behind the address", "AddressForm", `${payee.address}00`, "An address is 20 bytes."],
      ["payto-word", "The address padded to 32 bytes", "AddressForm", `0x${"00".repeat(12)}${payee.address.slice(2)}`, "An address is 20 bytes."],
      ["payto-missing", "The offer names no recipient", "MissingMember", undefined, "There is nobody to pay."],
    ]),
    ...asset.good([
      ["asset-lower-case", "The token's address in lower case", "AddressCase", requirements.asset.toLowerCase()],
    ]),
    ...asset.open([
      ["asset-upper-case", "The token's address with its digits in upper case", "AddressCase", upperCase(requirements.asset), UPPER],
      ["asset-wrong-checksum", "The token's address with a wrong EIP-55 checksum", "AddressChecksum", wrongChecksum(requirements.asset as `0x${string}`)],
    ]),
    ...asset.refused([
      ["asset-of-mainnet", "The offer asks for USDC's address on Base", "AssetNotChecked", USDC["eip155:8453"], "The authorization is one of another token."],
      ["asset-stranger", "The offer asks for a token of the payer's own making", "AssetNotChecked", stranger.address, "The authorization is one of another token."],
      ["asset-symbol", "The token's symbol instead of its address", "AssetNotChecked", "USDC", "A token on EVM is named by its address."],
      ["asset-missing", "The offer names no token", "MissingMember", undefined, "There is no token to pay with."],
    ]),
    ...editsAt(plain, "/requirements/network").refused([
      ["network-mainnet", "The offer asks for Base", "NetworkNotChecked", "eip155:8453", "The authorization is one for another chain."],
      ["network-prefix", "A network whose id begins with the same digits", "NetworkNotChecked", "eip155:845320", "The authorization is one for another chain."],
      ["network-solana", "The offer asks for Solana", "NetworkNotChecked", "solana:EtWTRABZaYq6iMfeYKouRu166VU2xqa1", "The authorization is one for EVM."],
      ["network-missing", "The offer names no network", "MissingMember", undefined, "There is no network to pay on."],
    ]),
    ...editsAt(plain, "/requirements/network").open([
      ["network-v1-name", "The name the network had in version 1", "NetworkNotChecked", "base-sepolia", "It is no CAIP-2 id; no rule makes a facilitator that still knows the name refuse it."],
      ["network-leading-zero", "A zero in front of the chain id", "NumberNotation", "eip155:084532"],
    ]),
    ...editsAt(plain, "/requirements/scheme").refused([
      ["scheme-upto", "The offer is one of upto", "SchemeNotChecked", "upto", "EIP-3009 does not serve upto."],
      ["scheme-unknown", "The offer is one of a scheme nobody knows", "SchemeNotChecked", "exact-ish", "The scheme is not exact."],
      ["scheme-missing", "The offer names no scheme", "MissingMember", undefined, "There is no scheme to verify by."],
    ]),
    ...editsAt(plain, "/requirements/maxTimeoutSeconds").good([["timeout-a-day", "The resource may take a day", "LongTimeout", 86_400]]),
    stillValid(plain, { id: "requirements-unknown-member", comment: "A member nobody knows in the offer", flags: ["UnknownMember"], path: "/requirements/outputSchema", to: { type: "object" } }),
  ];
};

const extras = (plain: DraftTest): readonly DraftTest[] => {
  const truth = "The signature is for the token as it is; whether the offer's words or the contract's count is not said.";
  return [
    ...editsAt(plain, "/requirements/extra/assetTransferMethod").good([["method-named", "The method is named and is the default one", "TransferMethod", "eip3009"]]),
    ...editsAt(plain, "/requirements/extra/assetTransferMethod").open([["method-permit2", "The offer asks for Permit2", "TransferMethod", "permit2", "The text leaves open whether the requirement or the payload's shape selects the method."]]),
    ...editsAt(plain, "/requirements/extra/feeBips").good([["extra-unknown-member", "A member nobody knows in extra", "UnknownMember", 25]]),
    ...editsAt(plain, "/requirements/extra/name").open([
      ["extra-name-other", "The offer calls the token USD Coin, which it does not call itself", "DomainNameBySymbol", "USD Coin", truth],
      ["extra-name-missing", "The offer does not state the domain's name", "DomainHardCoded", undefined, "Reading the domain from the chain is as good as refusing; guessing is not."],
    ]),
    ...editsAt(plain, "/requirements/extra/version").open([
      ["extra-version-other", "The offer states another version than the token's", "DomainHardCoded", "1", truth],
      ["extra-version-number", "The version is a JSON number", "NumberNotation", 2, "Converting it gives the right domain; no rule makes a receiver refuse it."],
      ["extra-version-missing", "The offer does not state the domain's version", "DomainHardCoded", undefined, "Reading the domain from the chain is as good as refusing; guessing is not."],
    ]),
    ...editsAt(plain, "/requirements/extra").open([["extra-missing", "The offer states nothing about the domain", "DomainHardCoded", undefined, "Reading the domain from the chain is as good as refusing; guessing is not."]]),
    ...editsAt(plain, "/state/token").refused([["asset-without-code", "There is no contract at the token's address", "AssetWithoutCode", null, "A call to an address without code does nothing, so nothing would be transferred."]]),
    ...editsAt(plain, "/state/token/name").refused([["token-name-other", "The offer says USDC and the token itself says USD Coin", "SimulationSkipped", "USD Coin", "The token would not take the signature: the simulation fails."]]),
    ...editsAt(plain, "/state/token/version").refused([["token-version-other", "The offer says version 2 and the token itself version 1", "SimulationSkipped", "1", "The token would not take the signature: the simulation fails."]]),
  ];
};

/** accepted and the requirements differ: the requirements count. */
const echoes = (world: Eip3009World): readonly DraftTest[] => {
  const { requirements, stranger } = world;
  const echo = valid({ id: "accepted.plain", comment: "accepted is given and equal to the requirements", input: { ...world.input, accepted: { ...requirements } } });
  const cheats: readonly (readonly [id: string, comment: string, path: string, to: unknown])[] = [
    ["amount", "accepted and payment are about half the price", "/requirements/amount", "20000"],
    ["payto", "accepted and payment name a recipient of the payer's choice", "/requirements/payTo", stranger.address],
    ["asset", "accepted and payment name a token of the payer's choice", "/requirements/asset", USDC["eip155:8453"]],
    ["network", "accepted and payment name the test network", "/requirements/network", "eip155:8453"],
    ["scheme", "accepted says exact where upto is required", "/requirements/scheme", "upto"],
  ];
  return [
    echo,
    valid({ id: "accepted.other-order", comment: "accepted has its members in another order", flags: ["AcceptedTrusted"], input: { ...world.input, accepted: Object.fromEntries(Object.entries(requirements).toReversed()) } }),
    ...cheats.map(([id, comment, path, to]) => invalid(echo, { id: `accepted.${id}`, comment, flags: ["AcceptedTrusted"], path, to, reason: "The payment is judged by the requirements, whatever accepted says." })),
    acceptable(echo, { id: "accepted.lower-case", comment: "accepted has payTo in lower case", flags: ["AddressCase"], path: "/accepted/payTo", to: requirements.payTo.toLowerCase(), reason: "The same recipient, and not the same text as was offered." }),
    acceptable(echo, { id: "accepted.cheaper", comment: "accepted names half the price, the payment the whole", flags: ["AcceptedTrusted"], path: "/accepted/amount", to: "5000", reason: "The payment is good for the requirements, and the echo is not one of them." }),
  ];
};

/** Amounts that show how wide and how exact an implementation's numbers are. */
const large = (world: Eip3009World): readonly DraftTest[] => {
  const rows: readonly (readonly [id: string, amount: bigint, wrong: bigint, flag: "FloatComparison" | "IntegerWidth"])[] = [
    ["above-2-32", 2n ** 32n + 10_000n, 10_000n, "IntegerWidth"],
    ["above-2-53", 2n ** 53n + 1n, 2n ** 53n, "FloatComparison"],
    ["above-2-63", 2n ** 63n + 10_000n, 2n ** 63n + 10_001n, "FloatComparison"],
    ["above-2-64", 2n ** 64n + 10_000n, 10_000n, "IntegerWidth"],
    ["million-tokens-18-decimals", 10n ** 24n + 1n, 10n ** 24n, "FloatComparison"],
    ["above-2-128", 2n ** 128n + 10_000n, 10_000n, "IntegerWidth"],
    ["above-2-255", 2n ** 255n + 1n, 2n ** 255n, "FloatComparison"],
  ];
  return rows.flatMap(([id, amount, wrong, flag]) => {
    const requirements = { ...world.requirements, amount: String(amount) };
    const test = valid({ id: `large.${id}`, comment: `${amount} atomic units`, flags: [flag], input: { requirements, payload: world.payload({ value: String(amount) }), state: { ...world.state, balance: String(2n ** 256n - 1n) } } });
    return [test, invalid(test, { id: `large.${id}.other-amount`, comment: "The price is another number, which narrower numbers cannot tell from it", flags: [flag], path: "/requirements/amount", to: String(wrong), reason: EXACT })];
  });
};

/** Addresses that begin with a zero byte, which some conversions lose. */
const shortAddresses = (seeded: Seeded, world: Eip3009World): readonly DraftTest[] => {
  const payee = accountWhere(seeded, "payee with a leading zero", (address) => address.startsWith("0x00"));
  const requirements = { ...world.requirements, payTo: payee.address };
  const test = valid({ id: "short-address.plain", comment: "The recipient's address begins with a zero byte", flags: ["AddressForm"], input: { ...world.input, requirements, payload: world.payload({ to: payee.address }) } });
  return [
    test,
    ...editsAt(test, "/payload/authorization/to", "short-address.").refused([
      ["bytes-19", "The zero byte is left away", "AddressForm", `0x${payee.address.slice(4)}`, "An address is 20 bytes."],
      ["bytes-21", "One more zero byte in front", "AddressForm", `0x00${payee.address.slice(2)}`, "An address is 20 bytes."],
    ]),
  ];
};

export const vectors = defineVectors({
  operation: "eip3009.verify",
  description: `Terms of exact by EIP-3009: amount, recipient, token, network and domain, the payment being judged at ${NOW}.`,
  requirements: ["evm.3009.client-binds", "evm.3009.domain", "evm.3009.fac.valid", "evm.3009.fac.amount-under", "evm.3009.fac.amount-over", "evm.3009.fac.recipient", "evm.3009.fac.asset", "evm.3009.fac.network", "evm.3009.fac.address-case", "evm.3009.fac.numeric-parsing", "evm.3009.fac.simulate", "evm.extra.domain", "evm.extra.domain-missing", "evm.atm.shape-mismatch", "fac.verify.requirements-authoritative", "fac.verify.accepted-vs-requirements", "fac.verify.scheme", "fac.verify.network", "core.unknown-fields", "core.requirements.amount-string"],
  flags: pickFlags("AmountOneSided", "AmountUnderpaid", "AmountScaled", "StringComparison", "FloatComparison", "IntegerWidth", "NumberForm", "NumberNotation", "OutOfRange", "RecipientNotChecked", "AcceptedTrusted", "AddressCase", "AddressChecksum", "AddressForm", "AssetNotChecked", "AssetWithoutCode", "NetworkNotChecked", "SchemeNotChecked", "UnknownMember", "MissingMember", "TransferMethod", "LongTimeout", "DomainHardCoded", "DomainNameBySymbol", "SimulationSkipped"),
  groups: ({ seeded }) => {
    const world = createEip3009World(seeded);
    const plain = valid({ id: "plain", comment: "A payment that is right", input: world.input });
    return [
      { name: "terms", comment: "One payment; one of its terms, or of the offer's, differs", tests: [plain, ...amounts(plain, world), ...parties(plain, world), ...extras(plain)] },
      { name: "accepted", comment: "What the payer says it accepted", tests: echoes(world) },
      { name: "large-amounts", comment: "Amounts beyond the numbers of some languages", tests: large(world) },
      { name: "short-addresses", comment: "An address that begins with a zero byte", tests: shortAddresses(seeded, world) },
    ];
  },
});

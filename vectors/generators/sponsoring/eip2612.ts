import { concatHex, keccak256, stringToHex } from "viem";
import type { Hex } from "viem";
import { defineVectors, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { accountOf, compact, joined, partsOf, withHighS, withV } from "../evm/_accounts.ts";
import { editsAt } from "../evm/_edits.ts";
import { domainOf, NOW, USDC } from "../evm/_eip3009.ts";
import { pickFlags } from "../evm/_flags.ts";
import type { FlagName } from "../evm/_flags.ts";
import { PERMIT2, PROXY } from "../evm/_permit2.ts";
import { domainSeparator, hashStruct, typedDigest } from "../evm/_typed-data.ts";
import type { Domain } from "../evm/_typed-data.ts";
import { createSponsoredWorld, permitDigest, permitStruct } from "./_permit.ts";
import type { Permit, SponsoredWorld } from "./_permit.ts";
import type { Seeded } from "../../generate/seeded.ts";

const NOT_THE_PAYERS = "The signature does not recover to from.";
const MAX = String(2n ** 256n - 1n);

type Named<Value> = readonly (readonly [id: string, comment: string, flag: FlagName, value: Value])[];

const signatures = (plain: DraftTest, { world, permit }: SponsoredWorld): readonly DraftTest[] => {
  const { requirements, payer, stranger, facilitator } = world;
  const right = domainOf(requirements);
  const separator = domainSeparator(right);
  const struct = permitStruct(permit);
  const digest = typedDigest(separator, struct);
  const signature = payer.sign(digest);
  const { r, s, v } = partsOf(signature);
  const at = editsAt(plain, "/info/signature", "signature.");
  const { name, version, chainId, verifyingContract } = right;
  const domains: Named<Domain> = [
    ["domain-of-permit2", "Signed under Permit2's domain", "DomainMembers", { name: "Permit2", chainId, verifyingContract: PERMIT2 }],
    ["domain-chain-of-mainnet", "Signed for Base instead of Base Sepolia", "NetworkNotChecked", { ...right, chainId: 8453n }],
    ["domain-contract-of-mainnet", "Signed for USDC's address on Base", "AssetNotChecked", { ...right, verifyingContract: USDC["eip155:8453"] }],
    ["domain-name-usd-coin", "Signed with the name USD Coin", "DomainNameBySymbol", { ...right, name: "USD Coin" }],
    ["domain-version-1", "Signed with version 1, as OpenZeppelin's tokens have it", "DomainHardCoded", { ...right, version: "1" }],
    ["domain-salt", "The chain id as salt", "DomainMembers", { name, version, verifyingContract, salt: `0x${chainId.toString(16).padStart(64, "0")}` }],
  ];
  const structs: Named<Hex> = [
    ["type-dai", "The older permit of DAI", "TypeHash", hashStruct("Permit(address holder,address spender,uint256 nonce,uint256 expiry,bool allowed)", [["address", permit.owner], ["address", permit.spender], ["uint256", BigInt(permit.nonce)], ["uint256", BigInt(permit.deadline)], ["bool", true]])],
  ];
  const tampered: Named<Partial<Permit>> = [
    ["signed-spender-proxy", "Signed for the proxy as spender", "SpenderNotChecked", { spender: PROXY.exact }],
    ["signed-spender-facilitator", "Signed for the facilitator as spender", "SpenderNotChecked", { spender: facilitator.address }],
    ["signed-value-max", "Signed over the greatest value", "MemberNotSigned", { value: MAX }],
    ["signed-nonce-next", "Signed over the next nonce", "PermitNonce", { nonce: "4" }],
    ["signed-nonce-previous", "Signed over the nonce before", "PermitNonce", { nonce: "2" }],
    ["signed-nonce-0", "Signed over nonce 0, whatever the account's history", "PermitNonce", { nonce: "0" }],
  ];
  return [
    ...at.open([
      ["v-as-parity", "The last byte is 0 or 1 instead of 27 or 28", "RecoveryId", withV(signature, v - 27), "Tokens take 27 and 28 only; a facilitator may translate before it settles."],
      ["high-s", "The other signature of the same key, s in the upper half", "SignatureMalleable", withHighS(signature), "The text does not ask for a low s. Tokens that do refuse it; a facilitator may translate before it settles."],
    ]),
    ...at.refused([
      ["v-other-parity", "The other one of 27 and 28", "RecoveryId", withV(signature, 55 - v), NOT_THE_PAYERS],
      ["v-0-other-parity", "The other one of 0 and 1", "RecoveryId", withV(signature, 28 - v), NOT_THE_PAYERS],
      ["erc2098-other-parity", "64 bytes of ERC-2098 with the other parity", "CompactSignature", compact(withV(signature, 55 - v)), NOT_THE_PAYERS],
      ["bytes-0", "No bytes at all", "SignatureForm", "0x", "There is no signature."],
      ["bytes-66", "A zero byte behind the signature", "SignatureForm", concatHex([signature, "0x00"]), "A permit's signature has 65 bytes."],
      ["v-first", "v in front, in the order of permit's parameters", "SignatureForm", `0x${v.toString(16)}${r.slice(2)}${s.slice(2)}`, NOT_THE_PAYERS],
      ["r-and-s-swapped", "s in front of r", "SignatureForm", joined({ r: s, s: r, v }), NOT_THE_PAYERS],
      ["all-zero", "65 zero bytes", "ZeroAddressRecovered", `0x${"00".repeat(65)}`, "No signature is all zero."],
      ["other-key", "Signed by a stranger", "SignatureNotCompared", stranger.sign(digest), NOT_THE_PAYERS],
      ["personal-sign", "The digest's bytes signed by personal_sign", "PersonalSign", payer.sign(keccak256(concatHex([stringToHex("\u0019Ethereum Signed Message:\n32"), digest]))), NOT_THE_PAYERS],
      ...domains.map(([id, comment, flag, domain]) => [id, comment, flag, payer.sign(typedDigest(domainSeparator(domain), struct)), NOT_THE_PAYERS] as const),
      ...structs.map(([id, comment, flag, hash]) => [id, comment, flag, payer.sign(typedDigest(separator, hash)), NOT_THE_PAYERS] as const),
      ...tampered.map(([id, comment, flag, edit]) => [id, comment, flag, payer.sign(permitDigest(requirements, { ...permit, ...edit })), NOT_THE_PAYERS] as const),
    ]),
  ];
};

const terms = (seeded: Seeded, plain: DraftTest, { world, info, permit }: SponsoredWorld): readonly DraftTest[] => {
  const { requirements, stranger, facilitator, payee } = world;
  const whole = editsAt(plain, "/info", "info.");
  const at = (name: string): ReturnType<typeof editsAt> => editsAt(plain, `/info/${name}`, `${name}.`);
  const spender = "The spender must be the canonical Permit2 contract.";
  const covers = "The allowance would not cover the payment.";
  const more = "It covers the payment; the text calls the greatest value typical, and the proxy as it is deployed takes none but the permitted amount.";
  const other = accountOf(seeded, "another owner");
  const cut = "The data of the extension is not whole.";
  const byOther = info({ owner: other.address }, { sign: other.sign });
  return [
    ...whole.open([
      ["amount-max", "The greatest value, in data and signature", "PermitAmount", info({ value: MAX }), more],
      ["amount-one-more", "One unit above the permitted amount", "PermitAmount", info({ value: "20001" }), more],
      ["deadline-max", "A deadline that never comes", "PermitDeadline", info({ deadline: MAX }), "It holds now; how long it may last is not said."],
    ]),
    ...whole.refused([
      ["amount-one-less", "One unit below the permitted amount", "PermitAmount", info({ value: "19999" }), covers],
      ["amount-zero", "An allowance of nothing", "PermitAmount", info({ value: "0" }), covers],
      ["amount-more-as-text", "9, which counts as more than 20000 as text", "StringComparison", info({ value: "9" }), covers],
      ["spender-proxy", "The proxy as spender, rightly signed", "SpenderNotChecked", info({ spender: PROXY.exact }), spender],
      ["spender-facilitator", "The facilitator as spender, rightly signed", "SpenderNotChecked", info({ spender: facilitator.address }), spender],
      ["spender-payee", "The recipient as spender, rightly signed", "SpenderNotChecked", info({ spender: payee.address }), spender],
      ["spender-upto-proxy", "The proxy of upto as spender, rightly signed", "SpenderNotChecked", info({ spender: PROXY.upto }), spender],
      ["owner-other", "Another owner's permit, rightly signed by them", "SponsorOther", byOther, "The payer's allowance would still be missing."],
      ["asset-other", "A permit of another token, rightly signed", "SponsorOther", { ...info({}, { digest: permitDigest({ ...requirements, asset: USDC["eip155:8453"] }, permit) }), asset: USDC["eip155:8453"] }, "The allowance for the required token would still be missing."],
      ["nonce-next", "The next nonce, rightly signed", "PermitNonce", info({ nonce: "4" }), "The token takes the current nonce only."],
      ["nonce-used", "A nonce that was used, rightly signed", "PermitNonce", info({ nonce: "2" }), "The token takes the current nonce only."],
      ["nonce-zero", "Nonce 0, as if the account had no history", "PermitNonce", info({ nonce: "0" }), "The token takes the current nonce only."],
      ["deadline-passed", "A deadline a minute ago", "PermitDeadline", info({ deadline: String(NOW - 60) }), "The token would not take the permit any more."],
      ["deadline-zero", "A deadline of 0, which does not mean for ever", "PermitDeadline", info({ deadline: "0" }), "The token would not take the permit any more."],
      ["deadline-2001", "A deadline of nine digits, which counts as more than now as text", "StringComparison", info({ deadline: "999999999" }), "The token would not take the permit any more."],
      ["flat", "The members beside info's place, in a wrapping of their own", "MemberName", { permit: info() }, cut],
    ]),
    ...at("from").good([["lower-case", "The owner in lower case", "AddressCase", permit.owner.toLowerCase()]]),
    ...at("from").refused([
      ["other", "Another owner than the one who signed", "SignatureNotCompared", stranger.address, NOT_THE_PAYERS],
      ["missing", "No owner", "MissingMember", undefined, cut],
    ]),
    ...at("asset").good([["lower-case", "The token in lower case", "AddressCase", requirements.asset.toLowerCase()]]),
    ...at("asset").open([["other", "Another token than the one the permit is signed for", "SponsorOther", USDC["eip155:8453"], "The sender must state the required one; the signature is for that token, and the proxy asks nothing else."]]),
    ...at("spender").good([["lower-case", "Permit2 in lower case", "AddressCase", PERMIT2.toLowerCase()]]),
    ...at("spender").refused([["stranger", "The data names a stranger, the signature Permit2", "SpenderNotChecked", stranger.address, spender]]),
    ...at("amount").open([
      ["leading-zero", "A zero in front of the digits", "NumberNotation", "020000"],
      ["hex", "Hex", "NumberNotation", "0x4e20"],
    ]),
    ...at("amount").refused([
      ["higher", "A higher amount than was signed", "MemberNotSigned", MAX, "The signature is over another value."],
      ["wrapped", "2^256 more than was signed", "OutOfRange", String(2n ** 256n + 20_000n), "A value is below 2^256."],
      ["fraction", "Half a unit behind the digits", "NumberForm", "20000.5", "A value has no fraction."],
    ]),
    ...at("nonce").open([
      ["other", "Another nonce than was signed and than is current", "PermitNonce", "7", "The sender must state the current one; the signature is over the nonce on the chain, which is all that the proxy asks for."],
      ["missing", "No nonce", "MissingMember", undefined, "The sender must state it; the chain says it too, and the proxy does not ask for it."],
    ]),
    ...at("deadline").refused([
      ["later", "A later deadline than was signed", "MemberNotSigned", String(NOW + 4200), "The signature is over another deadline."],
      ["missing", "No deadline", "MissingMember", undefined, cut],
    ]),
    ...at("signature").refused([["missing", "No signature", "MissingMember", undefined, cut]]),
    ...at("version").open([
      ["missing", "No version", "ExtensionVersion", undefined, "The sender must state it; nothing but the form depends on it."],
      ["1.0", "Version 1.0", "ExtensionVersion", "1.0", "Its form is allowed; which versions a facilitator takes is not said."],
      ["2", "Version 2", "ExtensionVersion", "2", "Its form is allowed; which versions a facilitator takes is not said."],
    ]),
    ...at("memo").good([["unknown", "A member nobody knows", "UnknownMember", "order 7"]]),
  ];
};

const state = (plain: DraftTest): readonly DraftTest[] => {
  const now = editsAt(plain, "/state/now", "clock.");
  const nonce = editsAt(plain, "/state/nonce", "state.nonce-");
  return [
    ...now.good([["earlier", "Five minutes earlier: a permit has no beginning, and the payment has begun", "ValidAfterNotChecked", NOW - 300], ["two-minutes-left", "Two minutes before the deadline", "PermitDeadline", NOW + 480]]),
    ...now.open([["at-deadline", "At the deadline", "WindowEdge", NOW + 600, "EIP-2612 includes it; an implementation may keep a margin."], ["second-left", "A second before the deadline", "WindowEdge", NOW + 599, "So near to the end an implementation may keep a margin."]]),
    ...now.refused([["second-late", "A second after the deadline", "PermitDeadline", NOW + 601, "The token would not take the permit any more."], ["year-late", "A year after the deadline", "PermitDeadline", NOW + 31_536_600, "The token would not take the permit any more."]]),
    ...nonce.refused([
      ["moved-on", "The payer has used the nonce since", "PermitNonce", "4", "The token takes the current nonce only."],
      ["behind", "The payer's nonce has not come so far", "PermitNonce", "2", "The token takes the current nonce only."],
      ["zero", "The payer has no history", "PermitNonce", "0", "The token takes the current nonce only."],
    ]),
    ...editsAt(plain, "/state/token/permit", "state.").refused([["token-without-permit", "The token has no permit", "TokenWithoutPermit", false, "There is nothing to submit the permit to."]]),
    ...editsAt(plain, "/state/token/name", "state.").refused([["token-name-other", "The offer says USDC and the token itself says USD Coin", "SimulationSkipped", "USD Coin", "The token would not take the signature."]]),
    ...editsAt(plain, "/state/token/version", "state.").refused([["token-version-other", "The offer says version 2 and the token itself version 1", "SimulationSkipped", "1", "The token would not take the signature."]]),
  ];
};

/** Payments of other sizes, and accounts with other histories. */
const others = ({ input, info }: SponsoredWorld): readonly DraftTest[] =>
  (["0", "255", "256", "65536"] as const).map((nonce) => valid({ id: `nonce-${nonce}`, comment: `The payer's nonce is ${nonce}`, flags: ["PermitNonce"], input: { ...input, info: info({ nonce }), state: { ...input.state, nonce } } }));

export const vectors = defineVectors({
  operation: "eip2612-sponsoring.verify",
  description: "Data of eip2612GasSponsoring: the permit that brings a Permit2 payment its allowance.",
  requirements: ["gas.2612.client-fields", "gas.2612.client-spender", "gas.2612.client-sig", "gas.2612.client-amount", "gas.2612.fac.valid", "gas.2612.fac.token-permit", "gas.2612.fac.sig", "gas.2612.fac.spender", "gas.2612.fac.from-asset", "gas.2612.fac.deadline", "gas.2612.fac.simulate", "permit2.fac.settle-with-permit"],
  flags: pickFlags("SignatureNotCompared", "SignatureForm", "RecoveryId", "SignatureMalleable", "CompactSignature", "ZeroAddressRecovered", "PersonalSign", "DomainHardCoded", "DomainNameBySymbol", "DomainMembers", "NetworkNotChecked", "AssetNotChecked", "TypeHash", "MemberNotSigned", "SpenderNotChecked", "PermitAmount", "PermitNonce", "PermitDeadline", "SponsorOther", "TokenWithoutPermit", "SimulationSkipped", "ExtensionVersion", "StringComparison", "NumberNotation", "NumberForm", "OutOfRange", "AddressCase", "MissingMember", "MemberName", "UnknownMember", "ValidAfterNotChecked", "WindowEdge"),
  groups: ({ seeded }) => {
    const made = createSponsoredWorld(seeded);
    const plain = valid({ id: "plain", comment: "A permit for exactly the permitted amount", input: made.input });
    return [
      { name: "permit", comment: "One payment and its permit; one place differs", tests: [plain, ...signatures(plain, made), ...terms(seeded, plain, made), ...state(plain)] },
      { name: "nonces", comment: "Payers with another history", tests: others(made) },
    ];
  },
});

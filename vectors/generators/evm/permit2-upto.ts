import { acceptable, defineVectors, invalid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import type { Seeded } from "../../generate/seeded.ts";
import { withHighS, withV } from "./_accounts.ts";
import { editsAt } from "./_edits.ts";
import { createEip3009World, NOW } from "./_eip3009.ts";
import { pickFlags } from "./_flags.ts";
import { createPermit2World, PROXY } from "./_permit2.ts";
import type { Permit2World } from "./_permit2.ts";
import { NOT_THE_PAYERS, permit28, signedOtherwise } from "./_permit2-signature.ts";
import { echoesOf, fundsAndClockOf, nonceFormsOf, noncesOf, termsOf } from "./_permit2-terms.ts";

/** The forms of a signature that matter most; the others are asked of exact. */
const signatureFormsOf = ({ plain, signature }: ReturnType<typeof permit28>): readonly DraftTest[] => {
  const at = editsAt(plain, "/payload/signature", "signature.");
  return [
    ...at.open([
      ["v-as-parity", "The last byte is 0 or 1 instead of 27 or 28", "RecoveryId", withV(signature, 1), "Permit2 takes 27 and 28 only; a facilitator may translate before it settles."],
      ["high-s", "The other signature of the same key, s in the upper half", "SignatureMalleable", withHighS(signature), "The text does not ask for a low s, and Permit2 does not look."],
    ]),
    ...at.refused([
      ["v-other-parity", "The other one of 27 and 28", "RecoveryId", withV(signature, 27), NOT_THE_PAYERS],
      ["bytes-0", "No bytes at all", "SignatureForm", "0x", "There is no signature."],
      ["bytes-66", "A zero byte behind the signature", "SignatureForm", `${signature}00`, "These bytes are no signature of an account without code."],
    ]),
  ];
};

/** What upto has and exact has not. */
const uptoAlone = (seeded: Seeded, plain: DraftTest, { payload, payer, stranger, facilitator }: Permit2World): readonly DraftTest[] => {
  const equal = "At verification the permitted amount is the required one.";
  const bound = "The proxy takes the settlement from the facilitator in the witness only.";
  return [
    ...editsAt(plain, "/requirements/amount").refused([
      ["amount-one-less", "The maximum asked for is one unit below the permit", "AmountOneSided", "19999", equal],
      ["amount-zero", "The maximum asked for is nothing", "AmountOneSided", "0", equal],
    ]),
    ...editsAt(plain, "/payload").refused([
      ["permits-one-more", "The payer permits one unit more", "AmountOneSided", payload({ permitted: { amount: "20001" } }), equal],
      ["permits-max", "The payer permits the greatest amount", "AmountOneSided", payload({ permitted: { amount: String(2n ** 256n - 1n) } }), equal],
      ["facilitator-stranger", "The witness names another facilitator", "FacilitatorNotBound", payload({ witness: { facilitator: stranger.address } }), bound],
      ["facilitator-zero", "The witness names the zero address", "FacilitatorNotBound", payload({ witness: { facilitator: `0x${"00".repeat(20)}` } }), bound],
      ["facilitator-payer", "The witness names the payer", "FacilitatorNotBound", payload({ witness: { facilitator: payer.address } }), bound],
      ["facilitator-proxy", "The witness names the proxy", "FacilitatorNotBound", payload({ witness: { facilitator: PROXY.upto } }), bound],
      ["eip3009-payload", "An EIP-3009 authorization", "TransferMethod", createEip3009World(seeded).payload({ value: "20000" }), "upto is paid by Permit2 only."],
    ]),
    ...editsAt(plain, "/payload/permit2Authorization/witness/facilitator").good([["facilitator-lower-case", "The facilitator in lower case", "AddressCase", facilitator.address.toLowerCase()]]),
    ...editsAt(plain, "/payload/permit2Authorization/witness/facilitator").refused([
      ["facilitator-missing", "The witness names no facilitator", "WitnessOfOtherScheme", undefined, "The witness of upto has three members."],
      ["facilitator-written-over", "Another facilitator than was signed", "MemberNotSigned", stranger.address, "The signature is over another facilitator."],
    ]),
    ...editsAt(plain, "/requirements/extra/facilitatorAddress").open([
      ["offer-facilitator-other", "The offer names another facilitator, the witness this one", "FacilitatorNotBound", stranger.address, "The permit can be settled by this facilitator; what the offer says of it is the server's matter."],
      ["offer-facilitator-missing", "The offer names no facilitator", "FacilitatorNotBound", undefined, "The permit can be settled by this facilitator; what the offer says of it is the server's matter."],
    ]),
    ...editsAt(plain, "/requirements/extra/assetTransferMethod").good([["method-named", "The offer names Permit2 as method, which upto needs not", "TransferMethod", "permit2"]]),
  ];
};

/** Settlements of a permit for 20000. */
const settlements = (world: Permit2World): readonly DraftTest[] => {
  const { requirements, input, payload, stranger, authorization } = world;
  const plain = valid({ id: "settle.part", comment: "1858 of 20000 are charged", flags: ["SettledAsExact"], input: { ...input, requirements: { ...requirements, amount: "1858" }, accepted: requirements } });
  const amount = editsAt(plain, "/requirements/amount", "settle.");
  const now = editsAt(plain, "/state/now", "settle.");
  const above = "More than the payer signed may not be charged.";
  const notice = "Enough for the charge, and not for the maximum: whether the maximum counts at settlement is not said.";
  const nonce = BigInt(authorization.nonce);
  const used = [{ owner: authorization.from, word: String(nonce >> 8n), bits: `0x${(1n << (nonce & 255n)).toString(16).padStart(64, "0")}` }];
  return [
    plain,
    ...amount.good([
      ["zero", "Nothing is charged, which needs no transaction", "SettledAsExact", "0"],
      ["one", "One unit is charged", "SettledAsExact", "1"],
      ["nine", "9, which counts as more than 20000 as text", "StringComparison", "9"],
      ["half", "Half the maximum is charged", "SettledAsExact", "10000"],
      ["one-less", "All but one unit is charged", "SettledAsExact", "19999"],
      ["maximum", "The maximum is charged", "SettledAsExact", "20000"],
    ]),
    ...amount.refused([
      ["one-more", "One unit above the maximum", "MaximumExceeded", "20001", above],
      ["double", "Twice the maximum", "MaximumExceeded", "40000", above],
      ["less-as-text", "100000, which comes before 20000 as text", "StringComparison", "100000", above],
      ["max", "The greatest uint256", "MaximumExceeded", String(2n ** 256n - 1n), above],
      ["wrapped-64", "2^64 and 5, which 64 bits take for 5", "IntegerWidth", String(2n ** 64n + 5n), above],
      ["wrapped-256", "2^256 and 5, which wraps to 5", "OutOfRange", String(2n ** 256n + 5n), above],
      ["negative", "Below zero", "OutOfRange", "-1", "An amount is not below zero."],
      ["fraction", "Half a unit", "NumberForm", "1858.5", "Half an atomic unit does not exist."],
      ["percent", "A share of the maximum, as some servers are configured", "NumberForm", "50%", "An amount is digits."],
      ["dollars", "A price with a dollar sign, as some servers are configured", "NumberForm", "$0.001", "An amount is in atomic units."],
    ]),
    ...amount.open([["leading-zero", "A zero in front of the digits", "NumberNotation", "01858"]]),
    ...now.refused([["late", "A minute after the deadline", "WindowNotChecked", NOW + 660, "The deadline has passed since verification."]]),
    ...now.good([["later", "Nearly at the end of the validity", "WindowEdge", NOW + 480]]),
    ...editsAt(plain, "/state/nonceBitmap", "settle.").refused([["nonce-used", "The permit was settled before", "NonceReplayed", used, "A permit is settled at most once."]]),
    ...editsAt(plain, "/state/balance", "settle.").good([["balance-maximum", "The payer has the maximum", "BalanceNotChecked", "20000"]]),
    ...editsAt(plain, "/state/balance", "settle.").open([["balance-between", "The payer has 5000 left", "BalanceNotChecked", "5000", notice]]),
    ...editsAt(plain, "/state/balance", "settle.").refused([["balance-below", "The payer has one unit less than the charge", "BalanceNotChecked", "1857", "The payer cannot pay."]]),
    ...editsAt(plain, "/state/allowance", "settle.").refused([["allowance-gone", "The payer has taken the allowance back", "AllowanceNotChecked", "0", "Permit2 may not move the tokens."]]),
    ...editsAt(plain, "/requirements/payTo", "settle.").refused([["payto-stranger", "The settlement names a stranger", "RecipientNotChecked", stranger.address, "The witness must name payTo."]]),
    ...editsAt(plain, "/payload", "settle.").refused([
      ["facilitator-stranger", "The witness names another facilitator", "FacilitatorNotBound", payload({ witness: { facilitator: stranger.address } }), "The proxy takes the settlement from the facilitator in the witness only."],
      ["signed-by-stranger", "The permit is signed by a stranger", "SignatureNotCompared", payload({}, { signer: stranger }), "The signature does not recover to permit2Authorization.from."],
    ]),
    invalid(plain, { id: "settle.permitted-raised", comment: "The permitted amount is written over with more than was signed", flags: ["MemberNotSigned"], path: "/payload/permit2Authorization/permitted/amount", to: "40000", reason: "The signature is over another maximum." }),
    acceptable(plain, { id: "settle.accepted-lower-case", comment: "accepted has the token in lower case", flags: ["AddressCase"], path: "/accepted/asset", to: requirements.asset.toLowerCase(), reason: "The same token, and not the same text as is required." }),
  ];
};

export const vectors = defineVectors({
  operation: "permit2.upto.verify",
  description: "Payments of upto by Permit2: their signatures, and their terms against the offer and the state of the chain, at verification and at settlement.",
  requirements: ["upto.evm.payload-fields", "upto.evm.strings", "upto.evm.nonce-format", "upto.evm.nonce-decimal", "upto.evm.spender", "upto.evm.facilitator-bound", "upto.evm.max-binding", "upto.evm.permit2-only", "upto.evm.fac.valid", "upto.evm.fac.permit2-only", "upto.evm.fac.allowance", "upto.evm.fac.balance", "upto.evm.fac.verify-equality", "upto.evm.time", "upto.evm.fac.token-network", "upto.evm.fac.witness-to", "upto.evm.fac.witness-facilitator", "upto.evm.fac.spender", "upto.evm.fac.nonce-used", "upto.evm.fac.simulate", "upto.evm.fac.settle-no-equality", "upto.settle-le-max", "upto.settle-zero-ok", "upto.recipient-binding", "upto.single-use", "upto.fac-verify-cap-at-settle", "fac.verify.requirements-authoritative", "core.unknown-fields", "upto.evm.domain", "upto.evm.witness-type", "upto.evm.fac.signature", "upto.evm.fac.tampered-fields"],
  flags: pickFlags("SignatureNotCompared", "SignatureForm", "RecoveryId", "SignatureMalleable", "PersonalSign", "DomainHardCoded", "DomainNotChecked", "DomainMembers", "NetworkNotChecked", "TypeHash", "WrongPrimaryType", "WitnessNotSigned", "WitnessOfOtherScheme", "SpenderNotChecked", "FacilitatorNotBound", "MemberNotSigned", "AmountUnderpaid", "AmountOneSided", "StringComparison", "IntegerWidth", "FloatComparison", "NumberForm", "NumberNotation", "OutOfRange", "AssetNotChecked", "AssetWithoutCode", "SchemeNotChecked", "RecipientNotChecked", "AddressCase", "AddressChecksum", "AddressForm", "UnknownMember", "MissingMember", "MemberName", "AcceptedTrusted", "WindowNotChecked", "ValidAfterNotChecked", "WindowEdge", "Milliseconds", "BalanceNotChecked", "AllowanceNotChecked", "NonceReplayed", "NonceOfOthers", "NonceBitmap", "TransferMethod", "SettledAsExact", "MaximumExceeded"),
  groups: ({ seeded }) => {
    const world = createPermit2World(seeded, "upto");
    const plain = valid({ id: "terms.plain", comment: "A payment that is right", input: world.input });
    const verifying = { facilitator: world.facilitator.address, phase: "verify" };
    const made = permit28(seeded, "upto");
    return [
      { name: "signature", comment: "One payment; only its signature differs", shared: verifying, tests: [made.plain, ...signatureFormsOf(made), ...signedOtherwise(seeded, made)] },
      { name: "terms", comment: "One payment; one of its terms, of the offer's or of the chain's differs", shared: verifying, tests: [plain, ...termsOf(plain, world), ...uptoAlone(seeded, plain, world), ...fundsAndClockOf(plain, world), ...nonceFormsOf(plain, world)] },
      { name: "nonces", comment: "Nonces and the bitmap of those that are used", shared: verifying, tests: noncesOf(seeded, world) },
      { name: "accepted", comment: "What the payer says it accepted", shared: verifying, tests: echoesOf(world) },
      { name: "settlement", comment: "What may be charged of one permit", shared: { ...verifying, phase: "settle" }, tests: settlements(world) },
    ];
  },
});

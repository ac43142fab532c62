import { concatHex, encodeAbiParameters } from "viem";
import type { Hex } from "viem";
import { defineVectors, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import type { Seeded } from "../../generate/seeded.ts";
import { flipped } from "./_accounts.ts";
import { editsAt } from "./_edits.ts";
import { pickFlags } from "./_flags.ts";
import { createPermit2World, permitDigest } from "./_permit2.ts";
import type { Permit2World } from "./_permit2.ts";
import { permit28, signedOtherwise } from "./_permit2-signature.ts";
import { echoesOf, fundsAndClockOf, nonceFormsOf, noncesOf, termsOf } from "./_permit2-terms.ts";
import { signatureForms } from "./_signature-forms.ts";

/** What the text of exact by Permit2 leaves to settlement, or to the reader. */
const leftOpen = (plain: DraftTest, { payload, requirements }: Permit2World): readonly DraftTest[] => {
  const over = "The step of verification asks that the permit covers the amount, and the proxy moves all of it; a facilitator may refuse here or find another way not to take more.";
  const method = "The text leaves open whether the requirement or the payload's shape selects the method.";
  return [
    ...editsAt(plain, "/requirements/amount").open([["amount-one-less", "The price is one unit below the permit", "OverPermitted", "19999", over]]),
    ...editsAt(plain, "/payload").open([
      ["permits-one-more", "The payer permits one unit more", "OverPermitted", payload({ permitted: { amount: "20001" } }), over],
      ["permits-max", "The payer permits the greatest amount, and has not so much", "OverPermitted", payload({ permitted: { amount: String(2n ** 256n - 1n) } }), over],
    ]),
    ...editsAt(plain, "/requirements/extra/assetTransferMethod").open([
      ["method-missing", "The offer names no method, which means EIP-3009", "TransferMethod", undefined, method],
      ["method-eip3009", "The offer asks for EIP-3009", "TransferMethod", "eip3009", method],
    ]),
    ...editsAt(plain, "/requirements/extra").open([["extra-method-alone", "extra names the method and no domain, which Permit2 does not need", "DomainHardCoded", { assetTransferMethod: requirements.extra["assetTransferMethod"] }, "Newer text asks for name and version where the token has EIP-2612."]]),
  ];
};

const MAGIC = `0x1626ba7e${"00".repeat(28)}`;

/** Payers with code: Permit2 asks it, whether there is a key or not. */
const wallets = (seeded: Seeded, { input, authorization, requirements, payer, stranger, state }: Permit2World): readonly DraftTest[] => {
  const hash = permitDigest(requirements.network, authorization);
  const [long, signature] = [seeded.hex("contract's own signature", 96), payer.sign(hash)];
  const code = { answers: [{ hash, signature, returns: MAGIC }, { hash, signature: long, returns: MAGIC }] };
  const plain = valid({ id: "code.plain", comment: "An account with a key and code; its key signed, and its code says so", flags: ["DelegatedAccount"], input: { ...input, state: { ...state, code } } });
  const no = "Permit2 asks the payer's code, which does not say yes.";
  const wrapped = (inner: Hex): Hex => concatHex([encodeAbiParameters([{ type: "address" }, { type: "bytes" }, { type: "bytes" }], [stranger.address, "0x", inner]), `0x${"6492".repeat(16)}`]);
  return [
    plain,
    ...editsAt(plain, "/state/code", "code.").good([["none", "The same account without code", "DelegatedAccount", undefined]]),
    ...editsAt(plain, "/state/code", "code.").refused([["refuses", "The code says no to everything", "DelegatedAccount", { answers: [] }, no]]),
    ...editsAt(plain, "/state/code/answers/0/returns", "code.").refused([
      ["answer-ffffffff", "The code answers ffffffff", "ContractAnswer", `0xffffffff${"00".repeat(28)}`, no],
      ["answer-true", "The code answers 1, which is true", "ContractAnswer", `0x${"00".repeat(31)}01`, no],
      ["answer-revert", "The code reverts", "ContractAnswer", "revert", no],
      ["answer-nothing", "The code returns no data", "ContractAnswer", "0x", no],
    ]),
    ...editsAt(plain, "/payload/signature", "code.").refused([
      ["long-unknown", "96 bytes the code does not know", "ContractNotAsked", flipped(long, 0), no],
      ["stranger", "A stranger's 65 bytes", "ContractNotAsked", stranger.sign(hash), no],
      ["wrapped", "A signature with one bit changed, wrapped by ERC-6492", "CounterfactualWallet", wrapped(flipped(signature, 63)), no],
    ]),
    ...editsAt(plain, "/payload/signature", "code.").open([["long-known", "96 bytes the code vouches for", "ContractPayer", long, "A facilitator may take contract payers or refuse them."]]),
  ];
};

export const vectors = defineVectors({
  operation: "permit2.exact.verify",
  description: "Payments of exact by Permit2: their signatures, and their terms against the offer and the state of the chain.",
  requirements: ["permit2.payload-fields", "permit2.strings", "permit2.nonce-decimal", "permit2.spender", "permit2.client-binds", "permit2.fac.valid", "permit2.fac.allowance", "permit2.fac.balance", "permit2.fac.amount", "permit2.fac.amount-over", "permit2.fac.time", "permit2.fac.token-network", "permit2.fac.witness-to", "permit2.fac.spender", "permit2.fac.nonce-used", "permit2.fac.simulate", "evm.atm.shape-mismatch", "fac.verify.requirements-authoritative", "core.unknown-fields", "permit2.domain", "permit2.witness-type", "permit2.fac.signature", "permit2.fac.tampered-fields"],
  flags: pickFlags("SignatureNotCompared", "SignatureForm", "RecoveryId", "SignatureMalleable", "CompactSignature", "ZeroAddressRecovered", "PersonalSign", "DomainHardCoded", "DomainNotChecked", "DomainMembers", "NetworkNotChecked", "TypeHash", "WrongPrimaryType", "WitnessNotSigned", "WitnessOfOtherScheme", "SpenderNotChecked", "MemberNotSigned", "AmountUnderpaid", "StringComparison", "IntegerWidth", "FloatComparison", "NumberForm", "NumberNotation", "OutOfRange", "AssetNotChecked", "AssetWithoutCode", "SchemeNotChecked", "RecipientNotChecked", "AddressCase", "AddressChecksum", "AddressForm", "UnknownMember", "MissingMember", "MemberName", "AcceptedTrusted", "WindowNotChecked", "ValidAfterNotChecked", "WindowEdge", "Milliseconds", "BalanceNotChecked", "AllowanceNotChecked", "NonceReplayed", "NonceOfOthers", "NonceBitmap", "OverPermitted", "TransferMethod", "DelegatedAccount", "ContractAnswer", "ContractNotAsked", "ContractPayer", "CounterfactualWallet"),
  groups: ({ seeded }) => {
    const world = createPermit2World(seeded, "exact");
    const plain = valid({ id: "terms.plain", comment: "A payment that is right", input: world.input });
    const made = permit28(seeded, "exact");
    const forms = signatureForms({ plain: made.plain, signature: made.signature, path: "/payload/signature", named: "permit2Authorization.from", prefix: "signature.", compactOnChain: true });
    return [
      { name: "signature", comment: "One payment; only its signature differs", tests: [made.plain, ...forms, ...signedOtherwise(seeded, made)] },
      { name: "terms", comment: "One payment; one of its terms, of the offer's or of the chain's differs", tests: [plain, ...termsOf(plain, world), ...leftOpen(plain, world), ...fundsAndClockOf(plain, world), ...nonceFormsOf(plain, world)] },
      { name: "nonces", comment: "Nonces and the bitmap of those that are used", tests: noncesOf(seeded, world) },
      { name: "accepted", comment: "What the payer says it accepted", tests: echoesOf(world) },
      { name: "code", comment: "Payers with code", tests: wallets(seeded, world) },
    ];
  },
});

import { concatHex, encodeAbiParameters, getAddress, slice } from "viem";
import type { Hex } from "viem";
import { acceptable, defineVectors, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import type { Seeded } from "../../generate/seeded.ts";
import { flipped } from "./_accounts.ts";
import { editsAt } from "./_edits.ts";
import { authorizationDigest, authorizationHash, createEip3009World } from "./_eip3009.ts";
import type { Authorization, Eip3009World, Payload } from "./_eip3009.ts";
import { pickFlags } from "./_flags.ts";

const MAGIC: Hex = `0x1626ba7e${"00".repeat(28)}`;
const MARK: Hex = `0x${"6492".repeat(16)}`;
const MAY = "A facilitator may take contract payers or refuse them.";

type Answer = { readonly hash: Hex; readonly signature: string; readonly returns: string };

const wrap = (options: { factory: Hex; calldata: Hex; signature: Hex; mark?: Hex }): Hex =>
  concatHex([encodeAbiParameters([{ type: "address" }, { type: "bytes" }, { type: "bytes" }], [options.factory, options.calldata, options.signature]), options.mark ?? MARK]);

type Wallets = {
  readonly world: Eip3009World;
  readonly digest: Hex;
  readonly keySignature: Hex;
  /** 96 bytes that only a contract can take for a signature. */
  readonly long: Hex;
  /** A payment by another account, signed by the payer's key as that account's owner. */
  readonly from: (address: string, signature?: Hex) => Payload;
  readonly digestFrom: (address: string) => Hex;
};

const walletsOf = (seeded: Seeded): Wallets => {
  const world = createEip3009World(seeded);
  const { requirements, authorization, payer } = world;
  const digestOf = (edited: Authorization): Hex => authorizationDigest({ requirements, authorization: edited });
  const digestFrom = (address: string): Hex => digestOf({ ...authorization, from: address });
  return {
    world,
    digest: digestOf(authorization),
    keySignature: world.payload().signature as Hex,
    long: seeded.hex("contract's own signature", 96),
    from: (address, signature) => ({ signature: signature ?? payer.sign(digestFrom(address)), authorization: { ...authorization, from: address } }),
    digestFrom,
  };
};

/** An account with a key and code (EIP-7702), in a token that asks the code. */
const delegated = (seeded: Seeded, wallets: Wallets): readonly DraftTest[] => {
  const { world, digest, keySignature, long, from, digestFrom } = wallets;
  const { stranger, authorization, requirements } = world;
  const contract = getAddress(seeded.hex("contract wallet", 20));
  const answers: readonly Answer[] = [
    { hash: digest, signature: keySignature, returns: MAGIC },
    { hash: digest, signature: long, returns: MAGIC },
    { hash: digestFrom(contract), signature: world.payer.sign(digestFrom(contract)), returns: MAGIC },
    { hash: digestFrom(contract), signature: long, returns: MAGIC },
  ];
  const plain = valid({ id: "delegated.plain", comment: "An account with a key and code; its key signed, and its code says so", flags: ["DelegatedAccount"], input: { ...world.input, state: { ...world.state, code: { answers } } } });
  const no = "The token asks the payer's code, which does not say yes.";
  const returns = editsAt(plain, "/state/code/answers/0/returns", "delegated.");
  const signature = editsAt(plain, "/payload/signature", "delegated.");
  const unknown = "The payer's code does not know this signature.";
  const factory = getAddress(seeded.hex("factory", 20));
  const wrapped = (inner: Hex): Hex => wrap({ factory, calldata: "0x", signature: inner });
  return [
    plain,
    stillValid(plain, { id: "delegated.no-code", comment: "The same account without code", flags: ["DelegatedAccount"], path: "/state/code", to: undefined }),
    stillValid(plain, { id: "delegated.key-token", comment: "A token that looks at keys only", flags: ["DelegatedAccount"], path: "/state/token/signatures", to: "key" }),
    ...returns.refused([
      ["answer-ffffffff", "The code answers ffffffff, as most wallets say no", "ContractAnswer", `0xffffffff${"00".repeat(28)}`, no],
      ["answer-revert", "The code reverts", "ContractAnswer", "revert", no],
      ["answer-nothing", "The code returns no data, as an account without the function does", "ContractAnswer", "0x", no],
      ["answer-zero", "The code answers zero", "ContractAnswer", `0x${"00".repeat(32)}`, no],
      ["answer-true", "The code answers 1, which is true", "ContractAnswer", `0x${"00".repeat(31)}01`, no],
      ["answer-older-magic", "The code answers 20c13b0b, the value for isValidSignature(bytes,bytes)", "ContractAnswer", `0x20c13b0b${"00".repeat(28)}`, no],
      ["answer-right-aligned", "The value stands at the end of the word, where a number would", "ContractAnswer", `0x${"00".repeat(28)}1626ba7e`, no],
      ["answer-near-magic", "The value with its last bit changed", "ContractAnswer", `0x1626ba7f${"00".repeat(28)}`, no],
      ["answer-dynamic", "The value as dynamic bytes", "ContractAnswer", `0x${"00".repeat(31)}20${"00".repeat(31)}041626ba7e${"00".repeat(28)}`, no],
    ]),
    ...returns.open([
      ["answer-four-bytes", "The four bytes alone, without padding", "ContractAnswer", "0x1626ba7e", "It is no ABI encoding, which strict readers refuse."],
      ["answer-dirty", "Other bytes behind the value", "ContractAnswer", `0x1626ba7e${"ff".repeat(28)}`, "Strict readers of the ABI refuse it."],
      ["answer-two-words", "The value and a further word", "ContractAnswer", `${MAGIC}${"00".repeat(32)}`, "Data behind a return value is commonly read over."],
    ]),
    ...editsAt(plain, "/state/code", "delegated.").refused([["code-refuses", "Code that says no to everything, as a delegation to a contract without ERC-1271 does", "DelegatedAccount", { answers: [] }, no]]),
    ...editsAt(plain, "/state/code/answers/0/hash", "delegated.").refused([["code-signed-struct", "The code knows the signature for the struct's hash only", "ContractNotAsked", authorizationHash(authorization), no]]),
    ...signature.refused([
      ["long-unknown", "96 bytes the code does not know", "ContractNotAsked", seeded.hex("unknown long signature", 96), unknown],
      ["long-one-bit", "The contract's own signature with one bit changed", "ContractNotAsked", flipped(long, 95), unknown],
      ["long-cut", "The contract's own signature without its last byte", "ContractNotAsked", slice(long, 0, 95), unknown],
      ["stranger", "A stranger's 65 bytes", "ContractNotAsked", stranger.sign(digest), unknown],
      ["empty", "No bytes at all", "ContractNotAsked", "0x", unknown],
      ["wrapped-unknown", "Bytes the code does not know, wrapped by ERC-6492", "CounterfactualWallet", wrapped(seeded.hex("unknown long signature", 96)), unknown],
      ["wrapped-stranger", "A stranger's signature, wrapped by ERC-6492", "CounterfactualWallet", wrapped(stranger.sign(digest)), unknown],
    ]),
    ...signature.open([
      ["long-known", "96 bytes the code vouches for", "ContractPayer", long, MAY],
      ["wrapped-known", "The key's signature wrapped by ERC-6492, although the code is there", "CounterfactualWallet", wrapped(keySignature), "ERC-6492 has the inner signature asked for; a facilitator may refuse wrappings."],
    ]),
    ...editsAt(plain, "/payload", "delegated.").open([
      ["contract-owner-signed", "A contract payer; its owner signed, and it vouches for that", "ContractPayer", from(contract), MAY],
      ["contract-long", "A contract payer with a signature of its own form", "ContractPayer", from(contract, long), MAY],
    ]),
    ...editsAt(plain, "/payload", "delegated.").refused([
      ["contract-stranger-signed", "A contract payer; a stranger signed", "ContractNotAsked", from(contract, stranger.sign(digestFrom(contract))), unknown],
      ["contract-owner-signed-own-account", "A contract payer; its owner signed a payment by themselves", "ContractNotAsked", from(contract, keySignature), unknown],
      ["contract-owner-signed-more", "A contract payer; its owner signed over twice the amount", "ContractNotAsked", from(contract, world.payer.sign(authorizationDigest({ requirements, authorization: { ...authorization, from: contract, value: "20000" } }))), unknown],
    ]),
  ];
};

/** Accounts with code in a token that looks at keys only. */
const keyToken = (seeded: Seeded, { world, digest, keySignature, long }: Wallets): readonly DraftTest[] => {
  const token = { name: "USDC", version: "2", signatures: "key" };
  const unable = "The token recovers keys only and would not take it.";
  const asked = "The signature recovers to authorization.from and the token takes it; no text says whether a facilitator asks an account's code all the same.";
  const confirms = (...signatures: readonly Hex[]): { answers: readonly Answer[] } => ({ answers: signatures.map((signature) => ({ hash: digest, signature, returns: MAGIC })) });
  const plain = valid({ id: "key-token.confirmed", comment: "An account with a key and code, which confirms the key's signature and one of its own; the token does not ask it", flags: ["DelegatedAccount"], input: { ...world.input, state: { ...world.state, token, code: confirms(keySignature, long) } } });
  return [
    plain,
    ...editsAt(plain, "/state/code", "key-token.").open([
      ["plain", "Its code knows no signatures", "DelegatedAccount", confirms(), asked],
      ["vouching", "Its code vouches for 96 bytes that the payment does not carry, and for nothing else", "DelegatedAccount", confirms(long), asked],
    ]),
    ...editsAt(plain, "/payload/signature", "key-token.").refused([
      ["long-known", "96 bytes the code vouches for, in a token that does not ask it", "SimulationSkipped", long, unable],
      ["long-unknown", "96 bytes nobody knows", "ContractNotAsked", seeded.hex("unknown long signature", 96), unable],
      ["stranger", "A stranger's 65 bytes", "SignatureNotCompared", world.stranger.sign(digest), "The signature does not recover to authorization.from."],
    ]),
  ];
};

/** Wallets that are deployed by their first use. */
const counterfactual = (seeded: Seeded, { world, keySignature, digest, from, digestFrom }: Wallets): readonly DraftTest[] => {
  const { payer, stranger, payee } = world;
  const [factory, wallet, elsewhere] = ["factory", "undeployed wallet", "another undeployed wallet"].map((label) => getAddress(seeded.hex(label, 20))) as [Hex, Hex, Hex];
  const [calldata, otherCalldata, idle] = ["call that deploys", "call that deploys elsewhere", "call that does nothing"].map((label) => seeded.hex(label, 68)) as [Hex, Hex, Hex];
  const owner = payer.sign(digestFrom(wallet));
  const deployments = [
    { factory, calldata, address: wallet, answers: [{ hash: digestFrom(wallet), signature: owner, returns: MAGIC }] },
    { factory, calldata: otherCalldata, address: elsewhere, answers: [{ hash: digestFrom(wallet), signature: owner, returns: MAGIC }] },
  ];
  const plain = valid({ id: "counterfactual.plain", comment: "An account with a key, beside a factory that others use", input: { ...world.input, state: { ...world.state, deployments } } });
  const wrapped = (edit: Partial<Parameters<typeof wrap>[0]> = {}): Hex => wrap({ factory, calldata, signature: owner, ...edit });
  const paid = editsAt(plain, "/payload", "counterfactual.");
  const signature = editsAt(plain, "/payload/signature", "counterfactual.");
  const none = "The wrapping puts no contract at the payer's address that vouches for the signature.";
  const garbage = "These bytes are no wrapping, and no signature of the payer.";
  const right = wrapped();
  return [
    plain,
    acceptable(plain, { id: "counterfactual.right", comment: "A wallet that is not deployed yet, its owner's signature wrapped with the call that deploys it", flags: ["CounterfactualWallet"], path: "/payload", to: from(wallet, right), reason: "A facilitator may take wallets that are not deployed, or refuse them." }),
    ...paid.refused([
      ["unwrapped", "The owner's signature for a wallet that is not deployed, without wrapping", "ContractNotAsked", from(wallet, owner), "There is no contract at the payer's address, and the signature does not recover to it."],
      ["stranger", "A stranger's signature wrapped with the right call", "CounterfactualWallet", from(wallet, wrapped({ signature: stranger.sign(digestFrom(wallet)) })), none],
      ["random-inner", "Any bytes wrapped with the right call", "CounterfactualWallet", from(wallet, wrapped({ signature: seeded.hex("random inner", 65) })), none],
      ["empty-inner", "Nothing wrapped with the right call", "CounterfactualWallet", from(wallet, wrapped({ signature: "0x" })), none],
      ["deploys-elsewhere", "The call deploys a wallet at another address than the payer's", "CounterfactualWallet", from(wallet, wrapped({ calldata: otherCalldata })), none],
      ["deploys-nothing", "The call deploys nothing", "CounterfactualWallet", from(wallet, wrapped({ calldata: idle })), none],
      ["factory-without-code", "The factory is an account without code", "CounterfactualWallet", from(wallet, wrapped({ factory: payee.address })), none],
      ["mark-one-bit", "The mark at the end has one bit changed", "CounterfactualWallet", from(wallet, wrapped({ mark: flipped(MARK, 31) })), garbage],
      ["mark-in-front", "The mark stands in front", "CounterfactualWallet", from(wallet, concatHex([MARK, slice(right, 0, -32)])), garbage],
      ["mark-alone", "The mark and nothing else", "CounterfactualWallet", from(wallet, MARK), garbage],
      ["mark-behind-signature", "The mark right behind the owner's 65 bytes", "CounterfactualWallet", from(wallet, concatHex([owner, MARK])), garbage],
      ["body-cut", "The wrapping's last 32 bytes in front of the mark are missing", "CounterfactualWallet", from(wallet, concatHex([slice(right, 0, -64), MARK])), none],
      ["owner-of-other-payment", "The owner's signature of a payment by themselves, wrapped", "CounterfactualWallet", from(wallet, wrapped({ signature: keySignature })), none],
    ]),
    ...signature.refused([
      ["key-stranger", "For the account with a key: a stranger's signature, wrapped", "CounterfactualWallet", wrapped({ signature: stranger.sign(digest) }), none],
      ["key-random", "For the account with a key: any bytes, wrapped", "CounterfactualWallet", wrapped({ signature: seeded.hex("random inner", 65) }), none],
      ["key-owner-of-wallet", "For the account with a key: the wrapping of the wallet's payment", "CounterfactualWallet", right, none],
    ]),
    ...signature.open([["key-wrapped", "For the account with a key: its own signature, wrapped", "CounterfactualWallet", wrapped({ signature: keySignature }), "The inner signature is the payer's; ERC-6492 asks a contract, which is not there."]]),
  ];
};

export const vectors = defineVectors({
  operation: "eip3009.verify",
  description: "Payers of exact by EIP-3009 that have code, or will have: EIP-7702, ERC-1271 and ERC-6492.",
  requirements: ["evm.3009.fac.smart-wallet", "evm.3009.fac.signature", "evm.3009.fac.simulate", "evm.3009.fac.valid"],
  flags: pickFlags("DelegatedAccount", "ContractAnswer", "ContractNotAsked", "ContractPayer", "CounterfactualWallet", "SimulationSkipped", "SignatureNotCompared"),
  groups: ({ seeded }) => {
    const wallets = walletsOf(seeded);
    return [
      { name: "delegated", comment: "The payer has code, and the token asks it", tests: delegated(seeded, wallets) },
      { name: "key-token", comment: "The payer has code, and the token does not ask it", tests: keyToken(seeded, wallets) },
      { name: "counterfactual", comment: "The payer's code is not there yet", tests: counterfactual(seeded, wallets) },
    ];
  },
});

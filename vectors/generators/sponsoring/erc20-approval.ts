import { concatHex, encodeFunctionData, getAddress, parseAbi, size, slice } from "viem";
import type { Hex } from "viem";
import { defineVectors, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import type { Seeded } from "../../generate/seeded.ts";
import { upperCase } from "../evm/_accounts.ts";
import type { Account } from "../evm/_accounts.ts";
import { editsAt } from "../evm/_edits.ts";
import { USDC } from "../evm/_eip3009.ts";
import type { Requirements } from "../evm/_eip3009.ts";
import { pickFlags } from "../evm/_flags.ts";
import { createPermit2World, PERMIT2, PROXY } from "../evm/_permit2.ts";
import type { Permit2World } from "../evm/_permit2.ts";
import { brokenEncodings } from "./_broken-transactions.ts";
import { signed1559, signed2930, signedLegacy } from "./_transactions.ts";
import type { Fields } from "./_transactions.ts";

const GWEI = 10n ** 9n;
const MAX = 2n ** 256n - 1n;
/** Why an amount that the data and the call state differently is left open, where the call covers the payment. */
const AMOUNTS = "The text has the spender of the data compared with the call's by name, and leaves the amount to the reader; the call covers the payment.";
const PATH = "/info/signedTransaction";
const ABI = parseAbi([
  "function approve(address spender, uint256 amount)",
  "function transfer(address to, uint256 amount)",
  "function transferFrom(address from, address to, uint256 amount)",
  "function increaseAllowance(address spender, uint256 amount)",
  "function approveAndCall(address spender, uint256 amount)",
]);

type Info = { readonly from: string; readonly asset: string; readonly spender: string; readonly amount: string; readonly signedTransaction: string; readonly version: string };

type ApprovalWorld = {
  readonly world: Permit2World;
  readonly fields: Fields;
  /** A signed transaction that is right but for the edit. */
  readonly transaction: (edit?: Partial<Fields>, signer?: Account) => Hex;
  readonly info: (edit?: Partial<Info>) => Info;
  readonly approve: (amount: bigint, spender?: string) => Hex;
  readonly input: object;
};

/** A payer who has sent seven transactions, at a base fee of one gwei. */
const createApprovalWorld = (seeded: Seeded): ApprovalWorld => {
  const world = createPermit2World(seeded, "exact");
  const { requirements, authorization, payer } = world;
  const approve = (amount: bigint, spender: string = PERMIT2): Hex => encodeFunctionData({ abi: ABI, functionName: "approve", args: [spender as Hex, amount] });
  const fields: Fields = { chainId: 84_532n, nonce: 7n, maxPriorityFeePerGas: GWEI / 10n, maxFeePerGas: 3n * GWEI, gas: 70_000n, to: requirements.asset as Hex, value: 0n, data: approve(20_000n), accessList: [] };
  const transaction: ApprovalWorld["transaction"] = (edit = {}, signer = payer) => signed1559(signer, { ...fields, ...edit });
  const info: ApprovalWorld["info"] = (edit = {}) => ({ from: payer.address, asset: requirements.asset, spender: PERMIT2, amount: "20000", signedTransaction: transaction(), version: "1", ...edit });
  return { world, fields, transaction, info, approve, input: { requirements, permit2Authorization: authorization, info: info(), state: { nonce: 7, baseFeePerGas: String(GWEI) } } };
};

/** Calls of the payer's that are not the approval that is needed. */
const calls = (plain: DraftTest, { world, transaction, approve, info }: ApprovalWorld): readonly DraftTest[] => {
  const { payer, payee, stranger, facilitator } = world;
  const at = editsAt(plain, PATH, "call.");
  const whole = editsAt(plain, "/info", "call.");
  const call = "The call is not approve(Permit2, amount).";
  const target = "The transaction must call the required token.";
  const right = approve(20_000n);
  const other = (functionName: "transfer" | "increaseAllowance" | "approveAndCall"): Hex => transaction({ data: encodeFunctionData({ abi: ABI, functionName, args: [PERMIT2, 20_000n] }) });
  const spender = "The spender must be Permit2, in the data and in the call.";
  const covers = "The allowance would not cover the payment.";
  const stateless = "What a call carries beside the approval is not said.";
  return [
    ...at.refused([
      ["transfer", "transfer(Permit2, amount)", "CallNotChecked", other("transfer"), call],
      ["transfer-from", "transferFrom(payer, Permit2, amount)", "CallNotChecked", transaction({ data: encodeFunctionData({ abi: ABI, functionName: "transferFrom", args: [payer.address, PERMIT2, 20_000n] }) }), call],
      ["increase-allowance", "increaseAllowance(Permit2, amount)", "CallNotChecked", other("increaseAllowance"), call],
      ["near-selector", "A selector whose name begins with approve", "CallNotChecked", other("approveAndCall"), call],
      ["permit2-approve", "approve of Permit2's own, called on the token", "CallNotChecked", transaction({ data: `0x87517c45${right.slice(10)}` }), call],
      ["no-data", "No call at all", "CallNotChecked", transaction({ data: "0x" }), call],
      ["selector-alone", "The selector and nothing behind it", "CallNotChecked", transaction({ data: slice(right, 0, 4) }), call],
      ["spender-alone", "The selector and the spender", "CallNotChecked", transaction({ data: slice(right, 0, 36) }), call],
      ["one-byte-short", "The last byte is missing", "CallNotChecked", transaction({ data: slice(right, 0, size(right) - 1) }), call],
      ["arguments-swapped", "Amount and spender in the wrong order", "CallNotChecked", transaction({ data: concatHex([slice(right, 0, 4), slice(right, 36, 68), slice(right, 4, 36)]) }), call],
      ["arguments-right-padded", "The spender at the start of its word", "CallNotChecked", transaction({ data: concatHex([slice(right, 0, 4), slice(right, 16, 36), `0x${"00".repeat(12)}`, slice(right, 36, 68)]) }), call],
      ["spender-proxy", "The proxy as spender in the call", "SpenderNotChecked", transaction({ data: approve(20_000n, PROXY.exact) }), spender],
      ["spender-facilitator", "The facilitator as spender in the call", "SpenderNotChecked", transaction({ data: approve(20_000n, facilitator.address) }), spender],
      ["spender-payee", "The recipient as spender in the call", "SpenderNotChecked", transaction({ data: approve(20_000n, payee.address) }), spender],
      ["amount-lower", "A lower amount in the call than in the data", "PermitAmount", transaction({ data: approve(19_999n) }), covers],
      ["amount-zero", "The call takes the allowance back", "PermitAmount", transaction({ data: approve(0n) }), covers],
      ["to-other-token", "The call goes to USDC's address on Base", "AssetNotChecked", transaction({ to: USDC["eip155:8453"] }), target],
      ["to-permit2", "The call goes to Permit2", "AssetNotChecked", transaction({ to: PERMIT2 }), target],
      ["to-payer", "The call goes to the payer", "AssetNotChecked", transaction({ to: payer.address }), target],
      ["to-nobody", "The transaction creates a contract", "AssetNotChecked", transaction({ to: "0x" }), target],
    ]),
    ...at.open([
      ["trailing-bytes", "Bytes behind the call's arguments", "CallNotChecked", transaction({ data: concatHex([right, "0xdeadbeef"]) }), stateless],
      ["value", "The call carries one wei", "CallNotChecked", transaction({ value: 1n }), stateless],
      ["amount-higher", "A higher amount in the call than in the data", "PermitAmount", transaction({ data: approve(MAX) }), AMOUNTS],
      ["dirty-spender", "Bytes in front of the spender in its word", "CallNotChecked", transaction({ data: concatHex([slice(right, 0, 4), "0x01", slice(right, 5)]) }), "Tokens differ in whether they read over them."],
    ]),
    ...whole.good([["amount-max", "The greatest amount, in data and call", "PermitAmount", info({ amount: String(MAX), signedTransaction: transaction({ data: approve(MAX) }) })], ["amount-one-more", "One unit more than is needed, in data and call", "PermitAmount", info({ amount: "20001", signedTransaction: transaction({ data: approve(20_001n) }) })]]),
    ...whole.refused([
      ["amount-one-less", "One unit less than is needed, in data and call", "PermitAmount", info({ amount: "19999", signedTransaction: transaction({ data: approve(19_999n) }) }), covers],
      ["amount-less-as-number", "9, which counts as more than 20000 as text, in data and call", "StringComparison", info({ amount: "9", signedTransaction: transaction({ data: approve(9n) }) }), covers],
      ["spender-stranger", "A stranger as spender, in data and call", "SpenderNotChecked", info({ spender: stranger.address, signedTransaction: transaction({ data: approve(20_000n, stranger.address) }) }), spender],
      ["owner-other", "Another owner's approval, in data and transaction", "SponsorOther", info({ from: stranger.address, signedTransaction: transaction({}, stranger) }), "The payer's allowance would still be missing."],
      ["token-other", "An approval of another token, in data and transaction", "SponsorOther", info({ asset: USDC["eip155:8453"], signedTransaction: transaction({ to: USDC["eip155:8453"] }) }), "The allowance for the required token would still be missing."],
    ]),
  ];
};

/** Who signed, for which chain, with which nonce and fees. */
const envelopes = (plain: DraftTest, { world, fields, transaction }: ApprovalWorld): readonly DraftTest[] => {
  const { payer, payee, stranger, requirements } = world;
  const at = editsAt(plain, PATH, "envelope.");
  const kind = "The text speaks of an ordinary transaction and of the fees of EIP-1559; which kinds a facilitator takes is not said.";
  const nonce = "The network takes the payer's current nonce next.";
  const fees = "No block takes it at this base fee.";
  const above = "No bound is given for fees above the network's.";
  return [
    ...at.refused([
      ["signer-stranger", "Signed by a stranger", "SignatureNotCompared", transaction({}, stranger), "The signer must be from."],
      ["signer-payee", "Signed by the recipient", "SignatureNotCompared", transaction({}, payee), "The signer must be from."],
      ["chain-of-mainnet", "Signed for Base", "ReplayedOnOtherChain", transaction({ chainId: 8453n }), "The transaction must be one of the required network."],
      ["chain-1", "Signed for Ethereum", "ReplayedOnOtherChain", transaction({ chainId: 1n }), "The transaction must be one of the required network."],
      ["chain-0", "Signed for chain 0", "ReplayedOnOtherChain", transaction({ chainId: 0n }), "The transaction must be one of the required network."],
      ["nonce-used", "The nonce was used", "PermitNonce", transaction({ nonce: 6n }), nonce],
      ["nonce-ahead", "The nonce after the next one", "PermitNonce", transaction({ nonce: 8n }), nonce],
      ["nonce-zero", "Nonce 0, as if the account had no history", "PermitNonce", transaction({ nonce: 0n }), nonce],
      ["nonce-wrapped", "A nonce 256 ahead, which one byte does not see", "IntegerWidth", transaction({ nonce: 263n }), nonce],
      ["fee-below-base", "The greatest fee is a thousandth of the base fee", "FeesNotChecked", transaction({ maxFeePerGas: GWEI / 1000n, maxPriorityFeePerGas: 0n }), fees],
      ["fee-zero", "The greatest fee is 0", "FeesNotChecked", transaction({ maxFeePerGas: 0n, maxPriorityFeePerGas: 0n }), fees],
      ["fee-in-gwei", "Fees written in gwei where wei are meant", "FeesNotChecked", transaction({ maxFeePerGas: 3n, maxPriorityFeePerGas: 1n }), fees],
      ["priority-above-fee", "The priority fee is above the greatest fee, which EIP-1559 forbids", "FeesNotChecked", transaction({ maxPriorityFeePerGas: 4n * GWEI }), "Such a transaction is not valid."],
      ["gas-21000", "Gas for a plain transfer, which does not even pay for the call's data", "FeesNotChecked", transaction({ gas: 21_000n }), "Such a transaction is not valid."],
      ["gas-zero", "No gas", "FeesNotChecked", transaction({ gas: 0n }), "Such a transaction is not valid."],
    ]),
    ...at.good([
      ["access-list", "An access list of the token and one slot", "TransactionForm", transaction({ accessList: [[requirements.asset.toLowerCase() as Hex, [`0x${"00".repeat(31)}01`]]] })],
    ]),
    ...at.open([
      ["legacy", "A transaction from before EIP-2718, bound to the chain", "TransactionKind", signedLegacy(payer, fields, true), kind],
      ["legacy-unbound", "The same, not bound to a chain", "TransactionKind", signedLegacy(payer, fields, false), "Any chain takes it, this one included; which kinds a facilitator takes is not said."],
      ["eip2930", "A transaction of EIP-2930", "TransactionKind", signed2930(payer, fields), kind],
      ["gas-100000", "More gas", "FeesNotChecked", transaction({ gas: 100_000n }), "How much gas a sponsor pays for is not said."],
      ["fee-double", "Twice the fee, six times the base fee", "FeesNotChecked", transaction({ maxFeePerGas: 6n * GWEI, maxPriorityFeePerGas: GWEI }), above],
      ["fee-thousandfold", "A thousand times the fee", "FeesNotChecked", transaction({ maxFeePerGas: 3000n * GWEI }), above],
      ["fee-at-base", "The greatest fee is the base fee", "FeesNotChecked", transaction({ maxFeePerGas: GWEI, maxPriorityFeePerGas: 0n }), "A block takes it if the base fee does not rise."],
      ["priority-zero", "No priority fee", "FeesNotChecked", transaction({ maxPriorityFeePerGas: 0n }), "Whether blocks take it depends on who builds them."],
    ]),
  ];
};

const data = (plain: DraftTest, { world, info }: ApprovalWorld): readonly DraftTest[] => {
  const at = (name: string): ReturnType<typeof editsAt> => editsAt(plain, `/info/${name}`, `${name === "signedTransaction" ? "transaction" : name}.`);
  const { payer, stranger, requirements } = world;
  const cut = "The data of the extension is not whole.";
  return [
    ...at("from").good([["lower-case", "The payer in lower case", "AddressCase", payer.address.toLowerCase()]]),
    ...at("from").refused([["other", "Another account than the signer", "SignatureNotCompared", stranger.address, "The signer must be from."], ["missing", "No account", "MissingMember", undefined, cut]]),
    ...at("asset").good([["lower-case", "The token in lower case", "AddressCase", requirements.asset.toLowerCase()]]),
    ...at("asset").refused([["other", "Another token than the transaction calls", "AssetNotChecked", USDC["eip155:8453"], "The transaction must call the asset."]]),
    ...at("spender").good([["lower-case", "Permit2 in lower case", "AddressCase", PERMIT2.toLowerCase()]]),
    ...at("spender").refused([["stranger", "The data names a stranger, the call Permit2", "SpenderNotChecked", stranger.address, "The spender must be Permit2, in the data and in the call."], ["proxy", "The data names the proxy, the call Permit2", "SpenderNotChecked", PROXY.exact, "The spender must be Permit2, in the data and in the call."]]),
    ...at("amount").open([["higher", "A higher amount in the data than in the call", "PermitAmount", String(MAX), AMOUNTS], ["wrapped", "2^256 more than in the call", "OutOfRange", String(2n ** 256n + 20_000n), AMOUNTS], ["leading-zero", "A zero in front of the digits", "NumberNotation", "020000"]]),
    ...at("signedTransaction").good([["upper-case", "The digits in upper case", "TransactionForm", upperCase(info().signedTransaction)]]),
    ...at("version").open([["missing", "No version", "ExtensionVersion", undefined, "The sender must state it; nothing but the form depends on it."], ["2", "Version 2", "ExtensionVersion", "2", "Its form is allowed; which versions a facilitator takes is not said."]]),
    ...editsAt(plain, "/state/nonce", "state.nonce-").refused([["moved-on", "The payer has sent another transaction since", "PermitNonce", 8, "The network takes the payer's current nonce next."], ["behind", "The payer has not come so far", "PermitNonce", 6, "The network takes the payer's current nonce next."]]),
    ...editsAt(plain, "/state/baseFeePerGas", "state.base-fee-").refused([["risen", "The base fee has risen a hundredfold", "FeesNotChecked", String(100n * GWEI), "No block takes it at this base fee."], ["more-as-number", "10 gwei, which comes before 3 gwei as text", "StringComparison", String(10n * GWEI), "No block takes it at this base fee."]]),
    ...editsAt(plain, "/state/baseFeePerGas", "state.base-fee-").good([["fallen", "The base fee has fallen", "FeesNotChecked", String(GWEI / 10n)], ["zero", "The base fee is 0, as on local chains", "FeesNotChecked", "0"]]),
    ...editsAt(plain, "/info/memo", "info.").good([["unknown-member", "A member nobody knows", "UnknownMember", "order 7"]]),
  ];
};

/** Payers, tokens and networks whose transactions are encoded otherwise. */
const others = (seeded: Seeded, { world, fields, info, input }: ApprovalWorld): readonly DraftTest[] => {
  const asked = (id: string, comment: string, edit: Partial<Fields>, state: { nonce: number }, requirements: Requirements = world.requirements): DraftTest =>
    valid({ id: `other.${id}`, comment, flags: ["TransactionForm"], input: { ...input, requirements, info: info({ asset: requirements.asset, signedTransaction: signed1559(world.payer, { ...fields, ...edit }) }), state: { ...state, baseFeePerGas: String(GWEI) } } });
  const token = getAddress(seeded.hex("another token", 20));
  return [
    asked("nonce-0", "The payer's first transaction: nonce 0 is no bytes in RLP", { nonce: 0n }, { nonce: 0 }),
    asked("nonce-127", "A nonce that is one byte in RLP", { nonce: 127n }, { nonce: 127 }),
    asked("nonce-128", "A nonce that is two bytes in RLP", { nonce: 128n }, { nonce: 128 }),
    asked("nonce-70000", "A nonce of three bytes", { nonce: 70_000n }, { nonce: 70_000 }),
    asked("ethereum", "A chain id of one byte", { chainId: 1n }, { nonce: 7 }, { ...world.requirements, network: "eip155:1" }),
    asked("long-chain-id", "A chain id above 2^32", { chainId: 11_297_108_109n }, { nonce: 7 }, { ...world.requirements, network: "eip155:11297108109" }),
    asked("other-token", "Another token", { to: token }, { nonce: 7 }, { ...world.requirements, asset: token }),
  ].map((test) => withPermitted(test));
};

/** The payment permits the token that its offer asks for. */
const withPermitted = (test: DraftTest): DraftTest => {
  const { requirements, permit2Authorization } = test.input as { requirements: Requirements; permit2Authorization: Permit2World["authorization"] };
  return { ...test, input: { ...test.input, permit2Authorization: { ...permit2Authorization, permitted: { ...permit2Authorization.permitted, token: requirements.asset } } } };
};

export const vectors = defineVectors({
  operation: "erc20-approval.verify",
  description: "Data of erc20ApprovalGasSponsoring: the payer's signed transaction that brings a Permit2 payment its allowance.",
  requirements: ["gas.20.client-fields", "gas.20.client-tx", "gas.20.client-nonce", "gas.20.client-fees", "gas.20.fac.valid", "gas.20.fac.decode", "gas.20.fac.signer", "gas.20.fac.to", "gas.20.fac.calldata", "gas.20.fac.spender", "gas.20.fac.nonce-fees", "gas.20.fac.fees", "gas.20.fac.from-asset", "gas.20.fac.simulate"],
  flags: pickFlags("FailsOpen", "CallNotChecked", "TransactionForm", "TransactionKind", "FeesNotChecked", "ReplayedOnOtherChain", "SignatureNotCompared", "SignatureMalleable", "PersonalSign", "SpenderNotChecked", "AssetNotChecked", "PermitAmount", "PermitNonce", "SponsorOther", "IntegerWidth", "StringComparison", "NumberNotation", "OutOfRange", "AddressCase", "MissingMember", "UnknownMember", "ExtensionVersion"),
  groups: ({ seeded }) => {
    const made = createApprovalWorld(seeded);
    const plain = valid({ id: "plain", comment: "approve(Permit2, 20000) in a transaction of EIP-1559", input: { ...made.input } });
    return [
      { name: "approval", comment: "One payment and its approval; one place differs", tests: [plain, ...calls(plain, made), ...envelopes(plain, made), ...data(plain, made), ...brokenEncodings({ plain, path: PATH, payer: made.world.payer, fields: made.fields })] },
      { name: "others", comment: "Other payers, tokens and networks", tests: others(seeded, made) },
    ];
  },
});

import { encodeAbiParameters, keccak256 } from "viem";
import type { Hex } from "viem";
import type { Seeded } from "../../generate/seeded.ts";
import { accountOf } from "../evm/_accounts.ts";
import type { Account } from "../evm/_accounts.ts";
import { chainIdOf, domainSeparator, hashStruct, typedDigest } from "../evm/_typed-data.ts";
import type { Domain, Encoded } from "../evm/_typed-data.ts";

export const NETWORK = "eip155:8453";
export const TOKEN = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
export const ZERO = `0x${"00".repeat(20)}`;
export const PERMIT2 = "0x000000000022D473030F116dDEE9F6B43aC78BA3";

/** Two releases of the contracts; the vectors say their addresses, since stored copies of the text differ in them. */
export const DEPLOYMENTS = {
  "v1.1": { escrow: "0xf96815976523E00e65Be8f34cA5e64b4f41EB19c", eip3009Collector: "0x8612dfdc421f80336cd14E8EF9cb1E765dB5ab88", permit2Collector: "0x1aacb38b16a1a8709e80746825E53A0C9Cae9b70" },
  "v1.0": { escrow: "0xBdEA0D1bcC5966192B070Fdf62aB4EF5b4420cff", eip3009Collector: "0x0E3dF9510de65469C4518D7843919c0b8C7A7757", permit2Collector: "0x992476B9Ee81d52a5BdA0622C333938D0Af0aB26" },
} as const;

export type PaymentInfo = {
  readonly operator: string;
  readonly payer: string;
  readonly receiver: string;
  readonly token: string;
  readonly maxAmount: string;
  readonly preApprovalExpiry: number;
  readonly authorizationExpiry: number;
  readonly refundExpiry: number;
  readonly minFeeBps: number;
  readonly maxFeeBps: number;
  readonly feeReceiver: string;
  readonly salt: string;
};

const INFO = "PaymentInfo(address operator,address payer,address receiver,address token,uint120 maxAmount,uint48 preApprovalExpiry,uint48 authorizationExpiry,uint48 refundExpiry,uint16 minFeeBps,uint16 maxFeeBps,address feeReceiver,uint256 salt)";

const infoHash = (info: PaymentInfo): Hex =>
  hashStruct(INFO, [
    ["address", info.operator], ["address", info.payer], ["address", info.receiver], ["address", info.token],
    ["uint256", BigInt(info.maxAmount)], ["uint256", BigInt(info.preApprovalExpiry)], ["uint256", BigInt(info.authorizationExpiry)], ["uint256", BigInt(info.refundExpiry)],
    ["uint256", BigInt(info.minFeeBps)], ["uint256", BigInt(info.maxFeeBps)], ["address", info.feeReceiver], ["uint256", BigInt(info.salt)],
  ]);

const located = (options: { network: string; escrow: string; hash: Hex }): Hex =>
  keccak256(encodeAbiParameters([{ type: "uint256" }, { type: "address" }, { type: "bytes32" }], [chainIdOf(options.network), options.escrow.toLowerCase() as Hex, options.hash]));

/** The nonce a payer signs and the id the escrow keeps a payment under. */
export const identityOf = (info: PaymentInfo, where: { network?: string; escrow?: string } = {}): { signatureNonce: Hex; paymentInfoHash: Hex } => {
  const { network = NETWORK, escrow = DEPLOYMENTS["v1.1"].escrow } = where;
  return { signatureNonce: located({ network, escrow, hash: infoHash({ ...info, payer: ZERO }) }), paymentInfoHash: located({ network, escrow, hash: infoHash(info) }) };
};

/** The salt of a payment that is bound to an authorizer or a policy. */
export const boundSalt = (binding: { receiverAuthorizer: string; policy?: string; saltNonce: string }): Hex =>
  hashStruct("x402AuthCaptureSaltBinding(address receiverAuthorizer,address policy,uint256 saltNonce)", [["address", binding.receiverAuthorizer], ["address", binding.policy ?? ZERO], ["uint256", BigInt(binding.saltNonce)]]);

export type Receive = { readonly from: string; readonly to: string; readonly value: string; readonly validAfter: string; readonly validBefore: string; readonly nonce: string };

/** Digest of an EIP-3009 authorization for a collector. */
export const receiveDigest = (authorization: Receive, options: { domain?: Domain; type?: string } = {}): Hex =>
  typedDigest(
    domainSeparator(options.domain ?? { name: "USD Coin", version: "2", chainId: chainIdOf(NETWORK), verifyingContract: TOKEN }),
    hashStruct(`${options.type ?? "ReceiveWithAuthorization"}(address from,address to,uint256 value,uint256 validAfter,uint256 validBefore,bytes32 nonce)`, [
      ["address", authorization.from], ["address", authorization.to], ["uint256", BigInt(authorization.value)], ["uint256", BigInt(authorization.validAfter)], ["uint256", BigInt(authorization.validBefore)], ["bytes32", authorization.nonce],
    ]),
  );

export type Permit = { readonly from: string; readonly permitted: { readonly token: string; readonly amount: string }; readonly spender: string; readonly nonce: string; readonly deadline: string };

/** Digest of a Permit2 transfer without witness. */
export const permitDigest = (permit: Permit, chainId = chainIdOf(NETWORK)): Hex =>
  typedDigest(
    domainSeparator({ name: "Permit2", chainId, verifyingContract: PERMIT2 }),
    hashStruct("PermitTransferFrom(TokenPermissions permitted,address spender,uint256 nonce,uint256 deadline)TokenPermissions(address token,uint256 amount)", [
      ["bytes32", hashStruct("TokenPermissions(address token,uint256 amount)", [["address", permit.permitted.token], ["uint256", BigInt(permit.permitted.amount)]])],
      ["address", permit.spender], ["uint256", BigInt(permit.nonce)], ["uint256", BigInt(permit.deadline)],
    ]),
  );

/** Digest of a receiver authorizer's consent, its type written in full. */
export const consentDigest = (options: { operator: string; type: string; members: readonly Encoded[]; network?: string }): Hex =>
  typedDigest(domainSeparator({ name: "x402 Auth Capture Operator", version: "1", chainId: chainIdOf(options.network ?? NETWORK), verifyingContract: options.operator }), hashStruct(options.type, options.members));

/** Accounts and terms of a payment. */
export const paymentWorld = (seeded: Seeded) => {
  const [payer, receiver, operator, authorizer, feeRecipient, stranger] = ["payer", "receiver", "operator", "receiver authorizer", "fee recipient", "stranger"].map((label) => accountOf(seeded, label)) as [Account, Account, Account, Account, Account, Account];
  const info: PaymentInfo = {
    operator: operator.address, payer: payer.address, receiver: receiver.address, token: TOKEN, maxAmount: "1000000",
    preApprovalExpiry: 1_740_675_754, authorizationExpiry: 1_740_758_554, refundExpiry: 1_741_276_954, minFeeBps: 100, maxFeeBps: 100, feeReceiver: feeRecipient.address, salt: seeded.hex("salt", 32),
  };
  return { payer, receiver, operator, authorizer, feeRecipient, stranger, info };
};

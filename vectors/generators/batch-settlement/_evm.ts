import { concatHex, keccak256 } from "viem";
import type { Hex } from "viem";
import type { Seeded } from "../../generate/seeded.ts";
import { accountOf } from "../evm/_accounts.ts";
import type { Account } from "../evm/_accounts.ts";
import { chainIdOf, domainSeparator, hashStruct, hashText, typedDigest } from "../evm/_typed-data.ts";
import type { Domain } from "../evm/_typed-data.ts";

/** x402BatchSettlement, at the same address on every chain. */
export const CONTRACT = "0x4020074e9dF2ce1deE5A9C1b5c3f541D02a10003";
export const NETWORK = "eip155:8453";
export const TOKEN = "0x833589fCD6eDb6E08f4c7C32D4f71b54bdA02913";
export const ZERO = `0x${"00".repeat(20)}`;

/** The contract's signing domain, whose version the text does not print. */
export const DOMAIN_SHARED = { domain: { name: "x402 Batch Settlement", version: "1" }, contract: CONTRACT };

export type ChannelConfig = {
  readonly payer: string;
  readonly payerAuthorizer: string;
  readonly receiver: string;
  readonly receiverAuthorizer: string;
  readonly token: string;
  readonly withdrawDelay: number;
  readonly salt: string;
};

/** The domain of the contract on a network. */
export const domainOf = (network = NETWORK, contract = CONTRACT): Domain => ({ name: "x402 Batch Settlement", version: "1", chainId: chainIdOf(network), verifyingContract: contract });

export const TYPES = {
  config: "ChannelConfig(address payer,address payerAuthorizer,address receiver,address receiverAuthorizer,address token,uint40 withdrawDelay,bytes32 salt)",
  voucher: "Voucher(bytes32 channelId,uint128 maxClaimableAmount)",
  refund: "Refund(bytes32 channelId,uint256 nonce,uint128 amount)",
  batch: "ClaimBatch(ClaimEntry[] claims)ClaimEntry(bytes32 channelId,uint128 maxClaimableAmount,uint128 totalClaimed)",
  entry: "ClaimEntry(bytes32 channelId,uint128 maxClaimableAmount,uint128 totalClaimed)",
} as const;

/** Id of a channel. */
export const channelIdOf = (config: ChannelConfig, domain = domainOf()): Hex =>
  typedDigest(domainSeparator(domain), hashStruct(TYPES.config, [["address", config.payer], ["address", config.payerAuthorizer], ["address", config.receiver], ["address", config.receiverAuthorizer], ["address", config.token], ["uint256", BigInt(config.withdrawDelay)], ["bytes32", config.salt]]));

/** Digest of a voucher. */
export const voucherDigest = (voucher: { channelId: string; maxClaimableAmount: string }, options: { domain?: Domain; type?: string } = {}): Hex =>
  typedDigest(domainSeparator(options.domain ?? domainOf()), hashStruct(options.type ?? TYPES.voucher, [["bytes32", voucher.channelId], ["uint256", BigInt(voucher.maxClaimableAmount)]]));

/** Digest of a refund. */
export const refundDigest = (refund: { channelId: string; nonce: string; amount: string }, domain = domainOf()): Hex =>
  typedDigest(domainSeparator(domain), hashStruct(TYPES.refund, [["bytes32", refund.channelId], ["uint256", BigInt(refund.nonce)], ["uint256", BigInt(refund.amount)]]));

export type ClaimEntry = { readonly channelId: string; readonly maxClaimableAmount: string; readonly totalClaimed: string };

/** Digest of a batch of claims. */
export const batchDigest = (claims: readonly ClaimEntry[], domain = domainOf()): Hex => {
  const rows = claims.map((row) => hashStruct(TYPES.entry, [["bytes32", row.channelId], ["uint256", BigInt(row.maxClaimableAmount)], ["uint256", BigInt(row.totalClaimed)]]));
  return typedDigest(domainSeparator(domain), keccak256(concatHex([hashText(TYPES.batch), keccak256(concatHex(rows))])));
};

/** The accounts of a channel, its configuration and the offer it was opened for. */
export const channelWorld = (seeded: Seeded) => {
  const [payer, voucherKey, receiver, authorizer, stranger] = ["payer", "payer authorizer", "receiver", "receiver authorizer", "stranger"].map((label) => accountOf(seeded, label)) as [Account, Account, Account, Account, Account];
  const config: ChannelConfig = { payer: payer.address, payerAuthorizer: voucherKey.address, receiver: receiver.address, receiverAuthorizer: authorizer.address, token: TOKEN, withdrawDelay: 900, salt: seeded.hex("salt", 32) };
  const requirements = {
    scheme: "batch-settlement",
    network: NETWORK,
    amount: "1000",
    asset: TOKEN,
    payTo: receiver.address,
    maxTimeoutSeconds: 3600,
    extra: { receiverAuthorizer: authorizer.address, withdrawDelay: 900, name: "USD Coin", version: "2" },
  };
  return { payer, voucherKey, receiver, authorizer, stranger, config, requirements };
};

import { hashTypedData } from "viem";
import type { Address, Hex, TypedDataDomain } from "viem";
import { address, chainId, check, hex, members, uint } from "./_read.ts";
import type { Members } from "./_read.ts";

const types = {
  ChannelConfig: [
    { name: "payer", type: "address" },
    { name: "payerAuthorizer", type: "address" },
    { name: "receiver", type: "address" },
    { name: "receiverAuthorizer", type: "address" },
    { name: "token", type: "address" },
    { name: "withdrawDelay", type: "uint40" },
    { name: "salt", type: "bytes32" },
  ],
  Voucher: [{ name: "channelId", type: "bytes32" }, { name: "maxClaimableAmount", type: "uint128" }],
  Refund: [{ name: "channelId", type: "bytes32" }, { name: "nonce", type: "uint256" }, { name: "amount", type: "uint128" }],
  ClaimBatch: [{ name: "claims", type: "ClaimEntry[]" }],
  ClaimEntry: [{ name: "channelId", type: "bytes32" }, { name: "maxClaimableAmount", type: "uint128" }, { name: "totalClaimed", type: "uint128" }],
} as const;

/** The settlement contract's domain on a network. */
export const domainOf = (options: { domain: unknown; contract: unknown; network: unknown }): TypedDataDomain => {
  const { name, version } = members(options.domain);
  return { name: String(name), version: String(version), chainId: chainId(options.network), verifyingContract: address(options.contract) };
};

/** A number of at most 128 bits. */
export const amount = (value: unknown): bigint => {
  const number = uint(value);
  check(number < 2n ** 128n, "more than 128 bits");
  return number;
};

export type Config = { readonly payer: Address; readonly payerAuthorizer: Address; readonly receiver: Address; readonly receiverAuthorizer: Address; readonly token: Address; readonly withdrawDelay: number; readonly salt: Hex };

/** Reads a channel's configuration. */
export const configOf = (value: unknown): Config => {
  const { payer, payerAuthorizer, receiver, receiverAuthorizer, token, withdrawDelay, salt } = members(value);
  check(typeof withdrawDelay === "number" && Number.isSafeInteger(withdrawDelay) && withdrawDelay >= 0 && withdrawDelay < 2 ** 40, "withdrawDelay");
  return { payer: address(payer), payerAuthorizer: address(payerAuthorizer), receiver: address(receiver), receiverAuthorizer: address(receiverAuthorizer), token: address(token), withdrawDelay, salt: hex(salt, 64) };
};

/** Id of a channel. */
export const channelId = (domain: TypedDataDomain, config: Config): Hex => hashTypedData({ domain, types, primaryType: "ChannelConfig", message: config });

/** Digest of one of the messages that are signed. */
export const digestOf = (domain: TypedDataDomain, primaryType: unknown, message: Members): Hex => {
  const id = hex(primaryType === "ClaimBatch" ? "0x" : message["channelId"], primaryType === "ClaimBatch" ? 0 : 64);
  switch (primaryType) {
    case "Voucher":
      return hashTypedData({ domain, types, primaryType, message: { channelId: id, maxClaimableAmount: amount(message["maxClaimableAmount"]) } });
    case "Refund":
      return hashTypedData({ domain, types, primaryType, message: { channelId: id, nonce: uint(message["nonce"]), amount: amount(message["amount"]) } });
    case "ClaimBatch": {
      const { claims } = message;
      check(Array.isArray(claims), "claims is no list");
      const rows = claims.map(members).map((row) => ({ channelId: hex(row["channelId"], 64), maxClaimableAmount: amount(row["maxClaimableAmount"]), totalClaimed: amount(row["totalClaimed"]) }));
      return hashTypedData({ domain, types, primaryType, message: { claims: rows } });
    }
    default:
      check(false, "no such type");
  }
};

import { addressOf, bytesOf, chainIdOf, concat, digestOf, hashOf, keccak, must, objectOf, structHash, textOf, tokenDomain, uintOf, word } from "./_evm.ts";
import type { Json } from "./_evm.ts";

const CONFIG = "ChannelConfig(address payer,address payerAuthorizer,address receiver,address receiverAuthorizer,address token,uint40 withdrawDelay,bytes32 salt)";
const ENTRY = "ClaimEntry(bytes32 channelId,uint128 maxClaimableAmount,uint128 totalClaimed)";

/** Domain separator of the settlement contract. */
export const batchDomain = (options: { domain: unknown; contract: unknown; network: unknown }): Uint8Array => {
  const { name, version } = objectOf(options.domain, "domain");
  return tokenDomain({ name: textOf(name, "name"), version: textOf(version, "version"), chainId: chainIdOf(options.network), contract: addressOf(options.contract, "contract") });
};

/** A uint128 from a decimal string. */
export const amountOf = (value: unknown, name: string): bigint => {
  const amount = uintOf(value, name);
  must(amount >> 128n === 0n, `${name} is no uint128`);
  return amount;
};

const struct = (config: Json): Uint8Array => {
  const delay = config["withdrawDelay"];
  must(typeof delay === "number" && Number.isInteger(delay) && delay >= 0 && delay < 2 ** 40, "withdrawDelay is no uint40");
  const accounts = ["payer", "payerAuthorizer", "receiver", "receiverAuthorizer", "token"].map((name) => word(addressOf(config[name], name)));
  return structHash(CONFIG, ...accounts, word(BigInt(delay)), bytesOf(config["salt"], "salt", 32));
};

/** Id of a channel in a domain. */
export const channelId = (separator: Uint8Array, config: Json): Uint8Array => digestOf(separator, struct(config));

const idOf = (value: unknown): Uint8Array => bytesOf(value, "channelId", 32);

/** Digest of a voucher. */
export const voucherDigest = (separator: Uint8Array, message: Json): Uint8Array =>
  digestOf(separator, structHash("Voucher(bytes32 channelId,uint128 maxClaimableAmount)", idOf(message["channelId"]), word(amountOf(message["maxClaimableAmount"], "maxClaimableAmount"))));

/** Digest of a refund. */
export const refundDigest = (separator: Uint8Array, message: Json): Uint8Array =>
  digestOf(separator, structHash("Refund(bytes32 channelId,uint256 nonce,uint128 amount)", idOf(message["channelId"]), word(uintOf(message["nonce"], "nonce")), word(amountOf(message["amount"], "amount"))));

/** Digest of a batch of claims. */
export const batchDigest = (separator: Uint8Array, message: Json): Uint8Array => {
  const { claims } = message;
  must(Array.isArray(claims), "claims is no list");
  const rows = claims.map((claim) => {
    const row = objectOf(claim, "claim");
    return structHash(ENTRY, idOf(row["channelId"]), word(amountOf(row["maxClaimableAmount"], "maxClaimableAmount")), word(amountOf(row["totalClaimed"], "totalClaimed")));
  });
  return digestOf(separator, keccak(hashOf(`ClaimBatch(ClaimEntry[] claims)${ENTRY}`), keccak(concat(...rows))));
};

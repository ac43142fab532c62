import { addressOf, bytesOf, chainIdOf, keccak, must, numberOf, structHash, uintOf, word } from "./_evm.ts";
import type { Json } from "./_evm.ts";

const INFO = "PaymentInfo(address operator,address payer,address receiver,address token,uint120 maxAmount,uint48 preApprovalExpiry,uint48 authorizationExpiry,uint48 refundExpiry,uint16 minFeeBps,uint16 maxFeeBps,address feeReceiver,uint256 salt)";

/** A JSON number of at most so many bits, as a word. */
export const smallUint = (value: unknown, name: string, bits: number): Uint8Array => {
  must(typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value < 2 ** bits, `${name} is no uint${bits}`);
  return word(BigInt(value));
};

const account = (info: Json, name: string): Uint8Array => word(addressOf(info[name], name));

const infoHash = (info: Json): Uint8Array => {
  const amount = uintOf(info["maxAmount"], "maxAmount");
  must(amount >> 120n === 0n, "maxAmount is no uint120");
  return structHash(
    INFO,
    ...["operator", "payer", "receiver", "token"].map((name) => account(info, name)),
    word(amount),
    ...["preApprovalExpiry", "authorizationExpiry", "refundExpiry"].map((name) => smallUint(info[name], name, 48)),
    ...["minFeeBps", "maxFeeBps"].map((name) => smallUint(info[name], name, 16)),
    account(info, "feeReceiver"),
    bytesOf(info["salt"], "salt", 32),
  );
};

/** Nonce (payer zero) and id of a payment. */
export const identity = (options: { network: unknown; escrow: unknown; info: Json }): { readonly nonce: Uint8Array; readonly id: Uint8Array } => {
  const place = [word(chainIdOf(options.network)), word(addressOf(options.escrow, "escrow"))];
  const payerless = { ...options.info, payer: `0x${"0".repeat(40)}` };
  return { nonce: keccak(...place, infoHash(payerless)), id: keccak(...place, infoHash(options.info)) };
};

const addressOrZero = (value: unknown, name: string): Uint8Array => (value === undefined ? new Uint8Array(20) : addressOf(value, name));

/** The salt that commits to both addresses; undefined where both are zero. */
export const commitment = (binding: { receiverAuthorizer: unknown; policy: unknown; saltNonce: unknown }): Uint8Array =>
  structHash(
    "x402AuthCaptureSaltBinding(address receiverAuthorizer,address policy,uint256 saltNonce)",
    word(addressOrZero(binding.receiverAuthorizer, "receiverAuthorizer")),
    word(addressOrZero(binding.policy, "policy")),
    bytesOf(binding.saltNonce, "saltNonce", 32),
  );

/** Whether one of the two addresses is not zero. */
export const isBound = (extra: Json): boolean => [extra["receiverAuthorizer"], extra["policy"]].some((value) => numberOf(addressOrZero(value, "authorizer")) !== 0n);

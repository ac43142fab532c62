import { encodeAbiParameters, keccak256, parseAbiParameters, toHex, zeroAddress } from "viem";
import type { Address, Hex } from "viem";
import { address, chainId, check, hex, members, uint } from "./_read.ts";

const INFO = "address operator, address payer, address receiver, address token, uint120 maxAmount, uint48 preApprovalExpiry, uint48 authorizationExpiry, uint48 refundExpiry, uint16 minFeeBps, uint16 maxFeeBps, address feeReceiver, uint256 salt";
const TYPE_HASH = keccak256(toHex(`PaymentInfo(${INFO.replaceAll(", ", ",")})`));
const PARAMETERS = parseAbiParameters(`bytes32 typeHash, (${INFO}) info` as "bytes32 typeHash, (address operator, address payer, address receiver, address token, uint120 maxAmount, uint48 preApprovalExpiry, uint48 authorizationExpiry, uint48 refundExpiry, uint16 minFeeBps, uint16 maxFeeBps, address feeReceiver, uint256 salt) info");

/** A JSON number of at most so many bits. */
export const bounded = (value: unknown, bits: number): number => {
  check(typeof value === "number" && Number.isSafeInteger(value) && value >= 0 && value < 2 ** bits, `${String(value)} has no place in ${bits} bits`);
  return value;
};

/** Nonce and id of a payment. */
export const identity = (options: { network: unknown; escrow: unknown; info: unknown }): { readonly signatureNonce: Hex; readonly paymentInfoHash: Hex } => {
  const given = members(options.info);
  const maxAmount = uint(given["maxAmount"]);
  check(maxAmount < 2n ** 120n, "maxAmount has more than 120 bits");
  const info = {
    operator: address(given["operator"]),
    payer: address(given["payer"]),
    receiver: address(given["receiver"]),
    token: address(given["token"]),
    maxAmount,
    preApprovalExpiry: bounded(given["preApprovalExpiry"], 48),
    authorizationExpiry: bounded(given["authorizationExpiry"], 48),
    refundExpiry: bounded(given["refundExpiry"], 48),
    minFeeBps: bounded(given["minFeeBps"], 16),
    maxFeeBps: bounded(given["maxFeeBps"], 16),
    feeReceiver: address(given["feeReceiver"]),
    salt: BigInt(hex(given["salt"], 64)),
  };
  const hash = (payer: Address): Hex => {
    const inner = keccak256(encodeAbiParameters(PARAMETERS, [TYPE_HASH, { ...info, payer }]));
    return keccak256(encodeAbiParameters(parseAbiParameters("uint256 chain, address escrow, bytes32 hash"), [chainId(options.network), address(options.escrow), inner]));
  };
  return { signatureNonce: hash(zeroAddress), paymentInfoHash: hash(info.payer) };
};

/** An address, the zero address where there is none. */
export const orZero = (value: unknown): Address => (value === undefined ? zeroAddress : address(value));

/** The salt that commits to authorizer, policy and nonce. */
export const commitment = (binding: { receiverAuthorizer: unknown; policy: unknown; saltNonce: unknown }): Hex => {
  const tag = keccak256(toHex("x402AuthCaptureSaltBinding(address receiverAuthorizer,address policy,uint256 saltNonce)"));
  const nonce = BigInt(hex(binding.saltNonce, 64));
  return keccak256(encodeAbiParameters(parseAbiParameters("bytes32 tag, address authorizer, address policy, uint256 nonce"), [tag, orZero(binding.receiverAuthorizer), orZero(binding.policy), nonce]));
};

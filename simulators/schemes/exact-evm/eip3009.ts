import { concat, keccak256, parseSignature, serializeSignature, stringToBytes } from "viem";
import { privateKeyAddress, signDigest } from "../../crypto/secp256k1.ts";
import { memoized } from "../../memo.ts";

/**
 * EIP-3009 `TransferWithAuthorization` as scheme `exact` on EVM uses it: EIP-712 domain, digest and
 * 65-byte signature.
 */

export const TRANSFER_WITH_AUTHORIZATION = {
  TransferWithAuthorization: [
    { name: "from", type: "address" },
    { name: "to", type: "address" },
    { name: "value", type: "uint256" },
    { name: "validAfter", type: "uint256" },
    { name: "validBefore", type: "uint256" },
    { name: "nonce", type: "bytes32" },
  ],
} as const;

/** EIP-712 domain of the token: `name` and `version` from the offer's `extra`, chain id from its network. */
export interface TokenDomain {
  readonly name: string;
  readonly version: string;
  readonly chainId: number;
  readonly verifyingContract: `0x${string}`;
}

/** Amount in atomic units, times in Unix seconds. */
export interface TransferAuthorization {
  readonly from: `0x${string}`;
  readonly to: `0x${string}`;
  readonly value: bigint;
  readonly validAfter: bigint;
  readonly validBefore: bigint;
  /** 32 bytes. */
  readonly nonce: `0x${string}`;
}

const TRANSFER_TYPE_HASH = keccak256(stringToBytes(`TransferWithAuthorization(${TRANSFER_WITH_AUTHORIZATION.TransferWithAuthorization.map(({ name, type }) => `${type} ${name}`).join(",")})`));
const DOMAIN_TYPE_HASH = keccak256(stringToBytes("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)"));

/**
 * The EIP-712 digest an EOA signs and an ERC-1271 wallet is asked about. Written out for this one
 * type: every payment is hashed several times, and the general encoder takes five times as long.
 *
 * @throws RangeError when a number is no uint256
 */
export function authorizationDigest(options: { domain: TokenDomain; authorization: TransferAuthorization }): `0x${string}` {
  const { domain, authorization } = options;
  const { from, to, value, validAfter, validBefore, nonce } = authorization;
  const message = hashOf([TRANSFER_TYPE_HASH, word(BigInt(from)), word(BigInt(to)), word(value), word(validAfter), word(validBefore), word(BigInt(nonce))]);
  return hashOf(["0x1901", domainSeparator(domain), message]);
}

/** Of hex that is known to be whole bytes: the hash takes bytes, and making them by hand takes longer than the hash. */
function hashOf(parts: readonly `0x${string}`[]): `0x${string}` {
  return keccak256(Buffer.from(parts.map((part) => part.slice(2)).join(""), "hex"));
}

const domainSeparator = memoized({
  of: ({ name, version, chainId, verifyingContract }: TokenDomain) => keccak256(concat([DOMAIN_TYPE_HASH, keccak256(stringToBytes(name)), keccak256(stringToBytes(version)), word(BigInt(chainId)), word(BigInt(verifyingContract))])),
  key: ({ name, version, chainId, verifyingContract }) => JSON.stringify([name, version, chainId, verifyingContract]),
  capacity: 100,
});

/** 32 bytes, big endian, as the ABI has it. @throws RangeError when the value is no uint256 */
export function word(value: bigint): `0x${string}` {
  if (value < 0n || value >= 1n << 256n) throw new RangeError(`expected a uint256, found ${value}`);
  return `0x${value.toString(16).padStart(64, "0")}`;
}

/** Signs with low s and v of 27 or 28. @returns 65 bytes r ‖ s ‖ v, `0x` hex */
export async function signAuthorization(options: { domain: TokenDomain; authorization: TransferAuthorization; privateKey: `0x${string}` }): Promise<`0x${string}`> {
  return await Promise.resolve(signDigest({ digest: authorizationDigest(options), privateKey: options.privateKey }));
}

const SECP256K1_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

/** The other signature of the same digest: s mirrored to the upper half of the curve order, v flipped. */
export function withHighS(signature: `0x${string}`): `0x${string}` {
  const { r, s, yParity } = parseSignature(signature);
  return serializeSignature({ r, s: `0x${(SECP256K1_ORDER - BigInt(s)).toString(16).padStart(64, "0")}`, yParity: yParity === 0 ? 1 : 0 });
}

export const addressOf = privateKeyAddress;

/** Wire form of an authorization: decimal strings, core specification §5.2.2. */
export function authorizationToWire(authorization: TransferAuthorization): Record<string, string> {
  return {
    from: authorization.from,
    to: authorization.to,
    value: authorization.value.toString(),
    validAfter: authorization.validAfter.toString(),
    validBefore: authorization.validBefore.toString(),
    nonce: authorization.nonce,
  };
}

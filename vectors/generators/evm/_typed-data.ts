import { concatHex, encodeAbiParameters, keccak256, stringToHex } from "viem";
import type { Hex } from "viem";

/** One member of a struct as it is encoded: its ABI type and value. Addresses in any case. */
export type Encoded = readonly [type: "address" | "uint256" | "bytes32" | "bool", value: string | bigint | boolean];

/** Keccak-256 of a text's UTF-8 bytes. */
export const hashText = (text: string): Hex => keccak256(stringToHex(text));

/**
 * EIP-712's hashStruct with the type string given in full, so that a wrong one can be given too.
 *
 * @param type for example `Permit(address owner,...)`
 */
export const hashStruct = (type: string, members: readonly Encoded[]): Hex =>
  keccak256(
    encodeAbiParameters(
      [{ type: "bytes32" }, ...members.map(([abi]) => ({ type: abi }))],
      [hashText(type), ...members.map(([abi, value]) => (abi === "address" ? String(value).toLowerCase() : value))],
    ),
  );

/** Members of a signing domain; those left out are not in its type either. */
export type Domain = { readonly name?: string; readonly version?: string; readonly chainId?: bigint; readonly verifyingContract?: string; readonly salt?: Hex };

/** The domain separator of EIP-712. */
export const domainSeparator = (domain: Domain): Hex => {
  const members: readonly (readonly [declaration: string, encoded: Encoded | undefined])[] = [
    ["string name", domain.name === undefined ? undefined : ["bytes32", hashText(domain.name)]],
    ["string version", domain.version === undefined ? undefined : ["bytes32", hashText(domain.version)]],
    ["uint256 chainId", domain.chainId === undefined ? undefined : ["uint256", domain.chainId]],
    ["address verifyingContract", domain.verifyingContract === undefined ? undefined : ["address", domain.verifyingContract]],
    ["bytes32 salt", domain.salt === undefined ? undefined : ["bytes32", domain.salt]],
  ];
  const present = members.flatMap(([declaration, encoded]) => (encoded === undefined ? [] : [{ declaration, encoded }]));
  return hashStruct(`EIP712Domain(${present.map(({ declaration }) => declaration).join(",")})`, present.map(({ encoded }) => encoded));
};

/** What is signed: EIP-712's digest of a domain separator and a struct's hash. */
export const typedDigest = (separator: Hex, struct: Hex): Hex => keccak256(concatHex(["0x1901", separator, struct]));

/** Chain id of a CAIP-2 network of the namespace eip155. */
export const chainIdOf = (network: string): bigint => BigInt(network.slice("eip155:".length));

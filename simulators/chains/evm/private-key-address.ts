import { createECDH } from "node:crypto";
import { type Address, bytesToHex, getAddress, type Hex, hexToBytes, keccak256 } from "viem";

/**
 * The address of a private key. Node's own secp256k1 multiplies the curve's generator ten times as
 * fast as JavaScript does, and a run derives thousands of wallets.
 *
 * @returns EIP-55 checksummed
 */
export function privateKeyAddress(privateKey: Hex): Address {
  const curve = createECDH("secp256k1");
  curve.setPrivateKey(hexToBytes(privateKey));
  // Uncompressed: one byte of form, then x and y, which are what is hashed.
  return getAddress(`0x${keccak256(bytesToHex(curve.getPublicKey().subarray(1))).slice(-40)}`);
}

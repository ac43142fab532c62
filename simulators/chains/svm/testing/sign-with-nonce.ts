import { createHash } from "node:crypto";
import { ed25519 } from "@noble/curves/ed25519";
import { concatBytes, decodeBase58, littleEndian } from "../wire/index.ts";
import type { KeyPair } from "../wire/index.ts";

/** An Ed25519 signature with a nonce of one's choice: as good as the usual one, and different. */
export function signWithNonce({ privateKey, publicKey }: KeyPair, message: Uint8Array, nonce: bigint): Uint8Array {
  const order = 2n ** 252n + 27742317777372353535851937790883648493n;
  const number = (bytes: Uint8Array): bigint => BigInt(`0x${Buffer.from(bytes.toReversed()).toString("hex")}`);
  const sha512 = (...parts: readonly Uint8Array[]): Uint8Array => createHash("sha512").update(concatBytes(...parts)).digest();
  const half = Uint8Array.from(sha512((decodeBase58(privateKey) ?? new Uint8Array()).subarray(0, 32)).subarray(0, 32));
  half[0] = (half[0] ?? 0) & 248;
  half[31] = ((half[31] ?? 0) & 127) | 64;
  const commitment = ed25519.ExtendedPoint.BASE.multiply(nonce).toRawBytes();
  const challenge = number(sha512(commitment, publicKey, message)) % order;
  return concatBytes(commitment, littleEndian((nonce + challenge * number(half)) % order, 32));
}

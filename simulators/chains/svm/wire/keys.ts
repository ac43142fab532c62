/** Ed25519 keys as Solana uses them. */
import { createHash, createPrivateKey, createPublicKey, sign, verify } from "node:crypto";
import type { KeyObject } from "node:crypto";
import { encodeBase58, decodeBase58 } from "./base58.ts";
import { addressBytes } from "./addresses.ts";
import { concatBytes } from "./bytes.ts";
import { signatureBytes } from "./transaction.ts";

export interface KeyPair {
  /** Base58 of the public key. */
  readonly address: string;
  readonly publicKey: Uint8Array;
  /** Base58 of 64 bytes, secret and public key: what wallets export, and what targets are given. */
  readonly privateKey: string;
  /** @returns 64 bytes */
  sign(message: Uint8Array): Uint8Array;
}

/** What DER puts before the 32 bytes of a private (PKCS #8) and a public key (RFC 8410). */
const pkcs8 = Buffer.from("302e020100300506032b657004220420", "hex");
const spki = Buffer.from("302a300506032b6570032100", "hex");

/** @param seed the 32 secret bytes */
export function keyPairFromSeed(seed: Uint8Array): KeyPair {
  if (seed.length !== 32) throw new RangeError(`not an Ed25519 secret: expected 32 bytes, found ${seed.length}`);
  const key = createPrivateKey({ key: Buffer.concat([pkcs8, seed]), format: "der", type: "pkcs8" });
  const publicKey = new Uint8Array(createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32));
  return {
    address: encodeBase58(publicKey),
    publicKey,
    privateKey: encodeBase58(concatBytes(seed, publicKey)),
    sign: (message) => new Uint8Array(sign(null, message, key)),
  };
}

/**
 * The key pair of an exported private key.
 *
 * @throws RangeError where the text is not base58 of 64 bytes, or its halves do not belong together
 */
export function keyPairFromPrivateKey(privateKey: string): KeyPair {
  const bytes = decodeBase58(privateKey, 88);
  if (bytes?.length !== 64) throw new RangeError("not a Solana private key: expected base58 of 64 bytes, secret and public key");
  const pair = keyPairFromSeed(bytes.subarray(0, 32));
  if (pair.privateKey !== privateKey) throw new RangeError("not a Solana private key: its public half belongs to another secret");
  return pair;
}

/**
 * The key pair of a run's seed and a path, the same on every machine: secret = sha256(sha256(label) ‖
 * sha256(seed) ‖ sha256(path)), strings in UTF-8, label "x402-conformance solana wallet". Each part is hashed
 * first, so that no two (seed, path) pairs run together.
 */
export function deriveKeyPair(options: { readonly seed: string; readonly path: string }): KeyPair {
  const parts = ["x402-conformance solana wallet", options.seed, options.path];
  return keyPairFromSeed(new Uint8Array(sha256(Buffer.concat(parts.map((part) => sha256(part))))));
}

const sha256 = (data: string | Uint8Array): Buffer => createHash("sha256").update(data).digest();

/**
 * Whether a signature holds, as strictly as validators look (`verify_strict` of ed25519-dalek): the scalar is
 * canonical, and neither the key nor R has small order, for which one signature could hold for many messages.
 *
 * @param options.publicKey base58, or 32 bytes
 */
export function verifySignature(options: { readonly publicKey: string | Uint8Array; readonly message: Uint8Array; readonly signature: Uint8Array }): boolean {
  const { message, signature } = options;
  const publicKey = typeof options.publicKey === "string" ? addressBytes(options.publicKey) : options.publicKey;
  if (publicKey.length !== 32 || signature.length !== signatureBytes) return false;
  if (hasSmallOrder(publicKey) || hasSmallOrder(signature.subarray(0, 32))) return false;
  // OpenSSL checks the scalar's range, and compares R without multiplying by the cofactor, as dalek does.
  try {
    return verify(null, message, importPublicKey(publicKey), signature);
  } catch {
    return false;
  }
}

const importPublicKey = (publicKey: Uint8Array): KeyObject => createPublicKey({ key: Buffer.concat([spki, publicKey]), format: "der", type: "spki" });

/** The y coordinates of the eight points whose order divides 8, little-endian, also as y + p where that fits in 255 bits. */
const smallOrderY = new Set([
  "0000000000000000000000000000000000000000000000000000000000000000",
  "0100000000000000000000000000000000000000000000000000000000000000",
  "26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05",
  "c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a",
  "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
  "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
]);

function hasSmallOrder(point: Uint8Array): boolean {
  // The highest bit is the sign of x.
  const y = Buffer.from(point.map((byte, index) => (index === 31 ? byte & 0x7f : byte)));
  return smallOrderY.has(y.toString("hex"));
}

import { createHash, createPrivateKey, createPublicKey } from "node:crypto";

export interface SvmKey {
  /** Base58 of seed and public key, 64 bytes. */
  readonly privateKey: string;
  /** Base58 of the public key. */
  readonly address: string;
}

/** DER of a PKCS #8 Ed25519 key up to its 32 bytes of seed (RFC 8410). */
const PKCS8 = Buffer.from("302e020100300506032b657004220420", "hex");

/** A key that holds nothing. Upstream's clients make their SVM signer whether they need it or not, and it has to be valid. */
export function unusedSvmKey(): SvmKey {
  const seed = createHash("sha256").update("x402-conformance/e2e/unused-svm-key").digest();
  const key = createPrivateKey({ key: Buffer.concat([PKCS8, seed]), format: "der", type: "pkcs8" });
  const publicKey = createPublicKey(key).export({ format: "der", type: "spki" }).subarray(-32);
  return { privateKey: base58(Buffer.concat([seed, publicKey])), address: base58(publicKey) };
}

const ALPHABET = "123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz";

function base58(bytes: Uint8Array): string {
  let number = BigInt(`0x${Buffer.from(bytes).toString("hex")}`);
  let text = "";
  for (; number > 0n; number /= 58n) text = ALPHABET.charAt(Number(number % 58n)) + text;
  const zeros = bytes.findIndex((byte) => byte !== 0);
  return "1".repeat(zeros === -1 ? bytes.length : zeros) + text;
}

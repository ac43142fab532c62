import { createHash, createPrivateKey, createPublicKey, type KeyObject, sign, verify } from "node:crypto";
import { isObject } from "../json.ts";

/** Keys of RFC 8037: Ed25519 as JSON Web Keys. */

/** The public half. */
export interface Ed25519Jwk {
  readonly kty: "OKP";
  readonly crv: "Ed25519";
  /** 32 bytes in base64url. */
  readonly x: string;
  readonly kid?: string;
}

export interface Ed25519Key {
  /** With its thumbprint as `kid`. */
  readonly jwk: Ed25519Jwk;
  /** RFC 7638: what drafts on signature agents call a key by. */
  readonly thumbprint: string;
  sign(data: Uint8Array): Uint8Array;
}

/** @param seed the private key: 32 bytes */
export function ed25519Key(seed: Uint8Array): Ed25519Key {
  if (seed.byteLength !== SEED_BYTES) throw new Error(`An Ed25519 private key has ${SEED_BYTES} bytes; found ${seed.byteLength}.`);
  const key = createPrivateKey({ key: Buffer.concat([PKCS8_PREFIX, seed]), format: "der", type: "pkcs8" });
  const { x = "" } = createPublicKey(key).export({ format: "jwk" });
  const thumbprint = thumbprintOf({ kty: "OKP", crv: "Ed25519", x });
  return { jwk: { kty: "OKP", crv: "Ed25519", x, kid: thumbprint }, thumbprint, sign: (data) => sign(null, data, key) };
}

/** RFC 7638 §3: SHA-256 over the required members in the order of their names, in base64url. */
export function thumbprintOf({ kty, crv, x }: Ed25519Jwk): string {
  return createHash("sha256").update(JSON.stringify({ crv, kty, x })).digest("base64url");
}

/** Whether a value of unknown origin is such a key. */
export function isEd25519Jwk(value: unknown): value is Ed25519Jwk {
  return isObject(value) && value["kty"] === "OKP" && value["crv"] === "Ed25519" && typeof value["x"] === "string" && /^[A-Za-z0-9_-]{43}$/.test(value["x"]);
}

/** The key of a directory that a `keyid` names: by its own `kid`, or by its thumbprint. */
export function findKey(options: { keys: readonly unknown[]; keyid: string }): Ed25519Jwk | undefined {
  return options.keys.filter(isEd25519Jwk).find((key) => key.kid === options.keyid || thumbprintOf(key) === options.keyid);
}

export function verifyEd25519(options: { key: Ed25519Jwk; data: Uint8Array; signature: Uint8Array }): boolean {
  const { key, data, signature } = options;
  const publicKey = importKey(key);
  return publicKey !== undefined && signature.byteLength === SIGNATURE_BYTES && verify(null, data, publicKey, signature);
}

const SEED_BYTES = 32;
const SIGNATURE_BYTES = 64;
/** RFC 8410: what stands before the seed. */
const PKCS8_PREFIX = Buffer.from("302e020100300506032b657004220420", "hex");

function importKey({ kty, crv, x }: Ed25519Jwk): KeyObject | undefined {
  try {
    return createPublicKey({ key: { kty, crv, x }, format: "jwk" });
  } catch {
    return undefined;
  }
}

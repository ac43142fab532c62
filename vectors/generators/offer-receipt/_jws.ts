import { p256 } from "@noble/curves/nist";
import { pointFromScalar, sign as signSecp256k1 } from "tiny-secp256k1";
import { createHash } from "node:crypto";
import type { Seeded } from "../../generate/seeded.ts";
import { base58Of } from "../siwx/_base58.ts";
import { keyOf } from "../svm/_keys.ts";
import type { Payload } from "./_payloads.ts";

/** Keys that DIDs name, and compact JWSs by them. */

export const base64url = (data: string | Uint8Array): string => Buffer.from(data as Uint8Array).toString("base64url");
const sha256 = (data: Uint8Array): Uint8Array => createHash("sha256").update(data).digest();

export type Jwk = Readonly<Record<string, string>>;
export type Signer = {
  readonly alg: "EdDSA" | "ES256K" | "ES256";
  readonly jwk: Jwk;
  /** did:key with the multicodec prefix of the key's kind. */
  readonly did: string;
  readonly kid: string;
  readonly multibase: string;
  /** Raw public key: 32 bytes, or a compressed point. */
  readonly bytes: Uint8Array;
  readonly sign: (data: Uint8Array) => Uint8Array;
};

/** What multicodec puts before a public key, as a varint. */
const CODEC = { EdDSA: [0xed, 0x01], ES256K: [0xe7, 0x01], ES256: [0x80, 0x24] } as const;

const signer = (options: Pick<Signer, "alg" | "jwk" | "bytes" | "sign">): Signer => {
  const multibase = `z${base58Of(Uint8Array.of(...CODEC[options.alg], ...options.bytes))}`;
  const did = `did:key:${multibase}`;
  return { ...options, multibase, did, kid: `${did}#${multibase}` };
};

const pointJwk = (crv: string, uncompressed: Uint8Array): Jwk => ({ kty: "EC", crv, x: base64url(uncompressed.subarray(1, 33)), y: base64url(uncompressed.subarray(33)) });

export const ed25519Signer = (seeded: Seeded, label: string): Signer => {
  const key = keyOf(seeded.bytes(`ed25519 ${label}`, 32));
  return signer({ alg: "EdDSA", jwk: { kty: "OKP", crv: "Ed25519", x: base64url(key.bytes) }, bytes: key.bytes, sign: key.sign });
};

export const secp256k1Signer = (seeded: Seeded, label: string): Signer => {
  const secret = seeded.bytes(`secp256k1 ${label}`, 32);
  const [long, short] = [pointFromScalar(secret, false), pointFromScalar(secret, true)];
  if (long === null || short === null) throw new Error(`no private key for ${label}`);
  return signer({ alg: "ES256K", jwk: pointJwk("secp256k1", long), bytes: short, sign: (data) => signSecp256k1(sha256(data), secret) });
};

export const p256Signer = (seeded: Seeded, label: string): Signer => {
  const secret = seeded.bytes(`p256 ${label}`, 32);
  return signer({ alg: "ES256", jwk: pointJwk("P-256", p256.getPublicKey(secret, false)), bytes: p256.getPublicKey(secret, true), sign: (data) => p256.sign(sha256(data), secret).toCompactRawBytes() });
};

/** The key as a did:jwk. */
export const asDidJwk = (of: Signer): Signer => {
  const did = `did:jwk:${base64url(JSON.stringify(of.jwk))}`;
  return { ...of, did, kid: `${did}#0` };
};

/** The key under a name in a DID document. */
export const named = (of: Signer, did: string, fragment: string): Signer => ({ ...of, did, kid: `${did}#${fragment}` });

/** Canonical JSON of a payload, which has no depth. */
export const canonical = (payload: Payload): string => JSON.stringify(Object.fromEntries(Object.entries(payload).toSorted(([left], [right]) => (left < right ? -1 : 1))));

export type Parts = { readonly header: string; readonly payload: string; readonly signature: string };

/** What differs from a rightly made JWS. */
export type Making = {
  /** Header members to change; undefined takes one away. */
  readonly header?: Readonly<Record<string, unknown>>;
  /** The payload's text instead of its canonical JSON. */
  readonly text?: string;
  readonly sign?: (data: Uint8Array) => Uint8Array;
};

export const partsOf = (by: Signer, payload: Payload, making: Making = {}): Parts => {
  const members = Object.fromEntries(Object.entries({ alg: by.alg, kid: by.kid, ...making.header }).filter(([, value]) => value !== undefined));
  const [header, body] = [base64url(JSON.stringify(members)), base64url(making.text ?? canonical(payload))];
  return { header, payload: body, signature: base64url((making.sign ?? by.sign)(new TextEncoder().encode(`${header}.${body}`))) };
};

export const compactOf = ({ header, payload, signature }: Parts): string => `${header}.${payload}.${signature}`;

/** A compact JWS. */
export const jws = (by: Signer, payload: Payload, making: Making = {}): string => compactOf(partsOf(by, payload, making));

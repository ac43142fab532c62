import { ECDH } from "node:crypto";
import { getBase58Encoder } from "@solana/kit";
import type { JWK } from "jose";

/** Names of curves by multicodec, and how Node calls those that need their point uncompressed. */
const CURVES: readonly (readonly [prefix: string, crv: string, node?: string])[] = [
  ["ed01", "Ed25519"],
  ["e701", "secp256k1", "secp256k1"],
  ["8024", "P-256", "prime256v1"],
];

/** The key of a multibase text (base58btc alone). */
export const multibaseJwk = (text: string): JWK | undefined => {
  if (!text.startsWith("z")) return undefined;
  const hex = Buffer.from(getBase58Encoder().encode(text.slice(1))).toString("hex");
  const curve = CURVES.find(([prefix]) => hex.startsWith(prefix));
  if (curve === undefined) return undefined;
  const [prefix, crv, node] = curve;
  const key = Buffer.from(hex.slice(prefix.length), "hex");
  if (node === undefined) return key.length === 32 ? { kty: "OKP", crv, x: key.toString("base64url") } : undefined;
  const point = Buffer.from(ECDH.convertKey(key, node, undefined, "hex", "uncompressed") as string, "hex");
  return { kty: "EC", crv, x: point.subarray(1, 33).toString("base64url"), y: point.subarray(33).toString("base64url") };
};

type Method = { readonly id?: unknown; readonly publicKeyJwk?: JWK; readonly publicKeyMultibase?: unknown };

/** The key that a DID URL names; undefined where there is none. */
export const keyOfKid = (kid: string, documents: Readonly<Record<string, unknown>>): { readonly did: string; readonly jwk: JWK } | undefined => {
  const [did = "", fragment] = kid.split("#");
  try {
    if (did.startsWith("did:key:")) {
      const jwk = fragment === undefined || did === `did:key:${fragment}` ? multibaseJwk(did.slice("did:key:".length)) : undefined;
      return jwk && { did, jwk };
    }
    if (did.startsWith("did:jwk:")) return fragment === undefined || fragment === "0" ? { did, jwk: JSON.parse(Buffer.from(did.slice("did:jwk:".length), "base64url").toString()) as JWK } : undefined;
    const methods = (documents[did] as { verificationMethod?: Method[] } | undefined)?.verificationMethod ?? [];
    const method = methods.find(({ id }) => id === kid || id === `#${fragment ?? ""}`);
    const jwk = method?.publicKeyJwk ?? (typeof method?.publicKeyMultibase === "string" ? multibaseJwk(method.publicKeyMultibase) : undefined);
    return jwk && { did, jwk };
  } catch {
    return undefined;
  }
};

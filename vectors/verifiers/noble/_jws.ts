import { ed25519 } from "@noble/curves/ed25519";
import { p256 } from "@noble/curves/nist";
import { secp256k1 } from "@noble/curves/secp256k1";
import { sha256 } from "@noble/hashes/sha2";
import { utf8ToBytes } from "@noble/hashes/utils";
import { base58Decode } from "./_base58.ts";

type Json = Readonly<Record<string, unknown>>;
type Key = { readonly alg: "EdDSA" | "ES256K" | "ES256"; readonly bytes: Uint8Array };

/** Whether a value is a JSON object. */
export const isRecord = (value: unknown): value is Json => typeof value === "object" && value !== null && !Array.isArray(value);

const ALPHABET = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/** Bytes of unpadded base64url; undefined for anything that a strict decoder refuses. */
export const base64urlBytes = (text: string): Uint8Array | undefined => {
  const bytes: number[] = [];
  let [bits, count] = [0, 0];
  for (const character of text) {
    const digit = ALPHABET.indexOf(character);
    if (digit < 0) return undefined;
    bits = (bits << 6) | digit;
    count += 6;
    if (count >= 8) {
      count -= 8;
      bytes.push((bits >> count) & 255);
      bits &= (1 << count) - 1;
    }
  }
  return count >= 6 || bits !== 0 ? undefined : Uint8Array.from(bytes);
};

const objectOf = (bytes: Uint8Array | undefined): Json | undefined => {
  try {
    const value: unknown = bytes === undefined ? undefined : JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
    return isRecord(value) ? value : undefined;
  } catch {
    return undefined;
  }
};

const jwkKey = (jwk: unknown): Key | undefined => {
  if (!isRecord(jwk)) return undefined;
  const [x, y] = [base64urlBytes(String(jwk["x"])), base64urlBytes(String(jwk["y"] ?? ""))];
  if (x?.length !== 32) return undefined;
  if (jwk["kty"] === "OKP" && jwk["crv"] === "Ed25519") return { alg: "EdDSA", bytes: x };
  if (jwk["kty"] !== "EC" || y?.length !== 32) return undefined;
  const alg = jwk["crv"] === "secp256k1" ? "ES256K" : jwk["crv"] === "P-256" ? "ES256" : undefined;
  return alg && { alg, bytes: Uint8Array.of(4, ...x, ...y) };
};

const multibaseKey = (text: unknown): Key | undefined => {
  const bytes = typeof text === "string" && text.startsWith("z") ? base58Decode(text.slice(1)) : undefined;
  if (bytes === undefined) return undefined;
  const [key, codec] = [bytes.subarray(2), (bytes[0] ?? 0) * 256 + (bytes[1] ?? 0)];
  if (codec === 0xed01 && key.length === 32) return { alg: "EdDSA", bytes: key };
  if (codec === 0xe701 && key.length === 33) return { alg: "ES256K", bytes: key };
  return codec === 0x8024 && key.length === 33 ? { alg: "ES256", bytes: key } : undefined;
};

const keyNamed = (kid: string, documents: Json): { did: string; key: Key } | undefined => {
  const [, did = "", method = "", id = "", fragment] = /^(did:([a-z0-9]+):([^#?/\s]+))(?:#(\S*))?$/.exec(kid) ?? [];
  const found = (): Key | undefined => {
    if (method === "key") return multibaseKey(id);
    if (method === "jwk") return jwkKey(objectOf(base64urlBytes(id)));
    const document = documents[did];
    const methods: unknown = isRecord(document) ? document["verificationMethod"] : undefined;
    const entry: unknown = Array.isArray(methods) ? methods.find((each: unknown) => isRecord(each) && fragment !== undefined && [kid, `#${fragment}`].includes(String(each["id"]))) : undefined;
    return isRecord(entry) ? (jwkKey(entry["publicKeyJwk"]) ?? multibaseKey(entry["publicKeyMultibase"])) : undefined;
  };
  const key = found();
  return key && { did, key };
};

const verifies = ({ alg, bytes }: Key, signature: Uint8Array, data: Uint8Array): boolean => {
  try {
    if (signature.length !== 64) return false;
    if (alg === "EdDSA") return ed25519.verify(signature, data, bytes, { zip215: false });
    return (alg === "ES256K" ? secp256k1 : p256).verify(signature, sha256(data), bytes, { lowS: false, prehash: false });
  } catch {
    return false;
  }
};

/** scheme://host of a URL of the Web, whatever follows. */
const originOf = (url: unknown): string | undefined => (typeof url === "string" ? /^(https?:\/\/[a-z0-9.:-]+)(?:[/?#]|$)/.exec(url)?.[1] : undefined);

export type JudgedJws = { readonly ok: true; readonly payload: Json; readonly kid: string } | { readonly ok: false; readonly note: string };

/** Judges a compact JWS and who made it; the payload's own members are the caller's matter. */
export const judgeJws = (options: { artifact: unknown; signers: readonly { did: string; origin: string }[]; documents: Json }): JudgedJws => {
  const no = (note: string): JudgedJws => ({ ok: false, note });
  const { artifact } = options;
  if (!isRecord(artifact) || artifact["format"] !== "jws" || typeof artifact["signature"] !== "string") return no("no artifact of format jws");
  const parts = artifact["signature"].split(".");
  const [head, body, signature] = parts.map(base64urlBytes);
  const header = objectOf(head);
  if (parts.length !== 3 || header === undefined || body === undefined || signature === undefined) return no("no compact JWS");
  const { alg, kid, crit } = header;
  if (crit !== undefined) return no("crit is not understood");
  const named = typeof kid === "string" ? keyNamed(kid, options.documents) : undefined;
  if (named === undefined) return no("kid names no key");
  if (alg !== named.key.alg && !(alg === "Ed25519" && named.key.alg === "EdDSA")) return no("the algorithm is not the key's");
  if (!verifies(named.key, signature, utf8ToBytes(`${parts[0] ?? ""}.${parts[1] ?? ""}`))) return no("the signature does not verify");
  const payload = objectOf(body);
  if (payload === undefined || payload["version"] !== 1) return no("no payload of version 1");
  const origin = originOf(payload["resourceUrl"]);
  return options.signers.some((signer) => signer.did === named.did && signer.origin === origin) ? { ok: true, payload, kid: String(kid) } : no("may not sign for that service");
};

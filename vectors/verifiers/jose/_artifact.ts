import { createPublicKey, verify } from "node:crypto";
import { compactVerify, decodeProtectedHeader, importJWK } from "jose";
import type { JWK } from "jose";
import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { keyOfKid } from "./_did-key.ts";

const ALGORITHM: Readonly<Record<string, string>> = { Ed25519: "EdDSA", secp256k1: "ES256K", "P-256": "ES256" };
const PART = /^[A-Za-z0-9_-]+$/;

/** jose dropped ES256K when it moved to the Web's cryptography, which does not have the curve; Node has. */
const es256k = (jws: string, jwk: JWK): Uint8Array => {
  const [header = "", payload = "", signature = ""] = jws.split(".");
  const bytes = Buffer.from(signature, "base64url");
  const good = bytes.length === 64 && verify("sha256", Buffer.from(`${header}.${payload}`), { key: createPublicKey({ key: jwk as Record<string, string>, format: "jwk" }), dsaEncoding: "ieee-p1363" }, bytes);
  if (!good) throw new Error("signature verification failed");
  return Buffer.from(payload, "base64url");
};

/**
 * A verifier of one kind of artifact.
 *
 * @param options.strings members that have to be strings
 * @param options.numbers members that have to be numbers
 */
export const artifactVerifier =
  (options: { kind: "offer" | "receipt"; strings: readonly string[]; numbers: readonly string[] }): Verifier =>
  async ({ shared, input }) => {
    const artifact = input[options.kind] as { format?: unknown; signature?: unknown; payload?: unknown } | null;
    const jws = artifact?.signature;
    if (artifact?.format !== "jws" || typeof jws !== "string" || artifact.payload !== undefined) return refused("no artifact of format jws");
    if (jws.split(".").length !== 3 || !jws.split(".").every((part) => PART.test(part))) return refused("no compact JWS");
    try {
      const header = decodeProtectedHeader(jws);
      const key = typeof header.kid === "string" ? keyOfKid(header.kid, shared["didDocuments"] as Record<string, unknown>) : undefined;
      if (header.kid === undefined || key === undefined) return refused("kid names no key");
      const alg = ALGORITHM[key.jwk.crv ?? ""];
      if (alg === undefined || header.alg !== alg) return refused("the algorithm is not the key's");
      if (header.crit !== undefined) return refused("crit is not understood");
      const bytes = alg === "ES256K" ? es256k(jws, key.jwk) : (await compactVerify(jws, await importJWK(key.jwk, alg), { algorithms: [alg] })).payload;
      const payload = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as Record<string, unknown> | null;
      if (typeof payload !== "object" || payload === null || payload["version"] !== 1) return refused("no payload of version 1");
      if (options.strings.some((name) => typeof payload[name] !== "string") || options.numbers.some((name) => typeof payload[name] !== "number")) return refused(`no payload of a ${options.kind}`);
      const origin = URL.parse(String(payload["resourceUrl"]))?.origin;
      const may = (shared["signers"] as { did: string; origin: string }[]).some((signer) => signer.did === key.did && signer.origin === origin);
      return may ? accepted({ payload, kid: header.kid }) : refused("may not sign for that service");
    } catch (error) {
      return refused(error instanceof Error ? error.message : "no JWS");
    }
  };

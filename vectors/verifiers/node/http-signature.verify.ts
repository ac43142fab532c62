import { createHash, createPublicKey, verify } from "node:crypto";
import { accepted, refused } from "../verifier.ts";
import type { Verifier, VerifierAnswer } from "../verifier.ts";
import { dictionary, innerList, linesOf, signatureBase } from "./_http-signature.ts";
import type { InnerList, Message } from "./_http-signature.ts";

type Jwk = { readonly kty: string; readonly crv: string; readonly x: string; readonly y?: string };
type Shared = { readonly info: { readonly signatureSchemes: readonly string[]; readonly tags: readonly string[] }; readonly components: readonly string[]; readonly directories: Readonly<Record<string, { readonly keys: readonly Jwk[] } | undefined>> };

const SCHEMES: Readonly<Record<string, string>> = { Ed25519: "ed25519", "P-256": "ecdsa-p256-sha256" };

const thumbprint = ({ crv, kty, x, y }: Jwk): string => createHash("sha256").update(JSON.stringify(y === undefined ? { crv, kty, x } : { crv, kty, x, y })).digest("base64url");

const text = (list: InnerList, name: string): string | undefined => {
  const value = list.parameters.get(name);
  return value?.startsWith('"') === true ? (JSON.parse(value) as string) : undefined;
};

const judge = (options: { list: InnerList; signature: Buffer; message: Message; shared: Shared; now: number }): VerifierAnswer => {
  const { list, signature, message, shared, now } = options;
  const bare = new Set(list.components.filter(({ parameters }) => parameters.size === 0).map(({ name }) => name));
  if (shared.components.some((name) => !bare.has(name))) return refused("does not cover what it has to");
  const [created, expires] = [list.parameters.get("created"), list.parameters.get("expires")];
  if (created !== undefined && !(Number(created) <= now)) return refused("made in the future");
  if (expires !== undefined && !(Number(expires) > now)) return refused("expired");
  const agent = linesOf(message, "signature-agent").join(", ");
  const jwk = shared.directories[agent]?.keys.find((key) => thumbprint(key) === text(list, "keyid"));
  if (jwk === undefined) return refused("no such key");
  const [scheme, alg] = [SCHEMES[jwk.crv] ?? "", list.parameters.get("alg")];
  if (!shared.info.signatureSchemes.includes(scheme) || (alg !== undefined && alg !== `"${scheme}"`)) return refused("another algorithm");
  const key = createPublicKey({ key: jwk, format: "jwk" });
  const data = Buffer.from(signatureBase(message, list));
  const good = signature.length === 64 && (scheme === "ed25519" ? verify(null, data, key, signature) : verify("sha256", data, { key, dsaEncoding: "ieee-p1363" }, signature));
  return good ? accepted({ agent, keyid: thumbprint(jwk) }) : refused("the signature does not verify");
};

/** Answers `http-signature.verify` with Node's own cryptography. */
export const verifier: Verifier = ({ shared, input }) => {
  const message = input["request"] as Message;
  const options = shared as Shared;
  let last = refused("no signature with a tag the server takes");
  try {
    const [inputs, signatures] = ["signature-input", "signature"].map((name) => dictionary(linesOf(message, name).join(", "))) as [ReadonlyMap<string, string>, ReadonlyMap<string, string>];
    for (const [label, member] of inputs) {
      const list = innerList(member);
      const signature = signatures.get(label);
      if (signature?.startsWith(":") !== true || !options.info.tags.includes(text(list, "tag") ?? "")) continue;
      last = judge({ list, signature: Buffer.from(signature.slice(1, -1), "base64"), message, shared: options, now: Number(input["now"]) });
      if (last.result === "valid") return last;
    }
  } catch (error) {
    return refused(error instanceof Error ? error.message : "no signature");
  }
  return last;
};

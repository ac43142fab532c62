import { ed25519 } from "@noble/curves/ed25519";
import { p256 } from "@noble/curves/nist";
import { sha256 } from "@noble/hashes/sha2";
import { utf8ToBytes } from "@noble/hashes/utils";
import { accepted, refused } from "../verifier.ts";
import type { Verifier } from "../verifier.ts";
import { base64urlBytes } from "./_jws.ts";
import { fieldLines, signatureBase } from "./_signature-base.ts";
import type { Message } from "./_signature-base.ts";
import { FieldReader } from "./_structured-fields.ts";
import type { Member } from "./_structured-fields.ts";

type Jwk = Readonly<Record<string, string>>;
type Shared = { info: { signatureSchemes: string[]; tags: string[] }; components: string[]; directories: Record<string, { keys: Jwk[] } | undefined> };

/** base64url of the hash of the key's required members, in the order of their names (RFC 7638). */
const thumbprint = (jwk: Jwk): string => {
  const json = `{${["crv", "kty", "x", "y"].flatMap((name) => (jwk[name] === undefined ? [] : [`"${name}":"${jwk[name]}"`])).join(",")}}`;
  return btoa(String.fromCharCode(...sha256(utf8ToBytes(json)))).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
};

/** What is wrong with a signature by a key; undefined where nothing is. */
const faultOf = (options: { jwk: Jwk; alg: string | undefined; schemes: readonly string[]; base: string; signature: Uint8Array }): string | undefined => {
  const { jwk, alg, schemes, base, signature } = options;
  const scheme = jwk["crv"] === "Ed25519" ? "ed25519" : jwk["crv"] === "P-256" ? "ecdsa-p256-sha256" : "";
  if (!schemes.includes(scheme) || (alg !== undefined && alg !== scheme)) return "another algorithm";
  const [x, y] = [base64urlBytes(jwk["x"] ?? "") ?? [], base64urlBytes(jwk["y"] ?? "") ?? []];
  if (signature.length !== 64) return "no 64 bytes";
  try {
    const good = scheme === "ed25519" ? ed25519.verify(signature, utf8ToBytes(base), Uint8Array.from(x), { zip215: false }) : p256.verify(signature, sha256(utf8ToBytes(base)), Uint8Array.of(4, ...x, ...y), { lowS: false, prehash: false });
    return good ? undefined : "the signature does not verify";
  } catch {
    return "no signature";
  }
};

const parameter = (list: Member, name: string): string | undefined => list.parameters.find(([key]) => key === name)?.[1].value;

const bytesOf = (member: Member | undefined): Uint8Array | undefined => {
  if (member?.kind !== "item" || member.value.kind !== "bytes") return undefined;
  try {
    return Uint8Array.from(atob(member.value.value), (character) => character.charCodeAt(0));
  } catch {
    return undefined;
  }
};

/** Answers `http-signature.verify` with noble's curves. */
export const verifier: Verifier = ({ shared, input }) => {
  const { info, components, directories } = shared as Shared;
  const message = input["request"] as Message;
  const now = Number(input["now"]);
  const read = (name: string): ReadonlyMap<string, Member> => new FieldReader(fieldLines(message, name).join(", ")).dictionary();
  let note = "no signature with a tag the server takes";
  try {
    const signatures = read("signature");
    for (const [label, list] of read("signature-input")) {
      const signature = bytesOf(signatures.get(label));
      if (list.kind !== "list" || signature === undefined || !info.tags.includes(parameter(list, "tag") ?? "")) continue;
      const base = signatureBase(message, list);
      const covered = list.items.filter(({ parameters }) => parameters.length === 0).map(({ value }) => value.value);
      const agent = fieldLines(message, "signature-agent").join(", ");
      const jwk = directories[agent]?.keys.find((key) => thumbprint(key) === parameter(list, "keyid"));
      if (!components.every((name) => covered.includes(name))) note = "does not cover what it has to";
      else if (Number(parameter(list, "created") ?? 0) > now || Number(parameter(list, "expires") ?? now + 1) <= now) note = "not of this time";
      else if (jwk === undefined) note = "no such key";
      else {
        const fault = faultOf({ jwk, alg: parameter(list, "alg"), schemes: info.signatureSchemes, base, signature });
        if (fault === undefined) return accepted({ agent, keyid: thumbprint(jwk) });
        note = fault;
      }
    }
  } catch (error) {
    return refused(error instanceof Error ? error.message : "no signature");
  }
  return refused(note);
};

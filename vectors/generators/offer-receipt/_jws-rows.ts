import { createHmac } from "node:crypto";
import type { ReasonedRow } from "../../generate/edits.ts";
import { base64url, compactOf, jws, partsOf } from "./_jws.ts";
import type { Signer } from "./_jws.ts";
import type { Payload } from "./_payloads.ts";

/** Edits of a compact JWS that offers and receipts have in common. */

const ED25519_ORDER = (1n << 252n) + 27742317777372353535851937790883648493n;

const flip = (bytes: Uint8Array, at: number): Uint8Array => bytes.map((byte, index) => (index === at ? byte ^ 1 : byte));
const plusOrder = (signature: Uint8Array): Uint8Array => {
  const s = signature.subarray(32).reduceRight((sum, byte) => sum * 256n + BigInt(byte), 0n) + ED25519_ORDER;
  return Uint8Array.of(...signature.subarray(0, 32), ...Array.from({ length: 32 }, (_, index) => Number((s >> BigInt(8 * index)) & 255n)));
};
const hmac = (secret: string | Uint8Array) => (data: Uint8Array): Uint8Array => createHmac("sha256", secret).update(data).digest();

/** Forgeries: nobody who may sign made them. */
export const forgeries = ({ by, stranger, payload, altered }: { by: Signer; stranger: Signer; payload: Payload; altered: Payload }): readonly ReasonedRow[] => {
  const right = partsOf(by, payload);
  const raw = Buffer.from(right.signature, "base64url");
  const unsigned = "Nothing is signed.";
  const wrong = "The signature does not verify.";
  const confused = "The algorithm is not the key's.";
  const none = partsOf(by, payload, { header: { alg: "none" } });
  return [
    ["alg-none", "alg none and no signature", "AlgNone", compactOf({ ...none, signature: "" }), unsigned],
    ["alg-none-capitals", "alg NONE and no signature", "AlgNone", compactOf({ ...partsOf(by, payload, { header: { alg: "NONE" } }), signature: "" }), unsigned],
    ["alg-none-signed", "alg none, with a signature behind it", "AlgNone", compactOf(none), "An unsigned JWS has no signature, and is none that counts."],
    ["signature-empty", "The right header and no signature", "SignatureNotChecked", compactOf({ ...right, signature: "" }), unsigned],
    ["alg-hs256-raw-key", "HMAC with the raw public key as secret", "AlgConfusion", jws(by, payload, { header: { alg: "HS256" }, sign: hmac(by.bytes) }), "Everybody knows the secret."],
    ["alg-hs256-jwk", "HMAC with the key's JWK as secret", "AlgConfusion", jws(by, payload, { header: { alg: "HS256" }, sign: hmac(JSON.stringify(by.jwk)) }), "Everybody knows the secret."],
    ["alg-hs256-kid", "HMAC with the kid as secret", "AlgConfusion", jws(by, payload, { header: { alg: "HS256" }, sign: hmac(by.kid) }), "Everybody knows the secret."],
    ["alg-es256k-on-ed25519", "A signature of Ed25519 under alg ES256K", "AlgConfusion", jws(by, payload, { header: { alg: "ES256K" } }), confused],
    ["alg-rs256-on-ed25519", "A signature of Ed25519 under alg RS256", "AlgConfusion", jws(by, payload, { header: { alg: "RS256" } }), confused],
    ["alg-lower-case", "alg eddsa", "AlgName", jws(by, payload, { header: { alg: "eddsa" } }), "Names of algorithms are case-sensitive."],
    ["alg-unknown", "An algorithm nobody knows", "AlgName", jws(by, payload, { header: { alg: "X402" } }), "No such algorithm is registered."],
    ["alg-missing", "No alg", "HeaderMember", jws(by, payload, { header: { alg: undefined } }), "The header needs alg."],
    ["kid-missing", "No kid", "HeaderMember", jws(by, payload, { header: { kid: undefined } }), "The header needs kid, by which the key is found."],
    ["kid-empty", "An empty kid", "KeyLookup", jws(by, payload, { header: { kid: "" } }), "It names no key."],
    ["kid-bare", "A kid that is no DID URL", "KeyLookup", jws(by, payload, { header: { kid: "key-1" } }), "It names no key that could be found."],
    ["kid-missing-with-jwk", "The key in the header instead of a kid", "HeaderKeyTrusted", jws(stranger, payload, { header: { kid: undefined, jwk: stranger.jwk } }), "The header needs kid; a key in it shows whose signature it is and nothing about whom it may sign for."],
    ["by-stranger", "The service's kid, a stranger's signature", "SignatureNotChecked", jws(by, payload, { sign: stranger.sign }), wrong],
    ["jwk-of-stranger", "The service's kid, a stranger's signature, and the stranger's key in the header", "HeaderKeyTrusted", jws(by, payload, { header: { jwk: stranger.jwk }, sign: stranger.sign }), "The key in the header is not the one kid names."],
    ["kid-of-stranger", "A stranger's kid and good signature", "SignerNotAuthorized", jws(stranger, payload), "The key may not sign for this service."],
    ["payload-changed", "Another payload under the signature", "SignatureNotChecked", compactOf({ ...right, payload: partsOf(by, altered).payload }), wrong],
    ["header-changed", "One more member in the header under the signature", "SignatureNotChecked", compactOf({ ...right, header: partsOf(by, payload, { header: { typ: "JWT" } }).header }), wrong],
    ["header-reserialized", "The same header with a space in it", "SignatureNotChecked", compactOf({ ...right, header: base64url(`{"alg":"${by.alg}", "kid":"${by.kid}"}`) }), "The signature is over the header's bytes, not over what they say."],
    ["signature-bit", "A bit of the signature changed", "SignatureNotChecked", compactOf({ ...right, signature: base64url(flip(raw, 10)) }), wrong],
    ["signature-cut", "The signature's last byte missing", "SignatureNotChecked", compactOf({ ...right, signature: base64url(raw.subarray(0, 63)) }), wrong],
    ["signature-zeros", "64 zero bytes", "SignatureNotChecked", compactOf({ ...right, signature: base64url(new Uint8Array(64)) }), wrong],
    ["signature-s-plus-order", "The group's order added to s", "SignatureNotChecked", compactOf({ ...right, signature: base64url(plusOrder(raw)) }), "RFC 8032 decodes s only below the order."],
    ["payload-alone-signed", "The signature is over the payload without the header", "SignatureNotChecked", compactOf({ ...right, signature: base64url(by.sign(new TextEncoder().encode(right.payload))) }), wrong],
    ["json-signed", "The signature is over the payload's JSON instead of its base64url", "SignatureNotChecked", compactOf({ ...right, signature: base64url(by.sign(Buffer.from(right.payload, "base64url"))) }), wrong],
    ["signature-hex", "The signature in hexadecimal", "CompactForm", compactOf({ ...right, signature: raw.toString("hex") }), "The parts of a compact JWS are base64url."],
    ["crit-unknown", "crit names a member nobody knows", "Critical", jws(by, payload, { header: { crit: ["exp"], exp: 1 } }), "RFC 7515 has a JWS refused whose crit is not understood."],
    ["crit-absent-member", "crit names a member that is not there", "Critical", jws(by, payload, { header: { crit: ["x402"] } }), "RFC 7515 has crit name members that are there and understood."],
    ["crit-text", "crit as a string", "Critical", jws(by, payload, { header: { crit: "x402", x402: true } }), "crit is a list of names."],
    ["detached", "The payload taken out", "CompactForm", `${right.header}..${right.signature}`, "The payload stands inside the JWS."],
    ["two-parts", "Header and payload alone", "CompactForm", `${right.header}.${right.payload}`, "A compact JWS has three parts."],
    ["four-parts", "A fourth part", "CompactForm", `${compactOf(right)}.${right.signature}`, "A compact JWS has three parts."],
    ["json-serialization", "The JSON serialization as a string", "CompactForm", JSON.stringify({ protected: right.header, payload: right.payload, signature: right.signature }), "The signature is a JWS in its compact form."],
    ["empty", "An empty string", "CompactForm", "", "There is no JWS."],
    ["header-not-json", "A header that is no JSON", "CompactForm", compactOf({ ...right, header: base64url("alg=EdDSA") }), "The header is a JSON object."],
    ["payload-padded", "Padding behind the payload, put there after signing", "Base64url", compactOf({ ...right, payload: `${right.payload}${"=".repeat((4 - (right.payload.length % 4)) % 4 || 4)}` }), "The signature is over the characters of the payload, and they are others now."],
  ];
};

/** Forms of one right signature that the text leaves open. */
export const openForms = ({ by, stranger, payload }: { by: Signer; stranger: Signer; payload: Payload }): readonly ReasonedRow[] => {
  const right = partsOf(by, payload);
  const why = "RFC 7515 has other characters refused, but many libraries read them, and nothing else is signed thereby.";
  const lastOf = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
  const loose = lastOf.charAt(lastOf.indexOf(right.signature.slice(-1)) + 1);
  const backwards = JSON.stringify(Object.fromEntries(Object.entries(payload).toReversed()));
  const bytes = "RFC 7515 verifies the bytes that were sent; the text asks for canonical JSON and shows payloads that are not.";
  return [
    ["signature-padded", "Padding behind the signature", "Base64url", compactOf({ ...right, signature: `${right.signature}==` }), why],
    ["signature-loose-bits", "Bits behind the signature's last byte", "Base64url", compactOf({ ...right, signature: right.signature.slice(0, -1) + loose }), "RFC 4648 lets decoders refuse such bits, and few do."],
    ["white-space-around", "A line feed behind the JWS", "CompactForm", `${compactOf(right)}\n`, why],
    ["payload-other-order", "Members in another order than the canonical one", "PayloadReserialized", jws(by, payload, { text: backwards }), bytes],
    ["payload-order-of-text", "Members in the order in which the text lists them", "PayloadReserialized", jws(by, payload, { text: JSON.stringify(payload) }), bytes],
    ["payload-spaced", "JSON over several lines", "PayloadReserialized", jws(by, payload, { text: JSON.stringify(payload, null, 2) }), bytes],
    ["alg-ed25519", "The newer name of the algorithm", "AlgName", jws(by, payload, { header: { alg: "Ed25519" } }), "RFC 9864 names it so; the text shows the older name."],
    ["kid-without-fragment", "A kid that is the DID itself", "KeyLookup", jws(by, payload, { header: { kid: by.did } }), "A DID is a DID URL without a fragment; it names the one key there is, though not by its name."],
    ["kid-other-fragment", "A fragment that the key does not have", "KeyLookup", jws(by, payload, { header: { kid: `${by.did}#key-1` } }), "A strict resolver finds no such key; others look no further than the DID."],
    ["jwk-other", "A stranger's key in the header beside the right kid and signature", "HeaderKeyTrusted", jws(by, payload, { header: { jwk: stranger.jwk } }), "A proposal for the text has it refused; the text knows no jwk."],
    ["signature-member-inside", "A member signature inside the payload", "UnknownMember", jws(by, { ...payload, signature: "0x" }), "Servers must not write it; what a verifier does is not said."],
    ["crit-empty", "An empty crit", "Critical", jws(by, payload, { header: { crit: [] } }), "RFC 7515 forbids it to who signs, and does not say that who verifies has to refuse it."],
    ["crit-registered-name", "crit names kid, which every verifier knows", "Critical", jws(by, payload, { header: { crit: ["kid"] } }), "RFC 7515 does not let crit name it, and lets verifiers refuse it."],
    ["version-text", "The version as a string", "PayloadVersion", jws(by, { ...payload, version: "1" }), "It is version 1 in the wrong type."],
  ];
};

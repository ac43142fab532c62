import { defineVectors, stillValid, valid } from "../../generate/define.ts";
import type { DraftTest } from "../../generate/define.ts";
import { editsAt } from "../../generate/edits.ts";
import type { GoodRow } from "../../generate/edits.ts";
import { pickFlags } from "./_flags.ts";
import { asDidJwk, base64url, compactOf, ed25519Signer, jws, named, p256Signer, partsOf, secp256k1Signer } from "./_jws.ts";
import type { Making, Signer } from "./_jws.ts";
import { forgeries, openForms } from "./_jws-rows.ts";
import { changed, OFFER, ORIGIN, RECEIPT } from "./_payloads.ts";
import type { Payload } from "./_payloads.ts";

const NOT_NAMED = "The text names ES256K and EdDSA as examples; a verifier need not have every algorithm of JWS.";
const WEB = "did:web:shop.test";
const P256_ORDER = 0xffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551n;
const SECP256K1_ORDER = 0xfffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141n;

const withHighS = (signature: Uint8Array, order: bigint): Uint8Array => {
  const s = BigInt(`0x${Buffer.from(signature.subarray(32)).toString("hex")}`);
  // Low or high: the other one.
  return Uint8Array.of(...signature.subarray(0, 32), ...Buffer.from((order - s).toString(16).padStart(64, "0"), "hex"));
};
const der = (signature: Uint8Array): Uint8Array => {
  const integer = (bytes: Uint8Array): number[] => {
    const short = [...bytes].slice(bytes.findIndex((byte) => byte !== 0));
    const signed = (short[0] ?? 0) >= 0x80 ? [0, ...short] : short;
    return [2, signed.length, ...signed];
  };
  const body = [...integer(signature.subarray(0, 32)), ...integer(signature.subarray(32))];
  return Uint8Array.of(0x30, body.length, ...body);
};

export const vectors = defineVectors({
  operation: "jws.offer.verify",
  description: "Signed offers as compact JWS: keys that DIDs name, algorithms that are not the key's, and signatures over other bytes.",
  requirements: ["or.format", "or.jws.no-payload", "or.jws.compact", "or.jws.header", "or.jws.kid-did-url", "or.jws.valid", "or.jws.jwk", "or.canon", "or.no-inner-signature", "or.client.bad-sig", "or.client.unknown-version", "or.client.signer-auth", "or.client.jwk-conflict"],
  flags: pickFlags(
    "SignatureNotChecked", "AlgNone", "AlgConfusion", "AlgName", "KeyLookup", "HeaderKeyTrusted", "SignerNotAuthorized", "Critical", "HeaderMember", "CompactForm", "Base64url", "SignatureFormat", "PayloadForm", "PayloadVersion",
    "PayloadReserialized", "PayloadBeside", "Format", "Malleable", "UnknownMember", "OptionalMember",
  ),
  groups: ({ seeded }) => {
    const [by, secp, p256, stranger] = [ed25519Signer(seeded, "service"), secp256k1Signer(seeded, "service"), p256Signer(seeded, "service"), ed25519Signer(seeded, "stranger")];
    const [byJwk, secpJwk, p256Jwk] = [by, secp, p256].map(asDidJwk) as [Signer, Signer, Signer];
    const [web1, web2, web3] = [named(ed25519Signer(seeded, "web"), WEB, "key-1"), named(secp256k1Signer(seeded, "web"), WEB, "key-2"), named(p256Signer(seeded, "web"), WEB, "old")];
    const method = ({ kid, jwk }: Signer): object => ({ id: kid, type: "JsonWebKey2020", controller: WEB, publicKeyJwk: jwk });
    const document = { id: WEB, verificationMethod: [method(web1), { id: "#key-2", type: "Multikey", controller: WEB, publicKeyMultibase: web2.multibase }, method(web3)], assertionMethod: [web1.kid, "#key-2"] };
    const shared = { signers: [...[by, secp, p256, byJwk, secpJwk, p256Jwk].map(({ did }) => ({ did, origin: ORIGIN })), { did: WEB, origin: ORIGIN }], didDocuments: { [WEB]: document } };

    const offerOf = (signature: string): object => ({ format: "jws", signature });
    const answer = (payload: Payload = OFFER, kid: string = by.kid): object => ({ payload, kid });
    const plain = valid({ id: "plain", comment: "Ed25519, the key in a did:key", input: { offer: { ...offerOf(jws(by, OFFER)), acceptIndex: 0 } }, output: answer() });
    const at = editsAt(plain, "/offer/signature");
    const good = (id: string, comment: string, flag: string, signer: Signer, payload: Payload = OFFER, making: Making = {}): GoodRow => [id, comment, flag, jws(signer, payload, making), answer(payload, signer.kid)];
    const raw = (signer: Signer): Uint8Array => Buffer.from(partsOf(signer, OFFER).signature, "base64url");
    const resigned = (signer: Signer, signature: Uint8Array): string => compactOf({ ...partsOf(signer, OFFER), signature: base64url(signature) });
    const solana = changed(OFFER, { network: "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp", asset: "EPjFWdd5AufqSSqeM2qN1xzybapC8G4wEGGkZwyTDt1v", payTo: "2wKupLR9q6wXYppw8Gr2NvWxKBUqm4PPJKkQfoxHDBg4" });
    const missing = ["version", "resourceUrl", "scheme", "network", "asset", "payTo", "amount"];

    return [
      {
        name: "offers",
        comment: "Offers of one service with several keys",
        shared,
        tests: [
          plain,
          ...at.good([
            good("es256k-did-key", "ES256K, the key in a did:key", "KeyLookup", secp),
            good("eddsa-did-jwk", "Ed25519, the key in a did:jwk", "KeyLookup", byJwk),
            good("es256k-did-jwk", "ES256K, the key in a did:jwk", "KeyLookup", secpJwk),
            good("did-web-jwk", "The key as a JWK in a DID document", "KeyLookup", web1),
            good("did-web-multibase", "The key as multibase in a DID document, which names it by the fragment alone", "KeyLookup", web2),
            good("without-valid-until", "An offer without an end", "OptionalMember", by, changed(OFFER, { validUntil: undefined })),
            good("valid-until-zero", "An offer whose end is 0", "OptionalMember", by, changed(OFFER, { validUntil: 0 })),
            good("ended", "An offer that ended long ago, whose signature is as good as ever", "OptionalMember", by, changed(OFFER, { validUntil: 1700000000 })),
            good("solana-terms", "Terms on Solana", "PayloadForm", by, solana),
            good("native-asset", "Terms in the chain's own coin", "PayloadForm", by, changed(OFFER, { asset: "native", amount: "1000000000000000000000" })),
            good("resource-with-query", "A resource with a query", "SignerNotAuthorized", by, changed(OFFER, { resourceUrl: `${ORIGIN}/weather?city=Z%C3%BCrich` })),
            good("unknown-payload-member", "A member of a later text in the payload", "UnknownMember", by, { ...OFFER, discountAmount: "1" }),
            good("header-typ", "typ in the header", "HeaderMember", by, OFFER, { header: { typ: "JWT" } }),
            good("header-unknown-member", "A header member nobody knows, not critical", "HeaderMember", by, OFFER, { header: { "x402.dev/trace": 7 } }),
            good("header-jwk", "The right key in the header too", "HeaderMember", by, OFFER, { header: { jwk: by.jwk } }),
            ["header-kid-first", "kid before alg", "HeaderMember", compactOf(headerFirst(by))],
          ]),
          stillValid(plain, { id: "without-accept-index", comment: "No acceptIndex", flags: ["PayloadForm"], path: "/offer/acceptIndex", to: undefined }),
          stillValid(plain, { id: "accept-index-elsewhere", comment: "An acceptIndex that points to nothing; it is not signed", flags: ["PayloadForm"], path: "/offer/acceptIndex", to: 99 }),
          stillValid(plain, { id: "unknown-member-beside", comment: "A member of a later text beside the signature", flags: ["UnknownMember"], path: "/offer/note", to: "x" }),
          ...at.refused(forgeries({ by, stranger, payload: OFFER, altered: changed(OFFER, { amount: "1" }) })),
          ...at.refused([
            ["es256-under-es256k", "A signature of P-256 under alg ES256K", "AlgConfusion", jws(p256, OFFER, { header: { alg: "ES256K" } }), "The algorithm is not the key's."],
            ["es256k-under-es256", "A signature of secp256k1 under alg ES256", "AlgConfusion", jws(secp, OFFER, { header: { alg: "ES256" } }), "The algorithm is not the key's."],
            ["es256-under-eddsa", "A signature of P-256 under alg EdDSA", "AlgConfusion", jws(p256, OFFER, { header: { alg: "EdDSA" } }), "The algorithm is not the key's."],
            ["es256-der", "ES256 as DER", "SignatureFormat", resigned(p256, der(raw(p256))), "JWS has r and s, 32 bytes each."],
            ["es256k-der", "ES256K as DER", "SignatureFormat", resigned(secp, der(raw(secp))), "JWS has r and s, 32 bytes each."],
            ["es256k-with-v", "ES256K with Ethereum's recovery byte", "SignatureFormat", resigned(secp, Uint8Array.of(...raw(secp), 27)), "JWS has r and s, 32 bytes each."],
            ["es256k-zeros", "ES256K with r and s of zero", "SignatureNotChecked", resigned(secp, new Uint8Array(64)), "No signature has such values."],
            ["es256-zeros", "ES256 with r and s of zero", "SignatureNotChecked", resigned(p256, new Uint8Array(64)), "No signature has such values."],
            ["web-other-fragment", "A key that the DID document does not have", "KeyLookup", jws(web1, OFFER, { header: { kid: `${WEB}#key-9` } }), "kid names no key."],
            ["web-wrong-key", "kid names another key of the same document", "KeyLookup", jws(web1, OFFER, { header: { kid: web2.kid, alg: "EdDSA" } }), "The signature is not that key's."],
            ["web-unknown", "A did:web whose document is not to be had", "KeyLookup", jws(named(stranger, "did:web:evil.test", "key-1"), OFFER), "The key cannot be found, and the DID may not sign for this service."],
            ["key-prefix-of-other-curve", "A did:key that calls the bytes of Ed25519 a key of X25519", "KeyLookup", jws({ ...stranger, kid: "did:key:z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc#z6LSbysY2xFMRpGMhb7tFTLMpeuPRaqaWM1yECx2AtzE3KCc" }, OFFER), "The key signs nothing, and may not sign for this service."],
            ["resource-other-site", "The service's key, for another site's resource", "SignerNotAuthorized", jws(by, changed(OFFER, { resourceUrl: "https://other.test/weather" })), "The key may not sign for that service."],
            ["resource-prefix", "A resource whose host begins with the service's", "SignerNotAuthorized", jws(by, changed(OFFER, { resourceUrl: "https://shop.test.evil.test/weather" })), "The key may not sign for that service."],
            ["resource-http", "A resource over http", "SignerNotAuthorized", jws(by, changed(OFFER, { resourceUrl: "http://shop.test/weather" })), "Another scheme is another origin."],
            ["resource-relative", "A resource without its origin", "SignerNotAuthorized", jws(by, changed(OFFER, { resourceUrl: "/weather" })), "It names no service."],
            ["receipt-inside", "A receipt's payload", "PayloadForm", jws(by, RECEIPT), "A receipt is no offer."],
            ["payload-list", "A list that holds the payload", "PayloadForm", jws(by, OFFER, { text: JSON.stringify([OFFER]) }), "The payload is an object."],
            ["payload-not-json", "A payload that is no JSON", "PayloadForm", jws(by, OFFER, { text: "amount=10000" }), "The payload is JSON."],
            ["version-2", "A payload of version 2", "PayloadVersion", jws(by, changed(OFFER, { version: 2 })), "Only version 1 is defined."],
            ["version-0", "A payload of version 0", "PayloadVersion", jws(by, changed(OFFER, { version: 0 })), "Only version 1 is defined."],
            ...missing.map((name) => [`payload-without-${name.toLowerCase()}`, `A payload without ${name}`, name === "version" ? "PayloadVersion" : "PayloadForm", jws(by, changed(OFFER, { [name]: undefined })), "Every offer has this member."] as const),
          ]),
          ...artifactRows(plain),
          ...at.open([
            ...openForms({ by, stranger, payload: OFFER }),
            ["es256-did-key", "ES256, the key in a did:key", "AlgName", jws(p256, OFFER), NOT_NAMED],
            ["es256-did-jwk", "ES256, the key in a did:jwk", "AlgName", jws(p256Jwk, OFFER), NOT_NAMED],
            ["es256k-high-s", "ES256K with s in the other half", "Malleable", resigned(secp, withHighS(raw(secp), SECP256K1_ORDER)), "RFC 8812 asks for no low s; some libraries do."],
            ["es256-other-s", "ES256 with s in the other half", "Malleable", resigned(p256, withHighS(raw(p256), P256_ORDER)), "RFC 7518 asks for no low s; some libraries do."],
            ["web-not-for-assertions", "A key of the document that is not listed under assertionMethod", "KeyLookup", jws(web3, OFFER), "DID Core has purposes for keys; the text does not name one."],
            ["accept-index-inside", "acceptIndex inside the payload", "UnknownMember", jws(by, { ...OFFER, acceptIndex: 0 }), "Servers do not sign it; what a verifier does with one that is signed is not said."],
          ]),
        ],
      },
    ];
  },
});

const headerFirst = (by: Signer): { header: string; payload: string; signature: string } => {
  const header = base64url(JSON.stringify({ kid: by.kid, alg: by.alg }));
  const { payload } = partsOf(by, OFFER);
  return { header, payload, signature: base64url(by.sign(new TextEncoder().encode(`${header}.${payload}`))) };
};

/** What stands around the signature. */
const artifactRows = (plain: DraftTest): readonly DraftTest[] => {
  const { offer } = plain.input as { offer: { signature: string } };
  return [
    ...editsAt(plain, "/offer/format").refused([
      ["format-eip712", "The other format's name", "Format", "eip712", "A JWS is no signature of EIP-712."],
      ["format-missing", "No format", "Format", undefined, "Every artifact names its format."],
      ["format-unknown", "A format nobody knows", "Format", "cose", "There are two formats."],
    ]),
    ...editsAt(plain, "/offer").refused([
      ["jws-bare", "The JWS in place of the object", "Format", offer.signature, "An artifact is an object."],
      ["offer-null", "null", "Format", null, "An artifact is an object."],
    ]),
    ...editsAt(plain, "/offer/signature").refused([["signature-missing", "No signature", "SignatureNotChecked", undefined, "There is no signature."]]),
    ...editsAt(plain, "/offer/payload").open([
      ["payload-beside", "The payload a second time, beside the signature", "PayloadBeside", OFFER, "Servers must not send it; what a verifier does is not said."],
      ["payload-beside-cheaper", "A cheaper payload beside the signature", "PayloadBeside", changed(OFFER, { amount: "1" }), "Servers must not send it. Who accepts the artifact must do so for the payload inside the JWS."],
    ]),
  ];
};

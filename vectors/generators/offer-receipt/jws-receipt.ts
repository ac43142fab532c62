import { defineVectors, valid } from "../../generate/define.ts";
import { editsAt } from "../../generate/edits.ts";
import type { GoodRow } from "../../generate/edits.ts";
import { pickFlags } from "./_flags.ts";
import { asDidJwk, ed25519Signer, jws, secp256k1Signer } from "./_jws.ts";
import type { Making, Signer } from "./_jws.ts";
import { openForms } from "./_jws-rows.ts";
import { changed, OFFER, ORIGIN, RECEIPT, TRANSACTION } from "./_payloads.ts";
import type { Payload } from "./_payloads.ts";

export const vectors = defineVectors({
  operation: "jws.receipt.verify",
  description: "Signed receipts as compact JWS. Forgeries that do not depend on the payload are asked for offers.",
  requirements: ["or.format", "or.jws.valid", "or.receipt.fields", "or.client.receipt-bad", "or.client.unknown-version", "or.client.zero-absent", "or.client.signer-auth", "or.canon"],
  flags: pickFlags("SignatureNotChecked", "AlgNone", "KeyLookup", "SignerNotAuthorized", "PayloadForm", "PayloadVersion", "PayloadReserialized", "UnknownMember", "OptionalMember", "MemberType"),
  groups: ({ seeded }) => {
    const [by, secp, stranger] = [ed25519Signer(seeded, "service"), secp256k1Signer(seeded, "service"), ed25519Signer(seeded, "stranger")];
    const byJwk = asDidJwk(by);
    const shared = { signers: [by, secp, byJwk].map(({ did }) => ({ did, origin: ORIGIN })), didDocuments: {} };
    const answer = (payload: Payload = RECEIPT, kid: string = by.kid): object => ({ payload, kid });
    const plain = valid({ id: "plain", comment: "Ed25519, the key in a did:key", input: { receipt: { format: "jws", signature: jws(by, RECEIPT) } }, output: answer() });
    const at = editsAt(plain, "/receipt/signature");
    const good = (id: string, comment: string, flag: string, signer: Signer, payload: Payload = RECEIPT, making: Making = {}): GoodRow => [id, comment, flag, jws(signer, payload, making), answer(payload, signer.kid)];
    const right = jws(by, RECEIPT).split(".");
    return [
      {
        name: "receipts",
        comment: "Receipts of one service",
        shared,
        tests: [
          plain,
          ...at.good([
            good("es256k", "ES256K", "KeyLookup", secp),
            good("did-jwk", "The key in a did:jwk", "KeyLookup", byJwk),
            good("with-transaction", "The settlement's hash", "OptionalMember", by, { ...RECEIPT, transaction: TRANSACTION }),
            good("transaction-empty", "An empty transaction, which is the same as none", "OptionalMember", by, { ...RECEIPT, transaction: "" }),
            good("old", "A receipt of 2023, whose signature is as good as ever", "OptionalMember", by, changed(RECEIPT, { issuedAt: 1703123456 })),
            good("payer-did", "A payer that is no address", "PayloadForm", by, changed(RECEIPT, { payer: "did:pkh:eip155:8453:0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC" })),
            good("solana", "A payment on Solana", "PayloadForm", by, changed(RECEIPT, { network: "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp", payer: "2wKupLR9q6wXYppw8Gr2NvWxKBUqm4PPJKkQfoxHDBg4" })),
            good("unknown-payload-member", "A member of a later text in the payload", "UnknownMember", by, { ...RECEIPT, amount: "10000" }),
          ]),
          ...at.refused([
            ["alg-none", "alg none and no signature", "AlgNone", jws(by, RECEIPT, { header: { alg: "none" }, sign: () => new Uint8Array() }), "Nothing is signed."],
            ["by-stranger", "The service's kid, a stranger's signature", "SignatureNotChecked", jws(by, RECEIPT, { sign: stranger.sign }), "The signature does not verify."],
            ["kid-of-stranger", "A stranger's kid and good signature", "SignerNotAuthorized", jws(stranger, RECEIPT), "The key may not sign for this service."],
            ["payer-changed", "Another payer under the signature", "SignatureNotChecked", [right[0], jws(by, changed(RECEIPT, { payer: "0x90F79bf6EB2c4f870365E785982E1f101E93b906" })).split(".")[1], right[2]].join("."), "The signature does not verify."],
            ["resource-other-site", "The service's key, for another site's resource", "SignerNotAuthorized", jws(by, changed(RECEIPT, { resourceUrl: "https://other.test/weather" })), "The key may not sign for that service."],
            ["offer-inside", "An offer's payload", "PayloadForm", jws(by, OFFER), "An offer is no receipt: it proves no payment."],
            ["offer-with-issued-at", "An offer's payload with a time of issue", "PayloadForm", jws(by, { ...OFFER, issuedAt: RECEIPT["issuedAt"] }), "Nobody is named who paid."],
            ["version-2", "A payload of version 2", "PayloadVersion", jws(by, changed(RECEIPT, { version: 2 })), "Only version 1 is defined."],
            ...["version", "network", "resourceUrl", "payer", "issuedAt"].map((name) => [`payload-without-${name.toLowerCase()}`, `A payload without ${name}`, name === "version" ? "PayloadVersion" : "PayloadForm", jws(by, changed(RECEIPT, { [name]: undefined })), "Every receipt has this member."] as const),
          ]),
          ...at.open([
            ...openForms({ by, stranger, payload: { ...RECEIPT, transaction: "" } }).filter(([, , flag]) => flag.startsWith("Payload")),
            ["network-v1", "The network's name in version 1 of the protocol", "MemberType", jws(by, changed(RECEIPT, { network: "base" })), "Servers must convert it; what a verifier does is not said."],
            ["issued-text", "issuedAt as a string", "MemberType", jws(by, changed(RECEIPT, { issuedAt: "1795262400" })), "Servers write a number; what a verifier does is not said."],
            ["issued-iso", "issuedAt as an ISO time", "MemberType", jws(by, changed(RECEIPT, { issuedAt: "2026-11-21T12:00:00Z" })), "Servers write a number; what a verifier does is not said."],
          ]),
        ],
      },
    ];
  },
});

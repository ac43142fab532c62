import { defineVectors, valid } from "../../generate/define.ts";
import { editsAt } from "../../generate/edits.ts";
import { accountOf } from "../evm/_accounts.ts";
import { wrongSignatures } from "./_eip712-rows.ts";
import { pickFlags } from "./_flags.ts";
import { changed, OFFER, ORIGIN, RECEIPT, TRANSACTION } from "./_payloads.ts";
import type { Payload } from "./_payloads.ts";
import { artifactDigest } from "./_typed.ts";

/** Those that differ between receipts and offers; the others are asked for offers. */
const OWN = ["DomainName", "DomainChain", "TypeString"];

export const vectors = defineVectors({
  operation: "eip712.receipt.verify",
  description: "Signed receipts in the format eip712.",
  requirements: ["or.domain", "or.types-canonical", "or.receipt.fields", "or.receipt.tx-empty", "or.receipt.tx-sent", "or.client.receipt-bad", "or.client.zero-absent", "or.client.unknown-version", "or.client.signer-auth"],
  flags: pickFlags("SignatureNotCompared", "SignerNotAuthorized", "DomainName", "DomainChain", "TypeString", "OptionalMember", "ValueRewritten", "MemberNotSigned", "PayloadForm", "PayloadVersion"),
  groups: ({ seeded }) => {
    const [by, stranger] = [accountOf(seeded, "service"), accountOf(seeded, "stranger")];
    const shown = { ...RECEIPT, transaction: "" };
    const receiptOf = (payload: Payload): Record<string, unknown> => ({ format: "eip712", payload, signature: by.sign(artifactDigest("receipt", payload)) });
    const plain = valid({ id: "plain", comment: "A receipt that shows its empty transaction", input: { receipt: receiptOf(shown) }, output: { signer: by.address } });
    const anew = editsAt(plain, "/receipt");
    const changes: readonly (readonly [name: string, id: string, comment: string, to: unknown])[] = [
      ["payer", "stranger", "Another payer", stranger.address],
      ["payer", "lower-case", "The payer in lower case", String(RECEIPT["payer"]).toLowerCase()],
      ["network", "other", "Another network", "eip155:84532"],
      ["resourceUrl", "other-path", "Another resource of the service", `${ORIGIN}/news`],
      ["issuedAt", "later", "A later time", 1795262401],
      ["transaction", "added", "A transaction that was not signed", TRANSACTION],
    ];
    return [
      {
        name: "receipts",
        comment: "Receipts of one service",
        shared: { signers: [{ address: by.address, origin: ORIGIN }] },
        tests: [
          plain,
          ...anew.good([
            ["with-transaction", "The settlement's hash", "OptionalMember", receiptOf({ ...RECEIPT, transaction: TRANSACTION })],
            ["transaction-solana", "A signature of Solana for the transaction", "ValueRewritten", receiptOf({ ...RECEIPT, transaction: "5VERv8NMvzbJMEkV8xnrLkEaWRtSz9CosKDYjCJjBRnbJLgp8uirBgmQpjKhoR4tjF3ZpRzrFmBV6UjKdiSZkQUW" })],
            ["old", "A receipt of 2023, whose signature is as good as ever", "OptionalMember", receiptOf(changed(shown, { issuedAt: 1703123456 }))],
            ["payer-lower-case", "The payer in lower case, signed so", "ValueRewritten", receiptOf(changed(shown, { payer: String(RECEIPT["payer"]).toLowerCase() }))],
            ["payer-did", "A payer that is no address", "PayloadForm", receiptOf(changed(shown, { payer: "did:pkh:eip155:8453:0x3C44CdDdB6a900fa2b585dd299e03d12FA4293BC" }))],
            ["other-network", "A payment on another network", "DomainChain", receiptOf(changed(shown, { network: "eip155:43114" }))],
            ["later", "A receipt of 2100", "OptionalMember", receiptOf(changed(shown, { issuedAt: 4102444800 }))],
            ["resource-with-query", "A resource with a query", "ValueRewritten", receiptOf(changed(shown, { resourceUrl: `${ORIGIN}/weather?b=2&a=%c3%bc` }))],
            ["other-payer", "Another payer, signed", "SignatureNotCompared", receiptOf(changed(shown, { payer: stranger.address }))],
          ]),
          ...editsAt(plain, "/receipt/signature").refused(wrongSignatures({ kind: "receipt", payload: shown, by, stranger }).filter(([id, , flag]) => id === "by-stranger" || OWN.includes(flag))),
          ...changes.flatMap(([name, id, comment, to]) => editsAt(plain, `/receipt/payload/${name}`, `changed-${name.toLowerCase()}-`).refused([[id, comment, "MemberNotSigned", to, "The member was signed with another value."]])),
          ...anew.refused([
            ["version-2", "Version 2, signed with the types of version 1", "PayloadVersion", receiptOf(changed(shown, { version: 2 })), "Only version 1 has types."],
            ["resource-other-site", "The service's key, for another site's resource", "SignerNotAuthorized", receiptOf(changed(shown, { resourceUrl: "https://other.test/weather" })), "The key may not sign for that service."],
            ["offer-inside", "A good offer in place of the receipt", "PayloadForm", { format: "eip712", payload: OFFER, signature: by.sign(artifactDigest("offer", OFFER)) }, "An offer is no receipt: it proves no payment."],
          ]),
          ...anew.open([["transaction-left-out", "Signed with an empty transaction, which the payload does not show", "OptionalMember", receiptOf(RECEIPT), "The text has the payload used as transmitted, and an empty string signed for an unused member."]]),
        ],
      },
    ];
  },
});

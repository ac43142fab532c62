import { defineVectors, valid } from "../../generate/define.ts";
import { editsAt } from "../../generate/edits.ts";
import { accountOf } from "../evm/_accounts.ts";
import type { Account } from "../evm/_accounts.ts";
import { openSignatures, wrongSignatures } from "./_eip712-rows.ts";
import { pickFlags } from "./_flags.ts";
import { changed, OFFER, ORIGIN, RECEIPT } from "./_payloads.ts";
import type { Payload } from "./_payloads.ts";
import { artifactDigest, TYPES } from "./_typed.ts";

export const vectors = defineVectors({
  operation: "eip712.offer.verify",
  description: "Signed offers in the format eip712: by whom, under which domain and types, and over every member as transmitted.",
  requirements: [
    "or.format", "or.eip712.payload", "or.eip712.signature", "or.eip712.evm-terms", "or.domain", "or.types-canonical", "or.types-not-sent", "or.acceptindex-unsigned", "or.offer.validuntil-sent",
    "or.client.bad-sig", "or.client.exact-payload", "or.client.own-types", "or.client.unknown-version", "or.client.zero-absent", "or.client.signer-auth",
  ],
  flags: pickFlags(
    "SignatureNotCompared", "SignatureForm", "RecoveryId", "Malleable", "SignerNotAuthorized", "DomainName", "DomainChain", "TypeString", "TypesFromArtifact", "OptionalMember", "ValueRewritten", "MemberNotSigned", "MemberType",
    "PersonalSign", "PayloadForm", "PayloadVersion", "Format", "UnknownMember", "NonEvmTerms",
  ),
  groups: ({ seeded }) => {
    const [by, second, stranger] = [accountOf(seeded, "service"), accountOf(seeded, "second key"), accountOf(seeded, "stranger")];
    const terms = changed(OFFER, { payTo: by.address });
    const offerOf = (payload: Payload, options: { account?: Account; type?: string } = {}): Record<string, unknown> => ({ format: "eip712", acceptIndex: 0, payload, signature: (options.account ?? by).sign(artifactDigest("offer", payload, options.type === undefined ? {} : { type: options.type })) });
    const offer = offerOf(terms);
    const plain = valid({ id: "plain", comment: "Signed by the address it pays to", input: { offer }, output: { signer: by.address } });
    const anew = editsAt(plain, "/offer");
    const member = (name: string): ReturnType<typeof editsAt> => editsAt(plain, `/offer/payload/${name}`, `changed-${name.toLowerCase()}-`);
    const unsigned = "The member was signed with another value.";
    const changes: readonly (readonly [name: string, id: string, comment: string, to: unknown])[] = [
      ["amount", "less", "A smaller amount", "9999"],
      ["amount", "zeros", "Leading zeros before the amount", "010000"],
      ["payTo", "stranger", "Another recipient", stranger.address],
      ["payTo", "lower-case", "The recipient in lower case", by.address.toLowerCase()],
      ["asset", "other", "Another token", "0x036CbD53842c5426634e7929541eC2318f3dCF7e"],
      ["network", "other", "Another network", "eip155:84532"],
      ["scheme", "other", "Another scheme", "upto"],
      ["resourceUrl", "other-path", "Another resource of the service", `${ORIGIN}/news`],
      ["resourceUrl", "slash", "A slash behind the resource", `${ORIGIN}/weather/`],
      ["validUntil", "later", "A later end", 1895263000],
      ["validUntil", "zero", "The end set to 0", 0],
      ["validUntil", "dropped", "The end taken away", undefined],
    ];
    const address = "uint256 version,string resourceUrl,string scheme,string network,address asset,address payTo,uint256 amount,uint256 validUntil";

    return [
      {
        name: "offers",
        comment: "Offers of one service, which may sign with two keys",
        shared: { signers: [{ address: by.address, origin: ORIGIN }, { address: second.address, origin: ORIGIN }] },
        tests: [
          plain,
          ...anew.good([
            ["second-key", "Signed by a key of the service that is not the recipient's", "SignerNotAuthorized", offerOf(terms, { account: second }), { signer: second.address }],
            ["valid-until-zero", "An offer whose end is 0, which is none", "OptionalMember", offerOf(changed(terms, { validUntil: 0 }))],
            ["ended", "An offer that ended long ago, whose signature is as good as ever", "OptionalMember", offerOf(changed(terms, { validUntil: 1700000000 }))],
            ["lower-case-terms", "Addresses in lower case, signed so", "ValueRewritten", offerOf(changed(terms, { payTo: by.address.toLowerCase(), asset: String(OFFER["asset"]).toLowerCase() }))],
            ["pays-somebody-else", "The recipient is another address than the signer", "SignerNotAuthorized", offerOf(changed(terms, { payTo: stranger.address }))],
            ["native-asset", "Terms in the chain's own coin, above 2^64", "TypeString", offerOf(changed(terms, { asset: "native", amount: "100000000000000000000" }))],
            ["other-network", "Terms on another network", "DomainChain", offerOf(changed(terms, { network: "eip155:43114" }))],
            ["url-not-ascii", "A URL beyond ASCII", "ValueRewritten", offerOf(changed(terms, { resourceUrl: `${ORIGIN}/wetter-zürich?b=2&a=1` }))],
          ]),
          ...editsAt(plain, "/offer/acceptIndex").good([
            ["without-accept-index", "No acceptIndex", "PayloadForm", undefined],
            ["accept-index-elsewhere", "Another acceptIndex; it is not signed", "PayloadForm", 7],
          ]),
          ...editsAt(plain, "/offer/signature").good([["hex-upper-case", "The signature's digits in upper case", "SignatureForm", `0x${String(offer["signature"]).slice(2).toUpperCase()}`]]),
          ...editsAt(plain, "/offer/note").good([["unknown-member-beside", "A member of a later text beside the payload", "UnknownMember", "x"]]),
          ...editsAt(plain, "/offer/signature").refused(wrongSignatures({ kind: "offer", payload: terms, by, stranger })),
          ...changes.flatMap(([name, id, comment, to]) => member(name).refused([[id, comment, "MemberNotSigned", to, unsigned]])),
          ...anew.refused([
            ["types-as-wallets-guess", "Signed with addresses and a number in the type", "TypeString", offerOf(terms, { type: `Offer(${address})` }), "It recovers to another address under the text's types."],
            ["types-sent-and-used", "Signed under types that lack the amount, which came along", "TypesFromArtifact", { ...offerOf(terms, { type: TYPES.offer.replace("string amount,", "") }), types: { Offer: [{ name: "version", type: "uint256" }] }, primaryType: "Offer" }, "A verifier uses the text's types; under them it recovers to another address."],
            ["version-2", "Version 2, signed with the types of version 1", "PayloadVersion", offerOf(changed(terms, { version: 2 })), "Only version 1 has types."],
            ["resource-other-site", "The service's key, for another site's resource", "SignerNotAuthorized", offerOf(changed(terms, { resourceUrl: "https://other.test/weather" })), "The key may not sign for that service."],
            ["resource-prefix", "A resource whose host begins with the service's", "SignerNotAuthorized", offerOf(changed(terms, { resourceUrl: "https://shop.test.evil.test/weather" })), "The key may not sign for that service."],
            ["receipt-inside", "A good receipt in place of the offer", "PayloadForm", { format: "eip712", payload: { ...RECEIPT, transaction: "" }, signature: by.sign(artifactDigest("receipt", RECEIPT)) }, "A receipt is no offer."],
            ["payload-missing", "No payload", "PayloadForm", { format: "eip712", signature: offer["signature"] }, "The payload is what is signed."],
            ["payload-text", "The payload as a string", "PayloadForm", { ...offer, payload: JSON.stringify(terms) }, "The payload is an object."],
          ]),
          ...editsAt(plain, "/offer/format").refused([
            ["format-jws", "The other format's name", "Format", "jws", "A signature of EIP-712 is no JWS."],
            ["format-missing", "No format", "Format", undefined, "Every artifact names its format."],
          ]),
          ...editsAt(plain, "/offer/signature").open(openSignatures({ kind: "offer", payload: terms, by })),
          ...anew.open([
            ["valid-until-left-out", "Signed with an end of 0, which the payload does not show", "OptionalMember", offerOf(changed(terms, { validUntil: undefined })), "The text has the payload used as transmitted, and 0 signed for an unused member."],
            ["solana-terms", "Terms on Solana", "NonEvmTerms", offerOf(changed(terms, { network: "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp" })), "One section of the text restricts the format to EVM, another has it serve every network."],
            ["types-sent", "The name of the type sent along", "TypesFromArtifact", { ...offer, primaryType: "Offer" }, "Servers must not send them; what a verifier does is not said."],
          ]),
          ...editsAt(plain, "/offer/payload/validUntil").open([["valid-until-text", "The end as a decimal string", "MemberType", "1795263000", "It is the signed number in the wrong JSON type."]]),
          ...editsAt(plain, "/offer/payload/discountAmount").open([["unknown-member-inside", "A member the types do not have", "UnknownMember", "1", "It is not signed, so that leaving it alone and refusing it are both safe."]]),
        ],
      },
    ];
  },
});
